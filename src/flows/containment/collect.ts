/**
 * Reads what may have been added, each kind by itself and within its own time. Nothing waits for it but what needs it:
 * the devices, to be disabled. What cannot be read is kept as an unknown with its reason.
 */
import { isPosternError } from '../../domain/errors.js'
import { ADDITION_KINDS, type AdditionKind, type Collection } from '../../domain/signInAlert/index.js'
import type { Alert } from '../ports.js'
import type { ContainPorts, StepEnd } from './steps.js'

/** For one kind. */
const PATIENCE_MS = 10_000
/** A case of an own report may have begun this long before it; the same span as an own report waits for its case. */
const BEFORE_REPORT_MS = 60 * 60 * 1000

/** Never rejects: a failure is an unknown. */
export interface Reading {
  readonly since: Date
  of(kind: AdditionKind): Promise<Collected>
}

/** `why` is an error code or a reason of the plan. */
export type Collected = Omit<Collection, 'why'> & { readonly why: StepEnd['why'] }

export async function beginReading(ports: ContainPorts, alert: Alert): Promise<Reading> {
  const stored = alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
  const since = stored?.firstSeen ?? new Date(alert.createdAt.getTime() - BEFORE_REPORT_MS)
  const begun = new Map<AdditionKind, Promise<Collected>>()
  return {
    since,
    of(kind) {
      const reading = begun.get(kind) ?? collect(ports, alert, kind, since)
      begun.set(kind, reading)
      return reading
    },
  }
}

async function collect(ports: ContainPorts, { userId }: Alert, kind: AdditionKind, since: Date): Promise<Collected> {
  const signal = ports.deadlines.after(PATIENCE_MS)
  const [found, why] = await Promise.race([
    ports.containment.additions(kind, userId, since, { signal }).then(
      ({ found, isComplete }) => [found, isComplete ? null : 'too-many-to-read'] as const,
      (error: unknown) => {
        if (!isPosternError(error)) ports.log.error('what was added could not be read', { kind })
        return [[], signal.aborted ? 'too-slow' : isPosternError(error) ? error.code : 'internal'] as const
      },
    ),
    ended(signal).then(() => [[], 'too-slow'] as const),
  ])
  return { kind, why, found, at: ports.clock.now() }
}

/** The port may be deaf to the signal; nobody waits longer for that. */
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Keeps all of it with the alert. */
export async function collectAdditions(ports: ContainPorts, alert: Alert, reading: Reading): Promise<StepEnd> {
  const collections = await Promise.all(ADDITION_KINDS.map((kind) => reading.of(kind)))
  for (const collection of collections) await ports.store.saveCollection(alert.alertId, collection)
  const first = collections.find(({ why }) => why !== null)
  if (first === undefined) return { outcome: 'done', why: null }
  return collections.every(({ why, found }) => why !== null && found.length === 0)
    ? { outcome: 'failed', why: first.why }
    : { outcome: 'done', why: 'partly-unknown' }
}
