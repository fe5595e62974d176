/** Who judges a tenant: in place, or, where it is large, elsewhere, so that the bot goes on answering. */
import type { Judgement, JudgementArgs, JudgementResult, PolicySnapshot } from '../../domain/policyStatus/index.js'

export interface PolicyJudge {
  /** The same as `judgeHere`. Errors: `internal` where the other thread ended. */
  judge<K extends Judgement>(
    kind: K,
    snapshot: PolicySnapshot,
    now: Date,
    ...args: JudgementArgs<K>
  ): Promise<JudgementResult<K>>
}
