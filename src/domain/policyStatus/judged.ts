/** `blocked` of a snapshot, withheld where something that was not read could change it. */
import { doubts } from './certainty.js'
import type { UnknownCode } from './codes.js'
import type { PolicySnapshot } from './snapshot.js'
import { analyseStatus, type Blocked, type StatusAnalysis } from './status.js'

export interface Judged {
  readonly blocked: Blocked | 'unknown'
  /** Where `blocked` is `unknown`: what could change it. */
  readonly because: readonly UnknownCode[]
  readonly analysis: StatusAnalysis
}

export function judged(snapshot: PolicySnapshot): Judged {
  const analysis = analyseStatus(snapshot)
  const because = doubts(snapshot, new Set(snapshot.unknowns.map(({ what }) => what)), analysis.blocked)
  return { blocked: because.length === 0 ? analysis.blocked : 'unknown', because, analysis }
}
