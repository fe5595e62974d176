/**
 * What goes to the judge's thread and back. A snapshot goes in pieces, as texts and numbers: copying objects would hold up
 * the bot. Two may be sent: the one that questions are about, and one of before that is compared with it and let go.
 */
import type {
  CompareOptions,
  Judgement,
  PackedSlice,
  PolicySnapshot,
  SnapshotHeader,
} from '../domain/policyStatus/index.js'

export type Slot = 'now' | 'before'
/** The snapshot may have been seen again since it was sent. */
export type Seen = Pick<PolicySnapshot, 'takenAt' | 'accounts'>

export type Order =
  | { readonly kind: 'begin'; readonly slot: Slot }
  /** JSON: a list of things. */
  | { readonly kind: 'things'; readonly json: string }
  | { readonly kind: 'memberships'; readonly slice: PackedSlice }
  | { readonly kind: 'end'; readonly header: SnapshotHeader }
  | {
      readonly kind: 'judge'
      readonly id: number
      readonly judgement: Judgement
      readonly seen: Seen
      readonly now: Date
      readonly args: readonly unknown[]
    }
  /** Of an impact, before the order to judge it: its own are empty then. */
  | { readonly kind: 'records'; readonly slice: readonly unknown[] }
  | { readonly kind: 'compare'; readonly id: number; readonly seen: Seen; readonly options: CompareOptions }

export type Verdict =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: string }
