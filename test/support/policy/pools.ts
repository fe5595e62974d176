/** Small pools of ids and words, so that things meet. */
export const ids = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${kind}0000000-abcd-4000-8000-${String(at).padStart(12, '0')}`)

export const USERS = ids('a', 10)
export const GROUPS = ids('b', 7)
export const ROLES = ids('c', 4)
export const APPS = ids('d', 7)
export const LOCATIONS = ids('e', 6)
export const TENANTS = ids('f', 3)
export const MFA = '00000000-0000-0000-0000-000000000000'
export const TYPES = [
  'internalGuest',
  'b2bCollaborationGuest',
  'b2bCollaborationMember',
  'b2bDirectConnectUser',
  'otherExternalUser',
  'serviceProvider',
]
export const COUNTRIES = ['NL', 'DE', 'RU', 'US']
export const CIDRS = [
  '203.0.113.0/24',
  '203.0.113.77/25',
  '203.0.112.9/20',
  '198.51.100.7/32',
  '198.51.100.0/31',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '255.255.255.255/32',
  '2001:db8:100::/48',
  '2001:db8:100::beef/49',
  '2001:DB8::1/128',
  '2001:db8:ffff::1',
  '::ffff:203.0.113.0/120',
  'fe80::/10',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:0/112',
]
export const V4_CIDRS = CIDRS.filter((cidr) => !cidr.includes(':') && !cidr.endsWith('/0'))
export const ADDRESSES = [
  '203.0.113.0',
  '203.0.113.127',
  '203.0.113.128',
  '203.0.113.255',
  '203.0.112.1',
  '203.0.128.0',
  '198.51.100.7',
  '198.51.100.0',
  '198.51.100.1',
  '198.51.100.2',
  '10.255.255.255',
  '11.0.0.0',
  '9.255.255.255',
  '0.0.0.0',
  '255.255.255.255',
  '2001:db8:100::1',
  '2001:db8:100:8000::1',
  '2001:db8:101::',
  '2001:db8::1',
  '2001:0db8:0000:0000:0000:0000:0000:0001',
  '::ffff:203.0.113.9',
  '::ffff:cb00:7180',
  'fe80::1',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '::',
  'not an address',
]
export const PLATFORMS = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux']
export const CLIENTS = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other']
export const LEVELS = ['none', 'low', 'medium', 'high']
export const ACTIONS = ['urn:user:registersecurityinfo', 'urn:user:registerdevice']
export const CONTEXTS = ['c1', 'c2']
export const FLOWS = [
  null,
  'deviceCodeFlow',
  'deviceCodeFlow',
  'deviceCodeFlow,authenticationTransfer',
  'authenticationTransfer, deviceCodeFlow',
  'authenticationTransfer',
  'none',
  'deviceCodeFlow,unknownFutureValue',
  'unknownFutureValue',
]
