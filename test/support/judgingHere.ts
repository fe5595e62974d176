/** A judge without a thread. */
import { compareSnapshots, judgeHere } from '../../src/domain/policyStatus/index.js'
import type { PolicyJudge } from '../../src/flows/ports.js'

export const judgingHere: PolicyJudge = {
  judge: async (kind, ...asked) => judgeHere(kind, ...asked),
  compare: async (loadBefore, after, options) => {
    const before = await loadBefore()
    return before === null ? null : compareSnapshots(before, after, options)
  },
}
