/**
 * Halyard Marine, an invented company of 26 accounts: enough for every question the bot answers to have an interesting
 * answer. Names are invented, domains end in `.example` (RFC 2606), addresses are from RFC 5737.
 */

import { ROLES } from './catalog.js'
import type { SimulatedGroup, SimulatedRoleAssignment, SimulatedUser, TenantData } from './model.js'
import { seedHistory } from './seedHistory.js'
import { seedMeetings } from './seedMeetings.js'
import { NAMED_LOCATIONS, seedPolicies } from './seedPolicies.js'
import { seedPosture } from './seedPosture.js'

export const TENANT_ID = '7d3f1c52-9a40-4e6b-8c1d-5be2f0a94d11'
const PARTNER_TENANT_ID = 'c2a8e6f4-3b17-4d59-a0e2-91f47bd6038e'
const DOMAIN = 'halyard.example'
const PARTNER_DOMAIN = 'northquay.example'

/** Ids count up, so that a log line of the demo can be read by eye. */
const id = (kind: string, count: number) => `${kind}-0000-4000-8000-${String(count).padStart(12, '0')}`
const userIdOf = (count: number) => id('a1000000', count)
const groupIdOf = (count: number) => id('b2000000', count)
const assignmentIdOf = (count: number) => id('c3000000', count)

function member(count: number, givenName: string, surname: string, mailName?: string): SimulatedUser {
  const mail = `${mailName ?? `${givenName}.${surname}`.toLowerCase()}@${DOMAIN}`
  return {
    id: userIdOf(count),
    displayName: surname === '' ? givenName : `${givenName} ${surname}`,
    givenName,
    surname,
    userPrincipalName: mail,
    mail,
    userType: 'Member',
    accountEnabled: true,
    creationType: null,
  }
}

function guest(count: number, givenName: string, surname: string, domain: string): SimulatedUser {
  const name = `${givenName}.${surname}`.toLowerCase()
  return {
    ...member(count, givenName, surname),
    userPrincipalName: `${name}_${domain}#EXT#@${DOMAIN}`,
    mail: `${name}@${domain}`,
    userType: 'Guest',
    creationType: 'Invitation',
    identities: [
      { signInType: 'federated', issuer: domain === PARTNER_DOMAIN ? 'ExternalAzureAD' : 'mail' },
      { signInType: 'userPrincipalName', issuer: DOMAIN },
    ],
  }
}

/** The people that stories are told of. */
export const PEOPLE = {
  employee: member(1, 'Riley', 'Okafor'),
  admin: member(2, 'Marta', 'Lindqvist'),
  developer: member(3, 'Devan', 'Pillai'),
  helpdesk: member(4, 'Jonas', 'Brandt'),
  fieldEngineer: member(5, 'Aiko', 'Sato'),
  finance: member(6, 'Elena', 'Rossi'),
  director: member(7, 'Tomas', 'Vega'),
  leaver: { ...member(8, 'Piotr', 'Nowak'), accountEnabled: false },
  room: {
    ...member(20, 'Room Mainsail', '', 'room-mainsail'),
    // Teams Rooms Pro.
    assignedLicenses: [{ skuId: '4cde982a-ede4-4409-9ae6-b003453c8ea6' }],
  },
  emergencyOne: member(21, 'Emergency Access 1', '', 'emergency1'),
  emergencyTwo: member(22, 'Emergency Access 2', '', 'emergency2'),
  guest: guest(23, 'Noor', 'Haddad', PARTNER_DOMAIN),
  consultant: guest(24, 'Sam', 'Whitlock', 'ballast.example'),
} as const

const OTHERS: readonly SimulatedUser[] = [
  member(9, 'Ingrid', 'Dahl'),
  member(10, 'Kwame', 'Mensah'),
  member(11, 'Lucia', 'Moreno'),
  member(12, 'Owen', 'Gallagher'),
  member(13, 'Priya', 'Raman'),
  member(14, 'Hugo', 'Lefevre'),
  member(15, 'Sofia', 'Costa'),
  member(16, 'Nils', 'Aaltonen'),
  member(17, 'Yara', 'Khalil'),
  member(18, 'Peter', 'Novotny'),
  member(19, 'Grace', 'Adeyemi'),
  // An outsider who was made a member: Conditional Access tells these from guests.
  { ...guest(25, 'Bea', 'Fontaine', PARTNER_DOMAIN), userType: 'Member' },
  member(26, 'Scanner Service', '', 'svc-scanner'),
]

