/**
 * A simulated tenant of 350,000 people in a process of its own, members made when their page is asked for. Its clock runs
 * ahead by a second with every look, so that its limits never bite: what they cost is told from the reader's waits.
 */
import process from 'node:process'
import type { Rows } from '../src/demo/tenant/model.js'
import { seedTenant } from '../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../src/demo/tenant/server.js'
import { LARGE } from './tenantReadingSize.js'

const id = (kind: string, index: number) => `${kind}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

/** Every hundredth is a guest of one of 500 domains. */
function member(index: number): object {
  const isGuest = index % 100 === 99
  const name = `person.${index}`
  return {
    '@odata.type': '#microsoft.graph.user',
    id: id('a1000000', index),
    displayName: `Person Number ${index}`,
    userPrincipalName: isGuest
      ? `${name}_partner${index % 500}.example#EXT#@halyard.example`
      : `${name}@halyard.example`,
    userType: isGuest ? 'Guest' : 'Member',
    accountEnabled: true,
    creationType: isGuest ? 'Invitation' : null,
    assignedLicenses: [{ skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' }],
  }
}

const crowd = (from: number, length: number): Rows => ({
  length,
  slice: (start, end) =>
    Array.from({ length: Math.max(0, Math.min(end, length) - start) }, (_, at) => member(from + start + at)),
})

const now = new Date()
const seed = seedTenant(now)
const [block] = seed.policies
const groupIds = Array.from({ length: LARGE.groups }, (_, index) => id('b2000000', index))
const policies = Array.from({ length: LARGE.policies }, (_, index) => ({
  ...block,
  id: id('f6000000', index),
  displayName: `CA${index}`,
  conditions: {
    ...Object(block?.conditions),
    users: {
      includeUsers: index === 0 ? [] : ['All'],
      // The first is for everybody by a group that holds all; each other excludes one more.
      includeGroups: index === 0 ? groupIds.slice(0, 1) : [],
      excludeGroups: index === 0 ? [] : [groupIds[1 + (index % (LARGE.groups - 1))]],
    },
  },
}))
const namedLocations = Array.from({ length: LARGE.locations }, (_, index) => ({
  '@odata.type': '#microsoft.graph.ipNamedLocation',
  id: id('e5000000', index),
  displayName: `Site ${index}`,
  isTrusted: index % 3 === 0,
  ipRanges: Array.from({ length: LARGE.ranges }, (_, at) => ({
    '@odata.type': '#microsoft.graph.iPv4CidrRange',
    cidrAddress: `${20 + (index % 200)}.${at >> 8}.${at & 255}.0/26`,
  })),
}))

let looks = 0
const running = await startSimulatedTenant({
  data: { ...seed, policies, namedLocations, signIns: [] },
  now: () => new Date(now.getTime() + looks++ * 1000),
})
for (const [index, groupId] of groupIds.entries()) {
  running.tenant.groups.set(groupId, { id: groupId, displayName: `Group ${index}`, members: [] })
  running.tenant.crowds.set(
    groupId,
    index === 0 ? crowd(0, LARGE.people) : crowd(index * LARGE.groupMembers, LARGE.groupMembers),
  )
}
process.send?.(running.origin)
process.once('disconnect', () => process.exit(0))
