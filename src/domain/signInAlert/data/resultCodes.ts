/**
 * Result codes of a sign-in that say what became of a device code.
 *
 * Source: Microsoft Learn: "Microsoft Entra authentication and authorization error codes". Microsoft warns that codes
 * may change, so they are data; a code that is not here is an ordinary failure.
 */
export const SUCCESS = 0
export const BLOCKED_BY_CONDITIONAL_ACCESS = 53003
export const BLOCKED_BY_SECURITY_DEFAULTS = 530035

/** A policy stopped the sign-in. */
export const BLOCK_CODES: ReadonlyMap<number, string> = new Map([
  [53000, 'device is not compliant'],
  [53001, 'device is not joined to the domain'],
  [53002, 'application is not an approved one'],
  [BLOCKED_BY_CONDITIONAL_ACCESS, 'blocked by Conditional Access'],
  [53004, 'proof-up blocked because of risk'],
  [BLOCKED_BY_SECURITY_DEFAULTS, 'blocked by the security defaults'],
  [530036, 'refresh token refused by the authentication flow check of Conditional Access'],
])

/** The sign-in waits for the person: nothing has been granted, nothing refused. */
export const INTERRUPT_CODES: ReadonlyMap<number, string> = new Map([
  [50199, 'the person is on the "are you trying to sign in?" page'],
  [70016, 'the device is polling, the code has not been approved'],
  [50140, 'the person is asked to stay signed in'],
  [65001, 'consent is missing'],
  [50072, 'the person must enrol in multifactor authentication'],
  [50074, 'multifactor authentication is required'],
  [50076, 'multifactor authentication is required by policy'],
  [50079, 'the person must enrol in multifactor authentication by policy'],
])
