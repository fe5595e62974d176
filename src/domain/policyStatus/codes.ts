/**
 * The catalogue of everything a policy answer can say: one code, one meaning.
 *
 * Codes are never reused. People read the sentence that the cards or the CLI have for a code; the meaning here is for
 * `postern codes`, scripts and engineers.
 */
export const GAP_CODES = {
  'no-block-policy': 'no policy in any state blocks device code flow by name',
  'incidental-blocks-only': 'policies made for something else stop some device code sign-ins; none is about them',
  'report-only': 'a report-only policy would block sign-ins that are open now',
  disabled: 'a disabled policy would block sign-ins that are open now',
  'grant-not-block': 'a policy names device code flow but asks for a control instead of blocking',
  'wrong-transfer-method': 'a block policy has the authentication flows condition without device code flow',
  'not-all-users': 'some users are not included',
  'excluded-users': 'users are excluded that are not emergency access',
  'excluded-groups': 'groups are excluded that are not emergency access',
  'excluded-roles': 'directory roles are excluded',
  'excludes-non-emergency-users': 'people in the directory are open because of an exclusion',
  'guests-not-covered': 'guests or external users of some type or tenant are left out',
  'not-all-resources': 'some resources are not included',
  'excluded-apps': 'some resources are excluded',
  'not-any-location': 'some networks that are not trusted are not included',
  'excluded-untrusted-location': 'a network is excluded that is not trusted',
  'no-trusted-location-defined': 'a policy refers to all trusted locations and none is trusted',
  'client-app-limited': 'only some kinds of client are covered',
  'platform-limited': 'only some device platforms are covered; the platform is taken from a header anyone can set',
  'device-filter-limited': 'a device filter leaves some devices out',
  'risk-limited': 'only some risk levels are covered',
  'no-emergency-exclusion': 'an emergency access account is hit, or none is declared and nobody is excluded',
  'no-signin-risk-policy': 'no enabled policy acts on high sign-in risk',
  'signin-risk-policy-limited': 'policies act on high sign-in risk, none of them broadly',
} as const

export const RESIDUAL_CODES = {
  'trusted-networks-open': 'device code sign-ins from trusted networks are open, as recommended',
  'emergency-accounts-open': 'emergency access accounts are open, as recommended',
} as const

export const UNKNOWN_CODES = {
  policies: 'not every Conditional Access policy could be read',
  'policy-conditions': 'a policy has a condition this version does not understand',
  'named-locations': 'not every named location could be read',
  'mfa-trusted-ips': 'the MFA trusted IPs are not declared; Graph cannot tell them',
  users: 'not every user could be read',
  'group-members': 'the members of some groups could not be read',
  roles: 'role assignments could not be read',
  guests: 'the type of some guests is not known',
  'emergency-access': 'the emergency access accounts are not declared; Graph cannot tell them',
  'sign-in-risk-licence': 'it is not known whether the tenant has the licence for sign-in risk',
  catalog: 'which apps belong to the Office 365 suite or the admin portals is not known',
  'snapshot-expired': 'the data is too old to answer from',
  'snapshot-from-the-future': 'the data is dated in the future, so a clock is wrong',
} as const

export const POLICY_CODES = { ...GAP_CODES, ...RESIDUAL_CODES, ...UNKNOWN_CODES } as const

export type GapCode = keyof typeof GAP_CODES
export type ResidualCode = keyof typeof RESIDUAL_CODES
export type UnknownCode = keyof typeof UNKNOWN_CODES
export type PolicyCode = keyof typeof POLICY_CODES

/** What a condition answers for a value it does not match; an empty list is a match. */
export type Misses = readonly GapCode[]
export const MATCH: Misses = []
