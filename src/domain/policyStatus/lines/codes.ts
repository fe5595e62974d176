/**
 * What stands beside the answer: one line for each thing that decides how much the block is worth.
 *
 * A code says what was found, and with it the state of its line and where that can be changed. Codes are never reused.
 */
import type { PortalPage } from '../portalPages.js'

export const LINE_STATES = ['attention', 'unknown', 'ok'] as const
export type LineState = (typeof LINE_STATES)[number]

export const STATUS_LINES = [
  'emergency-access',
  'trusted-networks',
  'sign-in-risk',
  'security-defaults',
  'managed-policy',
  'federated-domains',
  'device-registration',
  'enrollment',
  'attack-simulation',
] as const
export type StatusLineName = (typeof STATUS_LINES)[number]

interface LineMeaning {
  readonly line: StatusLineName
  readonly state: LineState
  readonly page: PortalPage
  /** For scripts and engineers; people read the sentence that the cards or the CLI have for the code. */
  readonly means: string
}

const attention = (line: StatusLineName, page: PortalPage, means: string): LineMeaning =>
  ({ line, state: 'attention', page, means }) as const
const ok = (line: StatusLineName, page: PortalPage, means: string): LineMeaning => ({ line, state: 'ok', page, means })
const unknown = (line: StatusLineName, page: PortalPage, means: string): LineMeaning =>
  ({ line, state: 'unknown', page, means }) as const

export const LINE_CODES = {
  'line-emergency-ok': ok(
    'emergency-access',
    'users',
    'emergency access is declared, found and left out of every block of device code flow',
  ),
  'line-emergency-undeclared': attention('emergency-access', 'users', 'no emergency access is declared'),
  'line-emergency-not-found': attention(
    'emergency-access',
    'users',
    'a declared emergency account or group is not in the directory',
  ),
  'line-emergency-disabled': attention('emergency-access', 'users', 'a declared emergency account is disabled'),
  'line-emergency-hit': attention('emergency-access', 'policies', 'a policy blocks an emergency access account'),
  'line-emergency-unknown': unknown('emergency-access', 'users', 'whether emergency access is there could not be read'),

  'line-trusted-ok': ok('trusted-networks', 'named-locations', 'no trusted network is unusually wide'),
  'line-trusted-none': ok('trusted-networks', 'named-locations', 'no network is trusted and no policy relies on one'),
  'line-trusted-empty': attention(
    'trusted-networks',
    'named-locations',
    'a policy refers to all trusted locations and none is trusted',
  ),
  'line-trusted-too-wide': attention(
    'trusted-networks',
    'named-locations',
    'a trusted range is wider than /16 (IPv4) or /32 (IPv6)',
  ),
  'line-trusted-cloud': attention(
    'trusted-networks',
    'named-locations',
    'a trusted range belongs to a cloud provider, where anybody can rent an address',
  ),
  'line-trusted-private': attention(
    'trusted-networks',
    'named-locations',
    'a trusted range is private; Entra sees only public addresses',
  ),
  'line-trusted-ipv4-only': attention(
    'trusted-networks',
    'named-locations',
    'a trusted location has no IPv6 range, so IPv6 sign-ins from there count as outside',
  ),
  'line-trusted-unknown': unknown('trusted-networks', 'named-locations', 'not every trusted network could be read'),

  'line-risk-ok': ok('sign-in-risk', 'policies', 'a policy acts on high sign-in risk, broadly'),
  'line-risk-limited': attention('sign-in-risk', 'policies', 'policies act on high sign-in risk, none of them broadly'),
  'line-risk-missing': attention('sign-in-risk', 'policies', 'no enabled policy acts on high sign-in risk'),
  'line-risk-unknown': unknown('sign-in-risk', 'policies', 'not every policy could be read'),

  'line-defaults-off': ok('security-defaults', 'tenant-properties', 'security defaults are off and policies are on'),
  'line-defaults-on': attention(
    'security-defaults',
    'tenant-properties',
    'security defaults are on: no exceptions, and no Conditional Access policy beside them',
  ),
  'line-defaults-nothing': attention(
    'security-defaults',
    'tenant-properties',
    'security defaults are off and no Conditional Access policy is on',
  ),
  'line-defaults-unknown': unknown('security-defaults', 'tenant-properties', 'security defaults could not be read'),

  'line-managed-on': ok('managed-policy', 'policies', "Microsoft's managed policy for device code flow is on"),
  'line-managed-none': ok('managed-policy', 'policies', 'there is no Microsoft-managed policy for device code flow'),
  'line-managed-waiting': attention(
    'managed-policy',
    'policies',
    "Microsoft's managed policy is report-only and will be turned on, usually not before the date given",
  ),
  'line-managed-off': attention('managed-policy', 'policies', "Microsoft's managed policy was switched off"),
  'line-managed-unknown': unknown('managed-policy', 'policies', 'not every policy could be read'),

  'line-domains-managed': ok('federated-domains', 'domains', 'no domain is federated'),
  'line-domains-federated': attention(
    'federated-domains',
    'domains',
    'domains are federated: a lure can send people straight to their own sign-in page',
  ),
  'line-domains-unknown': unknown('federated-domains', 'domains', 'the domains could not be read'),

  'line-registration-mfa': ok('device-registration', 'device-settings', 'registering a device asks for MFA'),
  'line-registration-open': attention(
    'device-registration',
    'device-settings',
    'neither the device settings nor a policy ask for MFA to register a device',
  ),
  'line-registration-unknown': unknown(
    'device-registration',
    'device-settings',
    'whether registering a device asks for MFA could not be read',
  ),

  'line-enrollment-ok': ok('enrollment', 'enrollment', 'by default no personal device can be enrolled'),
  'line-enrollment-open': attention('enrollment', 'enrollment', 'by default personal devices can be enrolled'),
  'line-enrollment-unknown': unknown('enrollment', 'enrollment', 'the enrollment restrictions could not be read'),

  'line-simulation-recent': ok('attack-simulation', 'attack-simulation', 'a simulated attack ran in the last year'),
  'line-simulation-none': attention(
    'attack-simulation',
    'attack-simulation',
    'no simulated attack ran in the last year',
  ),
  'line-simulation-unknown': unknown('attack-simulation', 'attack-simulation', 'the simulations could not be read'),
} as const satisfies Readonly<Record<string, LineMeaning>>

export type LineCode = keyof typeof LINE_CODES
