import { describe, expect, it } from 'vitest'
import {
  type AuditEntry,
  authorOf,
  authorQuery,
  type DriftChange,
  type Initiator,
  worstFirst,
} from '../../../../src/domain/policyStatus/index.js'

const GROUP = '8b9c0d1e-2f3a-4b5c-8d6e-7f8091a2b306'
const [ELENA, OWEN] = ['a1a1a1a1-0000-4000-8000-000000000001', 'a1a1a1a1-0000-4000-8000-000000000002']
const MARTA: Initiator = { kind: 'user', id: 'marta', name: 'Marta', signInName: null }
const JOINER: Initiator = { kind: 'app', id: 'joiner', name: 'Joiner', signInName: null }
const people = (...ids: string[]) => ({
  shown: ids.map((id) => ({ kind: 'user', id, name: null }) as const),
  count: ids.length,
})
const TO = new Date('2026-03-02T09:00:00Z')

const grew: DriftChange = {
  id: 'grew',
  code: 'exclusion-group-grew',
  subject: { kind: 'group', id: GROUP, name: null },
  opens: true,
  isStanding: false,
  policies: [],
  fields: [],
  added: people(ELENA),
  removed: people(),
  at: null,
  why: null,
}
const added: AuditEntry = {
  activity: 'Add member to group',
  at: new Date('2026-03-02T08:30:00Z'),
  succeeded: true,
  targets: [ELENA, GROUP],
  by: MARTA,
}
const known = { kind: 'known', by: MARTA, at: '2026-03-02T08:30:00.000Z' }
const authorIn = (...entries: AuditEntry[]) => authorOf(grew, entries, { to: TO })

describe('who made a change', () => {
  it('is who the log names for it', () => {
    expect(authorIn(added)).toEqual(known)
  })

  it.each<[string, Partial<AuditEntry>]>([
    ['another activity', { activity: 'Remove member from group' }],
    ['a failure', { succeeded: false }],
    ['somebody else who was added', { targets: [OWEN, GROUP] }],
    ['a row that names nobody', { by: null }],
  ])('is not told by %s', (_what, change) => {
    expect(authorIn({ ...added, ...change })).toEqual({ kind: 'not-found' })
  })

  it('is several where two added, and where not all of it is accounted for', () => {
    expect(authorIn(added, { ...added, by: JOINER })).toEqual({ kind: 'several', by: [MARTA, JOINER] })
    const both = { ...grew, added: people(ELENA, OWEN) }
    expect(authorOf(both, [added], { to: TO })).toEqual({ kind: 'several', by: [MARTA] })
    expect(authorOf(both, [added, { ...added, targets: [OWEN, GROUP] }], { to: TO })).toEqual(known)
    expect(authorIn(added, { ...added, by: null })).toEqual({ kind: 'several', by: [MARTA] })
  })

  it('is not cast into doubt by what somebody did afterwards', () => {
    const later = { ...added, at: new Date('2026-03-02T09:30:00Z'), by: JOINER }
    expect(authorIn(added, later)).toEqual(known)
    expect(authorIn(later)).toMatchObject({ kind: 'known', by: JOINER })
  })

  it('is sought by the people where they came through a nested group, and where a role is meant', () => {
    expect(authorQuery(grew)?.targets).toEqual([GROUP, ELENA])
    expect(authorIn({ ...added, targets: [ELENA, 'a nested group'] })).toEqual(known)
    const role = {
      ...grew,
      code: 'exclusion-role-grew',
      subject: { kind: 'role', id: 'template', name: null },
    } as const
    expect(authorQuery(role)?.targets).toEqual([ELENA])
  })

  it('stands in no log for what came about by itself or by a setting of ours', () => {
    for (const code of ['people-opened', 'report-only-long', 'emergency-changed'] as const)
      expect(authorOf({ ...grew, code }, [added], { to: TO })).toEqual({ kind: 'not-logged' })
    const trusted = { kind: 'location', id: '00000000-0000-0000-0000-000000000000', name: null } as const
    expect(authorQuery({ ...grew, code: 'location-widened', subject: trusted })).toBeNull()
  })
})

it('puts what opens first, then what may, and what merely waits last', () => {
  const changes: DriftChange[] = [
    { ...grew, id: 'waits', code: 'report-only-long', opens: false },
    { ...grew, id: 'harmless', opens: false },
    { ...grew, id: 'unsure', opens: 'unknown' },
    { ...grew, id: 'group' },
    { ...grew, id: 'sum', code: 'people-opened' },
  ]
  expect(worstFirst(changes).map(({ id }) => id)).toEqual(['sum', 'group', 'unsure', 'harmless', 'waits'])
})
