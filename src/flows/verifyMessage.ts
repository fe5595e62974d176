/**
 * What the tenant knows about a checked message: is its meeting in the asker's calendar or organised here, is its sender
 * one of ours. Only for members of the tenant, only where nobody else reads the answer, and only what the asker may see.
 *
 * Never throws and never waits long: what could not be read in time is said to be unavailable, with the reason.
 */
import type { CodeCheck } from '../domain/codeCheck/index.js'
import {
  canLookUp,
  concludeMeeting,
  concludeSender,
  type LookedUp,
  type MeetingKey,
  type MeetingVerification,
  type MessageAuthor,
  meetingKeysOf,
  type OnlineMeeting,
  type SenderVerification,
  type UnverifiedReason,
  type Verification,
} from '../domain/codeCheck/verification/index.js'
import { errorCodeOf, errorFields, isPosternError } from '../domain/errors.js'
import { userId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

export type VerifyPorts = Pick<Ports, 'clock' | 'deadlines' | 'log' | 'meetings' | 'senders' | 'settings'>

export interface Verifiable {
  readonly check: Pick<CodeCheck, 'artifacts'>
  /** Null where nothing is said of who wrote it, as with a paste. The asker's own words need no sender. */
  readonly author: MessageAuthor | null
  /** Who will read the answer. */
  readonly audience: 'asker' | 'everybody'
}

/** All look-ups together, in milliseconds: somebody waits for the verdict. */
const PATIENCE_MS = 3_000
const PAST_MS = 2 * 24 * 60 * 60_000
const AHEAD_MS = 14 * 24 * 60 * 60_000
const ONLINE_QUERIES_MAX = 3
const NO_ACCESS_POLICY = 'no-access-policy'

/** Null where nothing may be looked up for this person or place, or there is nothing to look up. */
export async function verifyMessage(
  ports: VerifyPorts,
  actor: Actor,
  message: Verifiable,
): Promise<Verification | null> {
  if (message.audience !== 'asker' || actor.tenantId !== ports.settings.tenantId) return null
  const keys = meetingKeysOf(message.check.artifacts)
  const author = message.author?.userId === actor.userId ? null : message.author
  if (keys.length === 0 && author === null) return null
  const look = lookUpsWithin(ports)
  const asker = await look((signal) => ports.senders.byId(actor.userId, { signal }))
  const at = ports.clock.now()
  if (!asker.ok) {
    // Whether the asker is a guest is not known, so nothing is looked up.
    const unavailable = { state: 'unavailable', why: asker.why } as const
    return { meeting: keys.length === 0 ? null : unavailable, sender: author === null ? null : unavailable, at }
  }
  if (asker.value?.kind !== 'member') return null
  const [meeting, sender] = await Promise.all([
    keys.length === 0 ? null : verifyMeeting(ports, actor, keys, look),
    author === null ? null : verifySender(ports, author, look),
  ])
  return { meeting, sender, at }
}

type Look = <T>(ask: (signal: AbortSignal) => Promise<T>) => Promise<LookedUp<T>>

async function verifyMeeting(
  { meetings, clock }: VerifyPorts,
  { userId: asker, tenantId }: Actor,
  keys: readonly MeetingKey[],
  look: Look,
): Promise<MeetingVerification> {
  const nowMs = clock.now().getTime()
  const window = { from: new Date(nowMs - PAST_MS), to: new Date(nowMs + AHEAD_MS) }
  const asked = keys.filter(({ query }) => query !== null && (query.by === 'meeting-id' || query.tenantId === tenantId))
  const onlineOf = async ({ key, query }: MeetingKey): Promise<[string, LookedUp<readonly OnlineMeeting[]>]> => {
    if (query === null || !meetings.hasOnlineMeetings) return [key, { ok: false, why: 'not-in-this-cloud' }]
    return [key, await look((signal) => meetings.online(asker, query, { signal }))]
  }
  const [calendar, ...online] = await Promise.all([
    look((signal) => meetings.calendar(asker, window, { signal })),
    ...asked.slice(0, ONLINE_QUERIES_MAX).map(onlineOf),
  ])
  return concludeMeeting(keys, { tenantId, calendar, online: new Map(online) })
}

async function verifySender({ senders }: VerifyPorts, author: MessageAuthor, look: Look): Promise<SenderVerification> {
  if (!canLookUp(author)) return { state: 'unknown', isProven: false, posesAsInside: false, address: null }
  const [person, organisation] = await Promise.all([
    look((signal) => {
      if (author.userId !== null) return senders.byId(userId(author.userId), { signal })
      return senders.byAddress(author.address ?? '', { signal })
    }),
    look((signal) => senders.organisation({ signal })),
  ])
  return concludeSender(author, { person, organisation })
}

/** Every look-up of one message runs against the same deadline. */
function lookUpsWithin({ deadlines, log }: VerifyPorts): Look {
  const signal = deadlines.after(PATIENCE_MS)
  const late: Promise<LookedUp<never>> = new Promise((resolve) => {
    const stop = () => resolve({ ok: false, why: 'out-of-time' })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return (ask) => {
    const answer = Promise.resolve()
      .then(() => ask(signal))
      .then(
        (value) => ({ ok: true, value }) as const,
        (error: unknown) => {
          const why = signal.aborted ? 'out-of-time' : reasonOf(error)
          log.warn('look-up failed', { why, ...errorFields(error) })
          return { ok: false, why } as const
        },
      )
    return Promise.race([answer, late])
  }
}

function reasonOf(error: unknown): UnverifiedReason {
  switch (errorCodeOf(error)) {
    case 'graph-forbidden':
      return isPosternError(error) && error.detail.reason === NO_ACCESS_POLICY ? NO_ACCESS_POLICY : 'no-permission'
    case 'graph-not-found':
      return 'no-mailbox'
    case 'graph-throttled':
    case 'graph-unavailable':
      return 'graph-busy'
    default:
      return 'fault'
  }
}
