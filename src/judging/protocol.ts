/** What goes to the judge's thread and back. A snapshot goes in pieces, as texts: copying objects would hold up the bot. */
import type { Judgement, PolicySnapshot, SnapshotHeader } from '../domain/policyStatus/index.js'

export type Order =
  | { readonly kind: 'begin' }
  /** JSON: a list of things. */
  | { readonly kind: 'things'; readonly json: string }
  | { readonly kind: 'end'; readonly header: SnapshotHeader }
  | {
      readonly kind: 'judge'
      readonly id: number
      readonly judgement: Judgement
      /** The snapshot may have been seen again since it was sent. */
      readonly seen: Pick<PolicySnapshot, 'takenAt' | 'accounts'>
      readonly now: Date
      readonly args: readonly unknown[]
    }

export type Verdict =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: string }
