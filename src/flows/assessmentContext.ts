/**
 * Gathers what the assessment of one person's cases may know of the tenant. What cannot be read now is left out and
 * marked for the operator; the caller owes a second look when it can be read again, since an assessment without the
 * roles of a person can be too mild.
 */
import { isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { trustedRangesOf } from '../domain/policyStatus/index.js'
import { type AssessmentContext, EMPTY_CONTEXT, rangeOf } from '../domain/signInAlert/index.js'
import { alertsFrom } from './alertBaseline.js'
import type { Person, Ports } from './ports.js'

/** Named locations change rarely, and an alert waits for this answer. */
const LOCATIONS_AGE_MAX_MS = 60 * 60 * 1000
/** A check or report counts from this long before a case … */
const CHECK_BEFORE_MS = 20 * 60 * 1000
/** … to this long after it. */
const CHECK_AFTER_MS = 60 * 60 * 1000

export type ContextPorts = Pick<Ports, 'clock' | 'directory' | 'log' | 'policies' | 'settings' | 'store'>

/** What is the same for everybody, read once in a round however many people it is about. */
export interface RoundKnowledge {
  /** CIDR ranges of trusted named locations; null where they cannot be read. */
  trustedRanges(): Promise<readonly string[] | null>
  /** Cases that ended before are not alerted on; null: no such bound. */
  alertsFrom(): Promise<Date | null>
}

export function newRound(ports: ContextPorts): RoundKnowledge {
  let asked: Promise<readonly string[] | null> | undefined
  let from: Promise<Date | null> | undefined
  return {
    alertsFrom: () => {
      from ??= alertsFrom(ports)
      return from
    },
    trustedRanges: () => {
      asked ??= readable(ports, 'named-locations', async () =>
        trustedRangesOf(await ports.policies.snapshot({ maxAgeMs: LOCATIONS_AGE_MAX_MS })),
      )
      return asked
    },
  }
}

export interface OwnerKnowledge {
  readonly context: AssessmentContext
  /** Null: the directory could not be asked, or does not know the person. */
  readonly person: Person | null
  /** False: something could not be read, and the assessment must be looked at again. */
  readonly isComplete: boolean
}

export async function gatherContext(
  ports: ContextPorts,
  round: RoundKnowledge,
  owner: UserId,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<OwnerKnowledge> {
  const [person, roles, trusted, checks] = await Promise.all([
    readable(ports, 'directory-people', async () => ({ found: await ports.directory.person(owner) })),
    readable(ports, 'directory-roles', () => ports.directory.activeRoles(owner)),
    round.trustedRanges(),
    ports.store.phishingChecksOf(owner, new Date(span.fromMs - CHECK_BEFORE_MS), new Date(span.toMs + CHECK_AFTER_MS)),
  ])
  const networks = [...ports.settings.trustedNetworks, ...(trusted ?? [])]
  return {
    person: person?.found ?? null,
    isComplete: person !== null && roles !== null && trusted !== null,
    context: {
      ...EMPTY_CONTEXT,
      trustedNetworks: networks.flatMap((network) => rangeOf(network) ?? []),
      privilegedRoles: new Map(roles === null ? [] : [[owner, roles]]),
      sharedDeviceAccounts: new Set(ports.settings.sharedDeviceAccounts),
      reports: checks.map((at) => ({ userId: owner, atMs: at.getTime(), verdict: 'phishing' })),
    },
  }
}

/** Null where Graph does not give it; the mark stands on `/readyz` and in `postern doctor` until it does again. */
async function readable<T>(ports: ContextPorts, name: string, read: () => Promise<T>): Promise<T | null> {
  const at = ports.clock.now()
  try {
    const value = await read()
    await ports.store.markHealth({ name, ok: true, code: null, at, detail: {} })
    return value
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.warn('not readable for an assessment', { name, code: error.code })
    await ports.store.markHealth({ name, ok: false, code: error.code, at, detail: {} })
    return null
  }
}
