import { describe, expect, it } from 'vitest'
import { answerPolicyQuestion, compareSnapshots } from '../../../../src/domain/policyStatus/index.js'
import * as example from '../example.js'

/** The last instant that a date can hold. */
const LAST = '+275760-09-13T00:00:00.000Z'
const snapshot = example.snapshot({
  policies: [
    {
      ...example.policy({
        displayName: 'Microsoft-managed: Block device code flow',
        state: 'enabledForReportingButNotEnforced',
      }),
      createdDateTime: LAST,
    },
  ],
})

describe('a managed policy that was created at the end of time', () => {
  it('waits without a day, and is judged all the same', () => {
    expect(compareSnapshots(null, snapshot).changes).toMatchObject([{ code: 'managed-policy-pending', at: null }])
    const answer = answerPolicyQuestion({ kind: 'status' }, snapshot, new Date(example.TAKEN_AT))
    expect(JSON.stringify(answer)).toContain('line-managed-waiting')
  })
})
