/** The names under which the reading of the stream is marked, and when a mark is too old to be believed. */
import type { StreamPlace } from './ports.js'

/** `sign-in-stream/<event hub>` for the connection, with `/<partition>` for what is read of it. */
export const SIGN_IN_STREAM = 'sign-in-stream'
export const SET_ASIDE_MARK = 'sign-ins-set-aside'

/** What is read is marked every minute at the latest. */
const SILENT_MAX_MS = 5 * 60 * 1000

export type StreamFault =
  | 'not-read-yet'
  | 'stream-unavailable'
  | 'stream-refused'
  | 'entra-refused'
  | 'entra-unavailable'
  | 'store-unavailable'
  | 'sign-in-fields-missing'
  | 'internal'

/** A stream as a whole, or one partition of it. */
export type StreamPart = Pick<StreamPlace, 'stream'> & Partial<Pick<StreamPlace, 'partition'>>

export const streamMark = (part: StreamPart): string => `${SIGN_IN_STREAM}/${shortName(part)}`

/** Whoever may ask whether the bot is ready need not learn of the namespace and the consumer group. */
function shortName({ stream, partition }: StreamPart): string {
  const hub = stream.split('/')[1] ?? stream
  return partition === undefined ? hub : `${hub}/${partition}`
}

export const hubMark = (hub: string): string => `${SIGN_IN_STREAM}/${hub}`
export const partitionMark = (hub: string, partition: string): string => `${hubMark(hub)}/${partition}`

export const isStreamMark = (name: string): boolean => name.startsWith(`${SIGN_IN_STREAM}/`)

/** The event hub of a mark: a fault of the whole shows in each of its partitions, and is told of once. */
export const streamOfMark = (name: string): string => name.split('/').slice(0, 2).join('/')

export const isStreamSilent = (ageMs: number): boolean => ageMs > SILENT_MAX_MS
