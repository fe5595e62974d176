/** People who are lured, one for each case, and the sign-in that each of them approved. */
import { CLIENTS, RESOURCES } from '../../../src/demo/tenant/catalog.js'
import { completedFlow } from '../../../src/demo/tenant/deviceCodeFlows.js'
import type { SignInRow, SimulatedUser, TenantData } from '../../../src/demo/tenant/model.js'
import { seedTenant } from '../../../src/demo/tenant/seed.js'
import { OFFICE } from '../../../src/demo/tenant/vantages.js'

/** The company of the demo without its history, and with `count` people who can be lured. */
export function companyOf(count: number): { readonly data: TenantData; readonly people: readonly SimulatedUser[] } {
  const people = Array.from({ length: count }, (_, index) => personOf(index))
  const company = seedTenant(new Date())
  return { data: { ...company, users: [...company.users, ...people], signIns: [] }, people }
}

function personOf(index: number): SimulatedUser {
  const name = `Lured-${String(index).padStart(5, '0')}`
  return {
    id: `c4a50000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    displayName: `${name} Person`,
    givenName: name,
    surname: 'Person',
    userPrincipalName: `${name.toLowerCase()}@halyard.example`,
    mail: `${name.toLowerCase()}@halyard.example`,
    userType: 'Member',
    accountEnabled: true,
    creationType: null,
  }
}

/** Each from a network of its own, so that no case makes a campaign with another. */
export const lured = (who: SimulatedUser, index: number, at: Date): readonly SignInRow[] =>
  completedFlow({
    who,
    at,
    app: CLIENTS.broker,
    resource: RESOURCES.deviceRegistration,
    approvedFrom: OFFICE,
    redeemedFrom: {
      ...OFFICE,
      ipAddress: `2001:db8:${(index + 1).toString(16)}::77`,
      city: 'Frankfurt am Main',
      countryOrRegion: 'DE',
      autonomousSystemNumber: 64_600 + index,
      userAgent: `python-requests/2.32.${index}`,
      operatingSystem: '',
      browser: '',
    },
  })
