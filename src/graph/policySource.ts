/**
 * The tenant's Conditional Access as a snapshot: policies and named locations as Graph returned them, the people whom
 * policies mention, what the operator declared, and everything that could not be read.
 */
import type { UserId } from '../domain/ids.js'
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import type { PolicySource } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { mentionsOf } from './policyMentions.js'
import { readPolicyPeople } from './policyPeople.js'
import { type GraphPolicy, policy, read } from './schemas.js'
import type { Timing } from './timing.js'
import { Unknowns } from './unknowns.js'

/** 1 request a second for the whole tenant, all apps together: read rarely, keep what was read. */
const REQUEST: RequestOptions = { family: 'policies' }

/**
 * Exchange Online and SharePoint Online, the members of the Office 365 suite that every tenant has. Graph does not list
 * the suite; a policy that names it makes the rest a stated unknown.
 */
const OFFICE_365 = ['00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000']

/** How the MFA trusted IPs appear in a policy. Source: microsoft/Microsoft365DSC issue 2974. */
const MFA_TRUSTED_IPS = '00000000-0000-0000-0000-000000000000'

export interface Declared {
  /** Object ids; empty is undeclared. */
  readonly emergencyAccounts: readonly UserId[]
  /** CIDR ranges; empty is undeclared. */
  readonly mfaTrustedIps: readonly string[]
}

export function createPolicySource(graph: GraphClient, timing: Timing, declared: Declared): PolicySource {
  let kept: { readonly snapshot: PolicySnapshot; readonly atMs: number } | undefined
  let reading: Promise<PolicySnapshot> | undefined

  async function readSnapshot(): Promise<PolicySnapshot> {
    const takenAt = timing.now()
    const unknowns = new Unknowns()
    const policies = await rowsOf(graph, '/identity/conditionalAccess/policies', 'policies', unknowns)
    const namedLocations = await rowsOf(
      graph,
      '/identity/conditionalAccess/namedLocations',
      'named-locations',
      unknowns,
    )
    const readable: GraphPolicy[] = []
    for (const row of policies) {
      await unknowns.unless('policies', async () => {
        readable.push(read(policy, row))
      })
    }
    const people = await readPolicyPeople(graph, mentionsOf(readable), declared.emergencyAccounts, unknowns)
    addUndeclared(JSON.stringify(policies), declared, unknowns)
    const snapshot: PolicySnapshot = {
      takenAt: takenAt.toISOString(),
      policies,
      namedLocations,
      mfaTrustedIps: declared.mfaTrustedIps,
      directory: { ...people, emergencyAccess: { users: declared.emergencyAccounts, groups: [] } },
      catalog: { office365: OFFICE_365, adminPortals: [], apps: [] },
      unknowns: unknowns.list(),
    }
    // What failed for a passing reason is read again at the next question.
    kept = unknowns.transient ? undefined : { snapshot, atMs: takenAt.getTime() }
    return snapshot
  }

  return {
    async snapshot({ maxAgeMs }) {
      const ageMs = kept === undefined ? Number.POSITIVE_INFINITY : timing.now().getTime() - kept.atMs
      if (kept !== undefined && ageMs <= maxAgeMs) return kept.snapshot
      // Two questions at once share one reading.
      reading ??= readSnapshot().finally(() => {
        reading = undefined
      })
      return reading
    },
  }
}

async function rowsOf(
  graph: GraphClient,
  path: string,
  what: 'policies' | 'named-locations',
  unknowns: Unknowns,
): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  await unknowns.unless(what, async () => {
    for await (const page of graph.pages(path, REQUEST)) rows.push(...page)
  })
  return rows
}

/** What Graph cannot tell and nobody declared, where a policy makes it matter. */
function addUndeclared(policies: string, declared: Declared, unknowns: Unknowns): void {
  const mentions = (...words: readonly string[]) => words.some((word) => policies.includes(`"${word}"`))
  if (declared.emergencyAccounts.length === 0) unknowns.add('emergency-access', 'not-declared')
  if (declared.mfaTrustedIps.length === 0 && mentions('AllTrusted', MFA_TRUSTED_IPS)) {
    unknowns.add('mfa-trusted-ips', 'not-declared')
  }
  if (mentions('Office365', 'MicrosoftAdminPortals')) unknowns.add('catalog', 'not-listed-by-graph')
  if (/"applicationFilter":\{/.test(policies)) unknowns.add('catalog', 'app-attributes-not-read')
}
