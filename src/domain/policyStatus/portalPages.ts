/**
 * The pages of Microsoft's portals where what was found can be changed. Origins are the cloud's (`clouds.ts`); the
 * paths stand here and nowhere else.
 *
 * Microsoft documents most ways by clicks; these are the portals' own addresses, as found on 2026-11-23 in
 * - microsoft/zerotrustassessment, src/powershell: policies, one policy, named locations, domains, enrollment
 * - maester365/maester, website/docs/tests/maester: MT.1061 (device settings), MT.1076 (users, domains)
 * - merill/cmd, website/config/commands.csv: users, domains, device settings, enrollment
 * - Australian Signals Directorate, "Blueprint for Secure Cloud", Entra: the tenant overview, whose Properties hold the
 *   security defaults
 * - MicrosoftDocs/microsoft-365-docs, attack simulation training: `/attacksimulator?viewid=simulations`
 * All were seen on the public origins. That the other clouds have the same pages below their own origins is our reading:
 * the tenant overview was seen on entra.microsoftonline.cn (OpenList's documentation), nothing on entra.microsoft.us.
 */
import type { Portals } from '../clouds.js'

const VIEW = '/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~'

export const PORTAL_PAGES = {
  policies: { portal: 'entraPortal', path: `${VIEW}/Policies` },
  'named-locations': { portal: 'entraPortal', path: `${VIEW}/NamedLocations` },
  users: { portal: 'entraPortal', path: '/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers' },
  'tenant-properties': { portal: 'entraPortal', path: '/#view/Microsoft_AAD_IAM/TenantOverview.ReactView' },
  domains: { portal: 'entraPortal', path: '/#view/Microsoft_AAD_IAM/DomainsManagementMenuBlade/~/CustomDomainNames' },
  'device-settings': {
    portal: 'entraPortal',
    path: '/#view/Microsoft_AAD_Devices/DevicesMenuBlade/~/DeviceSettings/menuId/Devices',
  },
  enrollment: {
    portal: 'intunePortal',
    path: '/#view/Microsoft_Intune_DeviceSettings/DevicesEnrollmentMenu/~/windowsEnrollment',
  },
  'attack-simulation': { portal: 'defenderPortal', path: '/attacksimulator?viewid=simulations' },
} as const satisfies Readonly<Record<string, { portal: keyof Portals; path: string }>>

export type PortalPage = keyof typeof PORTAL_PAGES

const POLICY_PATH = '/#view/Microsoft_AAD_ConditionalAccess/PolicyBlade/policyId/'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @returns null where the cloud has no such portal. */
export function pageUrl(portals: Portals, page: PortalPage): string | null {
  const { portal, path } = PORTAL_PAGES[page]
  const origin = portals[portal]
  return origin === null ? null : `${origin}${path}`
}

/** The page of one policy; the list of policies where its id is none that can stand in an address. */
export const policyUrl = (portals: Portals, policyId: string): string =>
  GUID.test(policyId)
    ? `${portals.entraPortal}${POLICY_PATH}${policyId}`
    : `${portals.entraPortal}${PORTAL_PAGES.policies.path}`
