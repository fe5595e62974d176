/**
 * How many of the listed people are open and how many blocked, by what they are: for a picture, and the same in words.
 *
 * The directory lists whom policies mention, by name, group or role, and the accounts of Teams devices; everybody else
 * meets one fate, which stands beside the counts. Emergency access and accounts that are switched off are left out.
 */
import type { CompiledTenant } from './compile.js'
import type { StatusAnalysis } from './status.js'

export const COVERAGE_KINDS = ['members', 'guests', 'resource-accounts'] as const
export type CoverageKind = (typeof COVERAGE_KINDS)[number]
export const COVERAGE_STATES = ['open', 'unknown', 'blocked'] as const
export type CoverageState = (typeof COVERAGE_STATES)[number]

export interface Coverage {
  /** Every kind once, in the order of `COVERAGE_KINDS`. */
  readonly counts: readonly ({ readonly kind: CoverageKind } & Readonly<Record<CoverageState, number>>)[]
  /** An ordinary member whom no policy mentions. */
  readonly others: CoverageState
}

/** @param isKnown false: something that was not read could change the answer, so that of nobody anything is known. */
export function coverageOf(tenant: CompiledTenant, { openPeople }: StatusAnalysis, isKnown: boolean): Coverage {
  const open = new Set(openPeople)
  const stateOf = (person: Parameters<typeof open.has>[0]): CoverageState =>
    isKnown ? (open.has(person) ? 'open' : 'blocked') : 'unknown'
  const counts = COVERAGE_KINDS.map((kind) => ({ kind, open: 0, unknown: 0, blocked: 0 }))
  const [members, guests, resources] = counts
  const users = tenant.tenant.directory.users ?? []
  tenant.people.listed.forEach(({ person, emergency }, index) => {
    const user = users[index]
    if (emergency || user?.accountEnabled === false) return
    const count = user?.isSharedDevice === true ? resources : person.guestType === null ? members : guests
    if (count !== undefined) count[stateOf(person)] += 1
  })
  return { counts, others: stateOf(tenant.people.plain) }
}
