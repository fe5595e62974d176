/**
 * Gathers what the assessment of one person's cases may know of the tenant. What cannot be read now is left out and
 * marked for the operator; the caller owes a second look when it can be read again, since an assessment without the
 * roles of a person can be too mild.
 */
import { isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { trustedRangesOf } from '../domain/policyStatus/index.js'
import {
  type AssessmentContext,
  type DeviceCodeCase,
  type DeviceRegistration,
  EMPTY_CONTEXT,
  rangeOf,
  readRegistrations,
  type SignInUsage,
} from '../domain/signInAlert/index.js'
import type { Tuning } from '../domain/tuning/index.js'
import { alertsFrom } from './alertBaseline.js'
import { markRead } from './markRead.js'
import { askForUsage, needsHistory, rememberedUsage } from './personHistory.js'
import type { Person, Ports } from './ports.js'
import { allowedFor, currentTuning } from './tuning.js'

/** Named locations change rarely, and an alert waits for this answer. */
const LOCATIONS_AGE_MAX_MS = 60 * 60 * 1000
/** A check or report counts from this long before a case … */
const CHECK_BEFORE_MS = 20 * 60 * 1000
/** … to this long after it. */
const CHECK_AFTER_MS = 60 * 60 * 1000
/** As long as a device that is registered after a case counts. */
const REGISTRATION_AFTER_MS = 2 * 60 * 60 * 1000
/** At Graph's pace for its logs, two requests each, this holds a round up for less than a minute. */
const HISTORIES_EACH_ROUND = 10

export type ContextPorts = Pick<
  Ports,
  'audience' | 'clock' | 'deviceAudit' | 'directory' | 'history' | 'log' | 'policies' | 'settings' | 'store' | 'tuning'
>

/** What is the same for everybody, read once in a round however many people it is about. */
export interface RoundKnowledge {
  /** CIDR ranges of trusted named locations; null where they cannot be read. */
  trustedRanges(): Promise<readonly string[] | null>
  /** Cases that ended before are not alerted on; null: no such bound. */
  alertsFrom(): Promise<Date | null>
  /** The operator's exceptions, as the file has them now. */
  tuning(): Promise<Tuning>
  /** Whether one more person's history may be read now. */
  mayReadHistory(): boolean
}

export function newRound(ports: ContextPorts): RoundKnowledge {
  let asked: Promise<readonly string[] | null> | undefined
  let from: Promise<Date | null> | undefined
  let tuning: Promise<Tuning> | undefined
  let histories = 0
  return {
    alertsFrom: () => {
      from ??= alertsFrom(ports)
      return from
    },
    tuning: () => {
      tuning ??= currentTuning(ports)
      return tuning
    },
    mayReadHistory: () => ++histories <= HISTORIES_EACH_ROUND,
    trustedRanges: () => {
      asked ??= readable(ports, 'named-locations', async () =>
        trustedRangesOf(await ports.policies.snapshot({ maxAgeMs: LOCATIONS_AGE_MAX_MS })),
      )
      return asked
    },
  }
}

export interface OwnerKnowledge {
  /** Without `history`, which differs from case to case. */
  readonly context: AssessmentContext
  /** Null: not known. */
  readonly usage: SignInUsage | null
  /** Null: the directory could not be asked, or does not know the person. */
  readonly person: Person | null
  /** False: something could not be read, and the assessment must be looked at again. */
  readonly isComplete: boolean
}

export async function gatherContext(
  ports: ContextPorts,
  round: RoundKnowledge,
  owner: UserId,
  cases: readonly DeviceCodeCase[],
): Promise<OwnerKnowledge> {
  const { fromMs, toMs } = spanOf(cases)
  const [person, roles, trusted, checks, registrations, usage, allowed] = await Promise.all([
    readable(ports, 'directory-people', async () => ({ found: await ports.directory.person(owner) })),
    readable(ports, 'directory-roles', () => ports.directory.activeRoles(owner)),
    round.trustedRanges(),
    ports.store.phishingChecksOf(owner, new Date(fromMs - CHECK_BEFORE_MS), new Date(toMs + CHECK_AFTER_MS)),
    registrationsAfter(ports, cases),
    usageFor(ports, round, owner, cases),
    allowedFor(ports, await round.tuning(), cases),
  ])
  const networks = [...ports.settings.trustedNetworks, ...(trusted ?? [])]
  return {
    person: person?.found ?? null,
    usage: usage.known,
    isComplete:
      [person, roles, trusted, registrations].every((known) => known !== null) &&
      usage.isComplete &&
      allowed.isComplete,
    context: {
      ...EMPTY_CONTEXT,
      trustedNetworks: networks.flatMap((network) => rangeOf(network) ?? []),
      privilegedRoles: new Map(roles === null ? [] : [[owner, roles]]),
      sharedDeviceAccounts: new Set([
        ...ports.settings.sharedDeviceAccounts,
        ...(person?.found?.isSharedDevice === true ? [owner] : []),
      ]),
      reports: checks.map((at) => ({ userId: owner, atMs: at.getTime(), verdict: 'phishing' })),
      allow: allowed.rules,
      deviceRegistrations: registrations ?? [],
    },
  }
}

export function spanOf(cases: readonly DeviceCodeCase[]): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.min(...cases.map((one) => one.firstSeenMs)),
    toMs: Math.max(...cases.map((one) => one.lastSeenMs)),
  }
}

/** Devices that came into the directory while one may count against a case; null where that cannot be read. */
async function registrationsAfter(
  ports: ContextPorts,
  cases: readonly DeviceCodeCase[],
): Promise<readonly DeviceRegistration[] | null> {
  const successes = cases.flatMap((one) => firstSuccessMs(one) ?? [])
  if (successes.length === 0) return []
  const window = {
    from: new Date(Math.min(...successes)),
    to: new Date(Math.max(...successes) + REGISTRATION_AFTER_MS),
  }
  return readable(ports, 'directory-audit', async () =>
    readRegistrations(await ports.deviceAudit.registrations(window)),
  )
}

const firstSuccessMs = (one: DeviceCodeCase): number | undefined =>
  one.legs.find(({ record }) => record.result === 0)?.record.atMs

/** Nothing is missing where nothing is needed; what was not read for want of a turn is. */
async function usageFor(
  ports: ContextPorts,
  round: RoundKnowledge,
  owner: UserId,
  cases: readonly DeviceCodeCase[],
): Promise<{ readonly known: SignInUsage | null; readonly isComplete: boolean }> {
  const remembered = await rememberedUsage(ports, owner)
  if (remembered !== null || !cases.some(needsHistory)) return { known: remembered, isComplete: true }
  if (!round.mayReadHistory()) return { known: null, isComplete: false }
  const known = await readable(ports, 'sign-in-history', () => askForUsage(ports, owner))
  return { known, isComplete: known !== null }
}

/** Null where Graph does not give it; the mark stands on `/readyz` and in `postern doctor` until it does again. */
async function readable<T>(ports: ContextPorts, name: string, read: () => Promise<T>): Promise<T | null> {
  const at = ports.clock.now()
  try {
    const value = await read()
    await markRead(ports, name, null, at)
    return value
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.warn('not readable for an assessment', { name, code: error.code })
    await markRead(ports, name, error.code, at)
    return null
  }
}
