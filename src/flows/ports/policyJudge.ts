/** Who judges a tenant: in place, or, where it is large, elsewhere, so that the bot goes on answering. */
import type {
  CompareOptions,
  Judgement,
  JudgementArgs,
  JudgementResult,
  PolicyDiff,
  PolicySnapshot,
} from '../../domain/policyStatus/index.js'

export interface PolicyJudge {
  /** The same as `judgeHere`. Errors: `internal` where the other thread ended. */
  judge<K extends Judgement>(
    kind: K,
    snapshot: PolicySnapshot,
    now: Date,
    ...args: JudgementArgs<K>
  ): Promise<JudgementResult<K>>
  /**
   * The same as `compareSnapshots`; null where there is no `before`. It is loaded here, so that nobody holds it but the
   * comparison. Errors: as above, and what loading throws.
   */
  compare(
    loadBefore: () => Promise<PolicySnapshot | null>,
    after: PolicySnapshot,
    options: CompareOptions,
  ): Promise<PolicyDiff | null>
}
