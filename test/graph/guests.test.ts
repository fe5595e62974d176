import { describe, expect, it } from 'vitest'
import { homeDomain, outsiderType } from '../../src/graph/guests.js'

const NOOR = {
  id: 'a1000000-0000-4000-8000-000000000023',
  userPrincipalName: 'noor_haddad_northquay.example#EXT#@halyard.example',
  userType: 'Guest',
  creationType: 'Invitation',
}

describe('the kind of an outsider', () => {
  it.each([
    ['an invited guest', {}, 'b2bCollaborationGuest'],
    ['an outsider made member', { userType: 'Member' }, 'b2bCollaborationMember'],
    [
      'a guest with a local account',
      { userPrincipalName: 'noor@halyard.example', creationType: null },
      'internalGuest',
    ],
    ['an employee', { userPrincipalName: 'noor@halyard.example', creationType: null, userType: 'Member' }, null],
    ['an invited guest who was renamed', { userPrincipalName: 'noor@halyard.example' }, 'b2bCollaborationGuest'],
    ['somebody whose type is hidden', { userType: null }, undefined],
  ])('%s', (_, change, kind) => {
    expect(outsiderType({ ...NOOR, ...change })).toBe(kind)
  })
})

describe('the domain a guest comes from', () => {
  it.each([
    ['noor_haddad_northquay.example#EXT#@halyard.example', 'northquay.example'],
    ['noor_NorthQuay.example#ext#@halyard.example', 'northquay.example'],
    ['noor@halyard.example', null],
    ['northquay.example#EXT#@halyard.example', null],
    ["noor_x')/users#EXT#@halyard.example", null],
    ['noor_nodots#EXT#@halyard.example', null],
  ])('%s', (name, domain) => {
    expect(homeDomain(name)).toBe(domain)
  })
})
