/**
 * Microsoft Graph's error bodies, as its docs print them ("Microsoft Graph error responses and resource types").
 */
import { randomUUID } from 'node:crypto'

export class GraphFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }

  body(now: Date): Readonly<Record<string, unknown>> {
    const requestId = randomUUID()
    const innerError = { date: now.toISOString().slice(0, 19), 'request-id': requestId, 'client-request-id': requestId }
    return { error: { code: this.code, message: this.message, innerError } }
  }
}

export const badRequest = (message: string) => new GraphFault(400, 'BadRequest', message)
export const invalidFilter = (detail: string) => badRequest(`Invalid filter clause: ${detail}`)
export const notFound = (id: string) =>
  new GraphFault(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
export const forbidden = () =>
  new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
/** In the words of the docs; the text names ids and is not to be relied on. */
export const noAccessPolicy = (userId: string) =>
  new GraphFault(403, 'Unauthorized', `App is not authorized to read on behalf of user ${userId}`)
export const noMailbox = () =>
  new GraphFault(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  )
export const notPremium = () =>
  new GraphFault(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  )
/** Privileged Identity Management without its licence. */
export const notGoverned = () =>
  new GraphFault(
    400,
    'AadPremiumLicenseRequired',
    'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
  )
export const unauthorized = () =>
  new GraphFault(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.')
export const throttled = (retryAfter: string | null) =>
  new GraphFault(429, 'TooManyRequests', 'Too many requests.', retryAfter === null ? {} : { 'Retry-After': retryAfter })
