/**
 * Gathers what the assessment of one person's cases may know of the tenant. What cannot be read now is left out, which
 * makes an assessment more careful and never milder, and is marked for the operator.
 */
import { isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { trustedRangesOf } from '../domain/policyStatus/index.js'
import { type AssessmentContext, EMPTY_CONTEXT, rangeOf } from '../domain/signInAlert/index.js'
import type { Person, Ports } from './ports.js'

/** Named locations change rarely, and an alert waits for this answer. */
const LOCATIONS_AGE_MAX_MS = 60 * 60 * 1000
/** A check or report counts from this long before a case … */
const CHECK_BEFORE_MS = 20 * 60 * 1000
/** … to this long after it. */
const CHECK_AFTER_MS = 60 * 60 * 1000

export type ContextPorts = Pick<Ports, 'clock' | 'directory' | 'log' | 'policies' | 'settings' | 'store'>

export interface OwnerKnowledge {
  readonly context: AssessmentContext
  /** Null: the directory could not be asked, or does not know the person. */
  readonly person: Person | null
}

export async function gatherContext(
  ports: ContextPorts,
  owner: UserId,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<OwnerKnowledge> {
  const [person, roles, trusted, checks] = await Promise.all([
    readable(ports, 'directory-people', () => ports.directory.person(owner)),
    readable(ports, 'directory-roles', () => ports.directory.activeRoles(owner)),
    readable(ports, 'named-locations', async () => {
      const snapshot = await ports.policies.snapshot({ maxAgeMs: LOCATIONS_AGE_MAX_MS })
      return trustedRangesOf(snapshot)
    }),
    ports.store.phishingChecksOf(owner, new Date(span.fromMs - CHECK_BEFORE_MS), new Date(span.toMs + CHECK_AFTER_MS)),
  ])
  const networks = [...ports.settings.trustedNetworks, ...(trusted ?? [])]
  return {
    person,
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
