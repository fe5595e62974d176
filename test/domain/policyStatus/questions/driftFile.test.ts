import { expect, it } from 'vitest'
import {
  compareSnapshots,
  type DriftAnswer,
  fileText,
  notesOf,
  rowsOf,
} from '../../../../src/domain/policyStatus/index.js'
import * as example from '../example.js'

const before = example.snapshot({ policies: [example.policy({ users: { excludeGroups: [example.ROOMS] } })] })
const { directory } = example
const memberships = [...(directory.memberships ?? []), { groupId: example.ROOMS, memberId: example.BEN }]
const after = { ...before, takenAt: '2026-03-03T08:00:00Z', directory: { ...directory, memberships } }
const { changes } = compareSnapshots(before, after)
const by = { kind: 'user', id: example.ANNA, name: 'Anna', signInName: '=anna@contoso.example' } as const
const answer: DriftAnswer = {
  kind: 'drift',
  question: { kind: 'drift', since: before.takenAt },
  takenAt: after.takenAt,
  ageMs: 0,
  stale: false,
  unknowns: [],
  from: new Date(before.takenAt),
  to: new Date(after.takenAt),
  knownFrom: new Date(before.takenAt),
  changes,
  entries: changes.map((change) => ({ change, author: { kind: 'known', by, at: after.takenAt } })),
  notCompared: ['roles'],
  days: [],
  page: 0,
  total: changes.length,
  isLast: true,
}

it('changes are a file: what, whether it opens, whom it lets in, and who did it', () => {
  expect(rowsOf(answer)).toContainEqual(
    expect.objectContaining({
      change: 'exclusion-group-grew',
      opens: 'true',
      name: 'Rooms',
      new: 'Ben',
      gone: '',
      policies: 'Block device code',
      whoIs: 'known',
      when: after.takenAt,
    }),
  )
  // A name that looks like a formula is none in a spreadsheet.
  expect(fileText(rowsOf(answer) ?? [], 'csv')).toContain(`"'=anna@contoso.example"`)
})

it('the file says what was not compared, and from when on anything is known', () => {
  expect(notesOf(answer)).toEqual(['Nothing is known of before 2026-03-02T08:00:00.000Z.', 'Not compared: roles.'])
})
