/** A change of policy, and the plan behind it, as cards show them: data and codes. Names are untrusted. */
import type { PolicyWriteId, UserId } from '../../ids.js'
import type { PlanNote, PolicyPlan } from '../plan/shape.js'
import type { FieldChange } from '../policyFields.js'
import type { WriteReason, WriteState } from './life.js'
import type { WriteAction } from './write.js'

export interface WritePerson {
  readonly userId: UserId
  readonly displayName: string | null
  readonly userPrincipalName: string | null
}

/** A change of policy that administrators asked for. */
export interface PolicyWriteView {
  readonly writeId: PolicyWriteId
  /** Of exactly what is shown: a press names it. */
  readonly digest: string
  readonly state: WriteState
  readonly action: WriteAction
  readonly isDeletion: boolean
  readonly isUndo: boolean
  readonly why: WriteReason | null
  readonly policyId: string | null
  /** (untrusted) */
  readonly policyName: string | null
  /** As Graph calls it: what it is to be. */
  readonly policyState: string | null
  /** (untrusted) */
  readonly fields: readonly FieldChange[]
  /** As `WriteBeside`, with names (untrusted). Null: it was asked for before this was kept. */
  readonly beside: {
    readonly weakens: boolean | 'unknown'
    readonly emergency: PolicyPlan['emergency']
    readonly notes: readonly PlanNote[]
  } | null
  readonly impact: {
    readonly assessedAt: string
    readonly people: number
    readonly stopped: number
    readonly sessions: number
  } | null
  readonly proposedBy: WritePerson
  readonly approvedBy: WritePerson | null
  readonly confirmUntil: Date
  /** So long one of the two may undo it without another. Null where there is nothing to undo. */
  readonly undoAloneUntil: Date | null
}

export interface PlanAnswer extends Pick<PolicyPlan, 'takenAt' | 'ageMs' | 'stale' | 'unknowns' | 'because'> {
  readonly kind: 'plan'
  readonly plan: PolicyPlan
  /** What a press names. Null: policy is not written from here, so it is a file only. */
  readonly digest: string | null
  /** The impact that stands beside it; null: nobody has worked it out. */
  readonly impact: PolicyWriteView['impact']
  /** A change that is under way. */
  readonly open: PolicyWriteView | null
  /** What was applied last and can be undone. */
  readonly applied: PolicyWriteView | null
}
