/** What to change about each gap, and on which page. Several gaps may be closed by the same change. */
import type { GapCode, ResidualCode } from './codes.js'
import type { PortalPage } from './portalPages.js'

export const REMEDIES = {
  'create-block': 'create a policy that blocks device code flow for all users and all resources',
  'switch-on': 'switch the policy on',
  'use-block': 'grant: replace the control by Block access',
  'name-device-code-flow': 'authentication flows: select device code flow as well',
  'include-everyone': 'users: include All users',
  'end-exclusion': 'users: end the exclusion, or close it with a policy of its own',
  'cover-guests': 'users: cover guests and external users of every type and tenant',
  'include-every-resource': 'target resources: include All resources and exclude none',
  'include-any-network': 'network: include any network, exclude none but trusted ones',
  'mark-trusted': 'named locations: mark your own networks as trusted, or drop the exclusion',
  'drop-condition': 'conditions: remove the condition that leaves sign-ins out',
  'exclude-emergency': 'users: exclude the emergency access accounts, and declare them',
  'add-risk-policy': 'create or widen a policy that acts on high sign-in risk for everyone',
} as const

export type RemedyCode = keyof typeof REMEDIES

const CHANGES: Readonly<Record<GapCode, RemedyCode>> = {
  'no-block-policy': 'create-block',
  'incidental-blocks-only': 'create-block',
  'report-only': 'switch-on',
  disabled: 'switch-on',
  'grant-not-block': 'use-block',
  'wrong-transfer-method': 'name-device-code-flow',
  'not-all-users': 'include-everyone',
  'excluded-users': 'end-exclusion',
  'excluded-groups': 'end-exclusion',
  'excluded-roles': 'end-exclusion',
  'excludes-non-emergency-users': 'end-exclusion',
  'guests-not-covered': 'cover-guests',
  'not-all-resources': 'include-every-resource',
  'excluded-apps': 'include-every-resource',
  'not-any-location': 'include-any-network',
  'excluded-untrusted-location': 'include-any-network',
  'no-trusted-location-defined': 'mark-trusted',
  'client-app-limited': 'drop-condition',
  'platform-limited': 'drop-condition',
  'device-filter-limited': 'drop-condition',
  'risk-limited': 'drop-condition',
  'no-emergency-exclusion': 'exclude-emergency',
  'no-signin-risk-policy': 'add-risk-policy',
  'signin-risk-policy-limited': 'add-risk-policy',
}

const PAGES: Readonly<Partial<Record<GapCode | ResidualCode, PortalPage>>> = {
  'no-trusted-location-defined': 'named-locations',
  'trusted-networks-open': 'named-locations',
  'emergency-accounts-open': 'users',
}

export const remedyFor = (code: GapCode): RemedyCode => CHANGES[code]
export const pageFor = (code: GapCode | ResidualCode): PortalPage => PAGES[code] ?? 'policies'
