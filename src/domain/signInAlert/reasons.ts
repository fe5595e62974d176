/**
 * The catalogue of reasons: why a case was assessed as it was. The order is the order in which they are given, the
 * weightiest first. Codes are never reused: a code that goes out of use keeps its line with date and reason.
 */
export const REASONS = {
  'kit-user-agent': 'a leg carries the signature of a known phishing kit',
  'reported-phishing-before': 'the person was told that a message is phishing, at most 20 minutes before',
  'reported-phishing-after': 'the person was told that a message is phishing, at most 60 minutes after',
  'campaign-same-source': 'the tokens of at least three people went to one receiver within a day',
  'device-registered-after': 'a device was registered for the person within two hours after',
  'prt-after': 'the session went on with a primary refresh token that is not of the approving device',
  'approval-redemption-network-differs': 'the code was approved in one network and the tokens went to another',
  'broker-client': 'the client is the authentication broker, whose tokens can enrol a device',
  'device-registration-resource': 'the sign-in was to the device registration service',
  'privileged-user': 'the person holds a privileged role',
  'risk-high': 'Microsoft rates the risk of the sign-in or of the person as high',
  'risk-medium': 'Microsoft rates the risk of the sign-in or of the person as medium',
  'redemption-user-agent-scripted': 'the tokens went to a script or a command line, not to a browser',
  'foci-client': 'a token of this client can be exchanged for one of many other Microsoft applications',
  'first-use-in-30-days': 'the person has not used a device code for 30 days',
  'unusual-network': 'the tokens went to a network the person does not usually use',
  'unusual-country': 'the tokens went to a country the person does not usually sign in from',
  'guest-user': 'the person is a guest: their sessions are their home organisation’s to revoke',
  'shared-device-account': 'the account belongs to a shared device',
  'allow-expired': 'an agreed exception for this use has expired',
  'allow-listed': 'an agreed exception covers this use',
  'user-started-tool': 'a developer tool, in a place and at a rate usual for this person',
  'blocked-by-policy': 'a policy refused it',
  'blocked-by-security-defaults': 'the security defaults refused it',
  'fields-missing': 'some rows lack the fields that tell a device code sign-in; they belong by their correlation',
  'trusted-network': 'the tokens went to a trusted network',
  'untrusted-network': 'the tokens went to a network that is not known to be trusted',
} as const

export type ReasonCode = keyof typeof REASONS

export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS) as ReasonCode[]
