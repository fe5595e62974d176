/**
 * Policies and named locations, as Graph returned them, and whom the policies name. 1 request a second for the whole
 * tenant, all apps together.
 */
import type { Row } from '../../domain/policyStatus/index.js'
import type { RequestOptions } from '../client.js'
import { mentionsOf } from '../policyMentions.js'
import { policy, read, rowObject } from '../schemas.js'
import { askFor, queue } from './progress.js'
import type { Step } from './step.js'

const REQUEST: RequestOptions = { family: 'policies' }

/** How the MFA trusted IPs appear in a policy. Source: microsoft/Microsoft365DSC issue 2974. */
const MFA_TRUSTED_IPS = '00000000-0000-0000-0000-000000000000'

export async function readPolicies(step: Step, from: string | null): Promise<string | null> {
  const { progress } = step
  if (from === null) progress.policyCount = 0
  const page = await step.graph.page(from ?? '/identity/conditionalAccess/policies', REQUEST)
  for (const row of page.rows) {
    await step.unless('policies', async () => {
      const value = read(rowObject, row)
      step.add('policy', place(progress.policyCount++), value)
      noteMentions(step, value)
      const { users, groups, roles, partnerTenants } = mentionsOf([read(policy, row)])
      askFor(progress, { people: [...users], groups: [...groups], roles: [...roles] })
      progress.partnerTenants ||= partnerTenants
    })
  }
  if (page.next === null && progress.mentions.appFilter) queue(progress, [{ kind: 'apps', next: null }])
  return page.next
}

export async function readNamedLocations(step: Step, from: string | null): Promise<string | null> {
  const { progress } = step
  if (from === null) progress.locationCount = 0
  const page = await step.graph.page(from ?? '/identity/conditionalAccess/namedLocations', REQUEST)
  for (const row of page.rows) {
    await step.unless('named-locations', async () => {
      step.add('named-location', place(progress.locationCount++), read(rowObject, row))
    })
  }
  return page.next
}

/** Graph's order, which the key keeps. */
const place = (count: number): string => String(count).padStart(8, '0')

function noteMentions({ progress }: Step, value: Row): void {
  const text = JSON.stringify(value)
  const has = (...words: readonly string[]) => words.some((word) => text.includes(`"${word}"`))
  const { mentions } = progress
  mentions.mfaTrustedIps ||= has('AllTrusted', MFA_TRUSTED_IPS)
  mentions.suites ||= has('Office365', 'MicrosoftAdminPortals')
  mentions.appFilter ||= /"applicationFilter":\{/.test(text)
}