export const GROUPS = {
  fieldEngineers: groupIdOf(1),
  fieldEngineersNorth: groupIdOf(2),
  roomAccounts: groupIdOf(3),
  securityTeam: groupIdOf(4),
} as const

const groups: readonly SimulatedGroup[] = [
  {
    id: GROUPS.fieldEngineers,
    displayName: 'Field Engineers',
    members: [PEOPLE.fieldEngineer.id, GROUPS.fieldEngineersNorth],
  },
  // Nested: an exclusion reaches people whom nobody thought of.
  {
    id: GROUPS.fieldEngineersNorth,
    displayName: 'Field Engineers North',
    members: [PEOPLE.employee.id, userIdOf(12), userIdOf(16)],
  },
  { id: GROUPS.roomAccounts, displayName: 'Teams Room Accounts', members: [PEOPLE.room.id] },
  { id: GROUPS.securityTeam, displayName: 'Security Team', members: [PEOPLE.admin.id, userIdOf(13)] },
]

const assignment = (
  count: number,
  principalId: string,
  roleDefinitionId: string,
  directoryScopeId = '/',
): SimulatedRoleAssignment => ({ id: assignmentIdOf(count), principalId, roleDefinitionId, directoryScopeId })

const roleAssignments: readonly SimulatedRoleAssignment[] = [
  // The security team holds its role through a role-assignable group.
  assignment(1, GROUPS.securityTeam, ROLES.securityAdministrator),
  assignment(2, PEOPLE.emergencyOne.id, ROLES.globalAdministrator),
  assignment(3, PEOPLE.emergencyTwo.id, ROLES.globalAdministrator),
  assignment(4, PEOPLE.director.id, ROLES.globalAdministrator),
  // Security Administrator of one administrative unit is not one of the tenant.
  assignment(5, PEOPLE.helpdesk.id, ROLES.securityAdministrator, `/administrativeUnits/${id('d4000000', 1)}`),
  assignment(6, PEOPLE.helpdesk.id, ROLES.helpdeskAdministrator),
]

export const EMERGENCY_ACCOUNTS: readonly string[] = [PEOPLE.emergencyOne.id, PEOPLE.emergencyTwo.id]
export const SHARED_DEVICE_ACCOUNTS: readonly string[] = [PEOPLE.room.id]

/** The company as it stands at `now`, with its recent sign-ins. */
export function seedTenant(now: Date): TenantData {
  return {
    tenantId: TENANT_ID,
    users: [...Object.values(PEOPLE), ...OTHERS],
    groups,
    roleAssignments,
    policies: seedPolicies({
      emergencyAccounts: EMERGENCY_ACCOUNTS,
      excludedGroup: GROUPS.fieldEngineers,
      administrators: [ROLES.globalAdministrator, ROLES.securityAdministrator],
      partnerTenant: PARTNER_TENANT_ID,
    }),
    namedLocations: NAMED_LOCATIONS,
    posture: seedPosture(now),
    signIns: seedHistory(PEOPLE, now),
    ...seedMeetings({
      people: [...Object.values(PEOPLE), ...OTHERS],
      organiser: PEOPLE.admin,
      invited: PEOPLE.employee,
      tenantId: TENANT_ID,
      now,
    }),
    organization: {
      displayName: 'Halyard Marine',
      verifiedDomains: [{ name: DOMAIN }, { name: 'halyard.onmicrosoft.example' }],
    },
    // The lure of the demo came to several people, one of them a guest.
    messages: [
      {
        log: 'mail',
        at: new Date(now.getTime() - 2 * 60 * 60_000).toISOString(),
        sender: 'events@quarterly-board.example',
        subject: 'Board call today: meeting code F7KQ2MXRB',
        urls: ['https://microsoft.com/devicelogin'],
        deliveryAction: 'Delivered',
        recipients: [PEOPLE.employee, PEOPLE.admin, PEOPLE.finance, PEOPLE.director, PEOPLE.guest].map(
          ({ id: objectId, mail: address }) => ({ objectId, address }),
        ),
      },
    ],
    partnerDomains: { [PARTNER_DOMAIN]: PARTNER_TENANT_ID },
  }
}
