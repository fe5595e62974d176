import { describe, expect, it } from 'vitest'
import { homeDomain, homeOf, outsiderType } from '../../src/graph/guests.js'

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

describe('where a guest signs in', () => {
  const byName = { signInType: 'userPrincipalName', issuer: 'halyard.example' }
  const federated = (issuer: string) => [{ signInType: 'federated', issuer }, byName]
  const redeemed = { ...NOOR, identities: federated('ExternalAzureAD'), mail: 'noor.haddad@northquay.example' }

  it.each([
    ['at the tenant of the domain they were invited by', {}, { kind: 'domain', domain: 'northquay.example' }],
    ['also without a mail address', { mail: null }, { kind: 'domain', domain: 'northquay.example' }],
    ['with a code by mail, whoever has the domain', { identities: federated('mail') }, { kind: 'none' }],
    ['with a Microsoft account', { identities: federated('MicrosoftAccount') }, { kind: 'none' }],
    ['nowhere so far', { identities: [byName] }, { kind: 'unknown', why: 'not-redeemed' }],
    ['with what was not read', { identities: undefined }, { kind: 'unknown', why: 'identities-not-read' }],
    [
      'under another name',
      { userPrincipalName: 'noor@halyard.example' },
      { kind: 'unknown', why: 'home-tenant-not-in-name' },
    ],
    ['by one address or another', { mail: 'noor@ballast.example' }, { kind: 'unknown', why: 'home-tenant-ambiguous' }],
  ])('%s', (_, change, home) => {
    expect(homeOf({ ...redeemed, ...change })).toEqual(home)
  })
})
