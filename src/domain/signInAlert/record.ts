/**
 * One row of the sign-in log, whatever the source and its spelling.
 *
 * A field that was missing, empty, malformed or too long is `undefined`: unknown, never a default. Ids and enum values
 * are lower-cased when read, since Microsoft 365 compares them without regard to case.
 */

export type RiskLevel = 'none' | 'low' | 'medium' | 'high'

/** A row as it was read. It may still be incomplete: rows arrive late, and a second copy may fill what is missing. */
export interface SignInRecord {
  readonly id: string
  /** When it happened, in milliseconds since 1970 UTC. */
  readonly atMs: number | undefined
  /** 0 is success; anything else is an error code of Microsoft Entra. */
  readonly result: number | undefined
  readonly userId: string | undefined
  readonly userPrincipalName: string | undefined
  readonly userDisplayName: string | undefined
  readonly userType: string | undefined
  readonly correlationId: string | undefined
  readonly sessionId: string | undefined
  readonly interactive: boolean | undefined
  /** `authenticationProtocol` without case, blanks, `-` and `_`. An empty string is a field that is there, with nothing in it. */
  readonly protocol: string | undefined
  /** `originalTransferMethod`, in the same spelling. */
  readonly transferMethod: string | undefined
  /** `incomingTokenType`, in the same spelling. */
  readonly tokenType: string | undefined
  /** An applied policy failed, and its rule on the device code flow was among those that matched. */
  readonly deviceCodeRuleFailed: boolean
  readonly ipAddress: string | undefined
  readonly asn: number | undefined
  /** ISO 3166 two-letter code, lower case. */
  readonly country: string | undefined
  /** (untrusted) As the log resolved the address; for people to read, nothing is decided on it. */
  readonly city: string | undefined
  /** The row itself says that the address lies in a trusted named location. Absence proves nothing. */
  readonly trustedNetwork: boolean
  readonly appId: string | undefined
  readonly appDisplayName: string | undefined
  readonly resourceId: string | undefined
  readonly audiences: readonly string[]
  readonly userAgent: string | undefined
  readonly deviceId: string | undefined
  /** Highest of the risk fields; `hidden` (no P2 licence) is unknown. */
  readonly risk: RiskLevel | undefined
  /** Role template ids of the token's `wids` claim. */
  readonly wids: readonly string[]
}

/** A row that can be placed: who, when and with which result are known. */
export interface SettledRecord extends SignInRecord {
  readonly atMs: number
  readonly result: number
  readonly userId: string
}

/** Why a row or a value could not be read. */
export const READ_ERRORS = {
  'not-json': 'the line is not JSON',
  'not-an-object': 'a sign-in must be a JSON object',
  'not-a-sign-in': 'the object has nothing of a sign-in (an error answer of Graph, say)',
  'line-too-long': 'the line is longer than the limit',
  'id-missing': 'a device code row, or one that may be one, has no id',
  'user-missing': 'a device code row, or one that may be one, has no user',
  'time-unreadable': 'a device code row, or one that may be one, has no readable time',
  'result-unreadable': 'a device code row, or one that may be one, has no integer result',
  'fields-missing':
    'neither authenticationProtocol nor originalTransferMethod is there (Graph v1.0 has neither): cannot tell whether this was a device code sign-in',
} as const

export type ReadErrorCode = keyof typeof READ_ERRORS

export interface ReadError {
  readonly error: ReadErrorCode
  readonly recordId?: string
}
