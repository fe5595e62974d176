/**
 * The named points of the pipeline at which a process is killed, from the sign-in log to the proof of a containment. Each
 * is an instant of a call that the bot makes, so that the bot needs no hook for it.
 */
import type { Instant, Moment } from './gate.js'

export interface Victim {
  readonly userId: string
  readonly displayName: string
  /** The person's chat, once it was opened. */
  chatId: string | null
}

export interface KillPoint {
  readonly name: string
  readonly instant: Instant
  readonly at: (moment: Moment, victim: Victim) => boolean
  /** The person says that they do not know the sign-in, and the kill comes with what follows. */
  readonly answered?: true
}

export const CHANNEL_ID = '19:crash-test@thread.tacv2'

const readsLog = ({ path }: Moment) => path.startsWith('/beta/auditLogs/signIns')
const asksPerson = ({ method, path }: Moment, { userId }: Victim) =>
  method === 'GET' && path.startsWith(`/v1.0/users/${userId}?`)
const asksRoles = ({ path }: Moment, { userId }: Victim) => path.includes('oleAssignments') && path.includes(userId)
const revokes = ({ path }: Moment, { userId }: Victim) => path.endsWith(`/users/${userId}/revokeSignInSessions`)

export const opensChat = ({ method, path, body }: Moment, { userId }: Victim) =>
  method === 'POST' && path.endsWith('/v3/conversations') && body.includes(userId)
/** A card of its own, not one that takes another's place. */
export const tellsOwner = ({ method, path }: Moment, { chatId }: Victim) =>
  method === 'POST' && chatId !== null && path.endsWith(`/v3/conversations/${chatId}/activities`)
export const tellsTeam = ({ method, path, body }: Moment, { displayName }: Victim) =>
  method === 'POST' && path.endsWith(`/v3/conversations/${CHANNEL_ID}/activities`) && body.includes(displayName)
const mendsOwner = ({ method, path }: Moment, { chatId }: Victim) =>
  method === 'PUT' && chatId !== null && path.includes(`/${chatId}/`)
const mendsTeam = ({ method, path, body }: Moment, { displayName }: Victim) =>
  method === 'PUT' && path.includes(`/${CHANNEL_ID}/`) && body.includes(displayName)

export const POINTS: readonly KillPoint[] = [
  { name: 'the log is asked for', instant: 'arrived', at: readsLog },
  { name: 'the log was read, nothing stored', instant: 'answered', at: readsLog },
  { name: 'the person is looked up', instant: 'arrived', at: asksPerson },
  { name: 'all is known, the case is being written', instant: 'answered', at: asksRoles },
  { name: 'a chat is to be opened', instant: 'arrived', at: opensChat },
  { name: 'the chat is open, not written', instant: 'taken', at: opensChat },
  { name: 'the question is on its way', instant: 'arrived', at: tellsOwner },
  { name: 'the question is accepted, not written', instant: 'taken', at: tellsOwner },
  { name: 'the question is being written', instant: 'answered', at: tellsOwner },
  { name: 'the team card is on its way', instant: 'arrived', at: tellsTeam },
  { name: 'the team card is accepted, not written', instant: 'taken', at: tellsTeam },
  { name: 'the team card is being written', instant: 'answered', at: tellsTeam },
  { name: 'sessions are to be revoked', instant: 'arrived', at: revokes, answered: true },
  { name: 'sessions are revoked, not written', instant: 'taken', at: revokes, answered: true },
  { name: 'the revoke is being written', instant: 'answered', at: revokes, answered: true },
  { name: 'the question is to be mended', instant: 'arrived', at: mendsOwner, answered: true },
  { name: 'the team card is mended, not written', instant: 'taken', at: mendsTeam, answered: true },
]
