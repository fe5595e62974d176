/**
 * The one error class of Postern and the closed list of what can go wrong.
 *
 * The message is for an engineer: lower case, no full stop, no secret, no message content, no user input.
 * People read the sentence that `src/cards/words` (chat) or `src/cli` (terminal) has for the code.
 * Codes are never reused: a code that goes out of use keeps its line with date and reason.
 */
export const ERROR_CODES = {
  // configuration and start
  'config-invalid': 'one or more settings are missing or malformed',
  'config-unsafe': 'the settings would run the bot without authentication where others can reach it',
  'store-locked': 'another process holds the embedded database',
  'store-not-durable': 'the embedded database did not write through to the disk',
  'store-unavailable': 'the database cannot be reached',
  'store-migration-failed': 'a migration could not be applied',
  'store-format': 'an export file is not what this version can read',
  // input
  'input-invalid': 'what came in does not have the expected shape',
  'input-too-large': 'what came in is larger than the limit',
  'id-invalid': 'an id is not of its form',
  'checks-too-many': 'the person has had as many messages checked within the hour as one may',
  // people and rights
  'not-allowed': 'the actor may not do this',
  'not-yours': 'the card was made for somebody else',
  'alert-unknown': 'no alert has this id',
  'alert-closed': 'the alert no longer takes this answer',
  'transition-not-allowed': 'the life of an alert has no such step',
  // Entra
  'entra-refused': 'Entra did not accept the app: a wrong or expired secret or certificate, or a wrong id',
  'entra-unavailable': 'the Entra login service cannot be reached or failed',
  // Microsoft Graph
  'graph-unauthorized': 'Graph did not accept the token',
  'graph-forbidden': 'a Graph permission or licence is missing',
  'graph-not-found': 'Graph does not know the object',
  'graph-throttled': 'Graph asked to slow down',
  'graph-unavailable': 'Graph cannot be reached or failed',
  'graph-shape': 'Graph answered with something unexpected',
  'sign-in-fields-missing': 'sign-in records carry none of the fields that tell a device code sign-in',
  // the reading of sign-ins
  'sign-ins-unreadable': 'rows that may be device code sign-ins cannot be read',
  'sign-ins-not-assessed': 'the sign-ins of some people could not be worked with',
  'sign-ins-not-read': 'the sign-in log has not been read for several poll intervals',
  'poll-too-slow': 'reading the sign-in log takes longer than a quarter of an hour',
  'sign-in-hole': 'sign-ins were gone before they were read',
  'stream-unavailable': 'the event hub cannot be reached or failed',
  'stream-stale': 'nothing came by the stream for hours, or it is worked with hours late',
  'stream-refused': 'the event hub did not accept the bot, or there is no such event hub or consumer group',
  'sign-ins-set-aside': 'events could not be read, or sign-ins of some people not be worked with',
  // files that come with a message
  'file-not-allowed': 'the file does not lie on a host that Postern fetches from',
  'file-too-large': 'the file is larger than the limit',
  'file-unavailable': 'the file is gone, was refused, or did not come in time',
  // Teams
  'teams-unreachable': 'the person or channel cannot be reached by the bot',
  'teams-throttled': 'Teams asked to slow down',
  'teams-unavailable': 'Teams cannot be reached or failed',
  'teams-rejected': 'Teams refused the message',
  'service-url-not-allowed': 'the service URL is not one of Microsoft for this cloud',
  'group-joinable': 'anybody can join the group, so it exempts nobody',
  // other security tools
  'webhook-refused': 'the receiver of events refuses the sender or the address',
  'webhook-event-refused': 'the receiver refuses single events while it takes others; they are set aside',
  'webhook-events-lost': 'events had passed their time in the audit trail before they could be sent',
  'webhook-unavailable': 'the receiver of events cannot be reached or failed',
  // the language model, where one is configured
  'model-refused': 'the endpoint of the language model refuses the key, the model or the request',
  'model-throttled': 'the endpoint of the language model asked to slow down',
  'model-unavailable': 'the endpoint of the language model cannot be reached, failed or took too long',
  'model-answer-invalid': 'the language model answered with something else than one of the questions',
  // everything else is a fault of ours
  internal: 'a fault in Postern itself',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** Facts for the log and the operator: ids, names of settings, HTTP status. Never a secret, never a message. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

export class PosternError extends Error {
  override readonly name = 'PosternError'

  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail = {},
    options?: { readonly cause?: unknown; readonly retryAfterMs?: number },
  ) {
    super(`${code}: ${ERROR_CODES[code]}`, options?.cause === undefined ? undefined : { cause: options.cause })
    this.retryAfterMs = options?.retryAfterMs
  }

  /** How long the other side asked us to wait, in milliseconds; absent where it did not say. */
  readonly retryAfterMs: number | undefined
}

export function isPosternError(error: unknown, code?: ErrorCode): error is PosternError {
  return error instanceof PosternError && (code === undefined || error.code === code)
}

/** Anything that is not ours is `internal`: what a library calls its faults says nothing about ours. */
export const errorCodeOf = (error: unknown): ErrorCode => (error instanceof PosternError ? error.code : 'internal')

/** Whether a code that comes from stored data, and so from another version perhaps, is one of this version. */
export const isErrorCode = (code: string | null): code is ErrorCode => code !== null && Object.hasOwn(ERROR_CODES, code)

/** What may be logged of an error: its code and facts; of a foreign one its name and where it was thrown, never its text. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof PosternError) {
    const cause = error.cause instanceof Error ? { causeName: error.cause.name } : {}
    return { code: error.code, ...error.detail, ...cause }
  }
  if (!(error instanceof Error)) return { code: 'internal' }
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
  return { code: 'internal', name: error.name, stack }
}
