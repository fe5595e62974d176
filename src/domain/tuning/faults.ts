/** What can be wrong with a tuning file. Sentences for the operator, who has the file before them. */
export const TUNING_FAULTS = {
  'not-json': 'this is not JSON with comments',
  'too-large': 'the file is too large for a small list of exceptions',
  'not-an-object': 'an object is expected here, in braces',
  'not-a-list': 'a list is expected here, in square brackets',
  'key-unknown': 'there is no such key: is it misspelt?',
  'key-twice': 'the key stands here twice',
  'too-many-rules': 'there are more rules than anybody can look through',
  'app-missing': 'appId is missing, or no application id (GUID)',
  'app-is-broker':
    'the authentication broker cannot be allowed: with its tokens a device is enrolled, and nothing ends that by itself',
  'network-missing': 'network is missing, or no address or range in CIDR form',
  'network-too-wide': 'network is too wide: IPv4 ranges up to /16, IPv6 ranges up to /48',
  'people-missing': 'nobody is named: userIds or groupIds must list somebody',
  'person-not-an-id': 'userIds takes object ids (GUIDs), not names or addresses',
  'group-not-an-id': 'groupIds takes object ids (GUIDs), not names',
  'reason-missing': 'reason is missing: whoever reads this in a year must know why',
  'until-missing': 'until is missing, or no date (2027-05-31)',
  'until-too-far': 'until is more than a year away: an exception is looked at again once a year',
} as const

export type TuningFaultCode = keyof typeof TUNING_FAULTS

export interface TuningFault {
  /** From 1. */
  readonly line: number
  readonly code: TuningFaultCode
}
