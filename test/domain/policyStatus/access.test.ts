import { describe, expect, it } from 'vitest'
import { type Action, activeTenantRoles, mayDo } from '../../../src/domain/policyStatus/index.js'

const ROLES = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Security Operator': '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Conditional Access Administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'the default role every token carries': 'b79fbf4d-3ef9-4689-8143-76b194e85509',
} as const

describe('what a role may do', () => {
  it.each<[keyof typeof ROLES, readonly Action[]]>([
    ['Global Administrator', ['read', 'act-on-alerts', 'write-policy']],
    ['Global Reader', ['read']],
    ['Security Administrator', ['read', 'act-on-alerts', 'write-policy']],
    ['Security Operator', ['read', 'act-on-alerts']],
    ['Security Reader', ['read']],
    ['Conditional Access Administrator', ['read', 'write-policy']],
    ['Helpdesk Administrator', []],
    ['the default role every token carries', []],
  ])('%s: %j', (role, expected) => {
    const actions: readonly Action[] = ['read', 'act-on-alerts', 'write-policy']
    expect(actions.filter((action) => mayDo([ROLES[role].toUpperCase()], action))).toEqual(expected)
  })

  it('without a role is nothing', () => {
    expect(mayDo([], 'read')).toBe(false)
  })
})

describe('which assignments count', () => {
  const assignment = {
    roleTemplateId: ROLES['Global Reader'],
    principalId: 'ANNA',
    assignmentType: 'active',
    scope: 'tenant',
  }
  const member = { id: 'anna', guestOrExternalUserType: null }

  it.each([
    ['an active one at tenant scope', member, {}, true],
    ['an eligible one', member, { assignmentType: 'eligible' }, false],
    ['one in an administrative unit', member, { scope: 'administrativeUnit' }, false],
    ['somebody else’s', member, { principalId: 'ben' }, false],
    ['a guest’s', { id: 'anna', guestOrExternalUserType: 'b2bCollaborationGuest' }, {}, false],
    ['that of somebody of unknown kind', { id: 'anna' }, {}, false],
  ])('%s: %s', (_case, person, change, counts) => {
    expect(activeTenantRoles(person, [{ ...assignment, ...change }])).toEqual(counts ? [ROLES['Global Reader']] : [])
  })
})
