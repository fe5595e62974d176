/**
 * What the doctor can say beside the error codes: each code with its meaning. What is lost and what mends it are words
 * for operators, and stand with the command.
 */
import type { ErrorCode } from '../../domain/errors.js'

export const DOCTOR_CODES = {
  'not-looked-at': 'the settings must be mended before this can be looked at',
  'emergency-accounts-not-declared': 'no emergency access account is declared, and Graph cannot tell which there are',
  'mfa-trusted-ips-not-declared': 'the MFA trusted IPs are not declared, and Graph cannot read them',
  'tuning-faulty': 'a rule of the tuning file is not as it must be, and is not applied',
  'tuning-rule-expired': 'a rule of the tuning file has ended',
  'tuning-group-unresolved': 'a group of the tuning file cannot be resolved, and its rule is not applied',
  'simulated-tenant': 'this is a simulated tenant: nothing is proven about a real one',
  'database-not-encrypted': 'the database is on another machine, and its connection is not forced to be encrypted',
  'abandoned-jobs': 'deliveries were given up',
  'token-unreadable': 'the app’s own token cannot be looked into',
  'token-of-another-app': 'Entra gave the token of another app registration than the settings name',
  'token-of-another-tenant': 'Entra gave a token of another tenant than the settings name',
  'permission-missing': 'Graph refuses this for lack of the permission, or the app’s token does not carry it',
  unlicensed: 'the tenant lacks the licence for this',
  'groups-not-followed': 'Graph does not tell which groups have changed',
  'no-harmless-request': 'no request can try this permission without an effect',
  'permission-not-told': 'Graph answered with something else than yes or no',
  'clock-skew': 'this machine’s clock differs from Graph’s by more than two minutes',
  'no-server-time': 'Graph did not say what time it is',
  'connector-refused': 'the Bot Connector is in reach and does not take the bot’s token',
  'no-service-url': 'no service URL is known to begin from, so the reach of Teams cannot be tried',
  'security-channel-not-configured': 'no security channel is configured',
  'channel-not-known-yet': 'the bot was never told of the security channel, and has no address to find it at',
  'no-members': 'Teams names no member of the security channel',
  'members-without-role': 'members of the security channel hold no role that may read alerts',
  'not-read-yet': 'the sign-in log was never read',
  'not-read-lately': 'the sign-in log has not been read for several poll intervals',
  'log-lags': 'the newest sign-in in the log was more than 15 minutes old when it was read',
  'log-empty': 'the log held no sign-in of anybody when it was read',
  'stream-empty': 'no event ever came into the event hub',
  'stream-idle': 'no event came into the event hub for more than an hour',
  'stream-lags': 'events of the stream waited more than 15 minutes to be worked with',
} as const

export type DoctorCode = keyof typeof DOCTOR_CODES
export type FindingCode = DoctorCode | ErrorCode

/** Whether a code that comes from stored data is one of these. */
export const isDoctorCode = (code: string | null): code is DoctorCode =>
  code !== null && Object.hasOwn(DOCTOR_CODES, code)
