/**
 * The life of one change of the tenant's policies: asked for by one administrator, approved by another, sent, read back.
 * A state is written before what it names is done, so that whoever goes on after a crash knows what may be out.
 */
export const WRITE_STATES = {
  proposed: 'one administrator asked for it, and a second has not pressed yet',
  approved: 'two administrators pressed, and nothing was sent',
  sending: 'it was sent or is about to be, and how that ended is not known',
  checking: 'Graph took it, and it was not read back yet',
  'rolling-back': 'what came back is not what was sent, and it is being taken back',
  applied: 'read back as it was shown',
  'rolled-back': 'taken back, and that was read back',
  'not-rolled-back': 'it could not be taken back: somebody must, by hand',
  failed: 'it was not done',
  unknown: 'it was sent, and how that ended cannot be told: nothing more of it is touched',
  dropped: 'no second administrator pressed in time, or what was shown is no longer so',
} as const
export type WriteState = keyof typeof WRITE_STATES

const NEXT: Readonly<Record<WriteState, readonly WriteState[]>> = {
  proposed: ['approved', 'dropped'],
  approved: ['sending', 'failed'],
  // Back to `approved` where Graph said that it did nothing.
  sending: ['approved', 'checking', 'rolling-back', 'failed', 'unknown'],
  checking: ['applied', 'rolling-back'],
  'rolling-back': ['rolled-back', 'not-rolled-back'],
  applied: [],
  'rolled-back': [],
  'not-rolled-back': [],
  failed: [],
  unknown: [],
  dropped: [],
}

export const mayFollow = (from: WriteState, to: WriteState): boolean => NEXT[from].includes(to)
export const isEnded = (state: WriteState): boolean => NEXT[state].length === 0
/** One change at a time is in any of these. */
export const OPEN_WRITES: readonly WriteState[] = (Object.keys(NEXT) as WriteState[]).filter((state) => !isEnded(state))

/** Why a change ended as it did, or is being taken back. */
export const WRITE_REASONS = {
  expired: 'no second administrator pressed in time',
  stale: 'the tenant is no longer as it was shown',
  withdrawn: 'it was withdrawn',
  'role-lost': 'who asked for it may no longer write policy',
  'flow-lost': 'Graph did not keep the device code flow condition: the policy would block every sign-in',
  'flow-left': 'the same, and the policy that is in force no more is still without it',
  'not-as-shown': 'what Graph keeps is not what was sent',
  'not-read-back': 'it could not be read back in time',
  'outcome-unknown': 'Graph gave no answer, and nothing of it is found',
  'not-taken': 'Graph gave no answer, and the policy is as it was before',
  'not-readable': 'Graph gave no answer, and the policies cannot be read since',
  'made-twice': 'Graph gave no answer, and more than one policy has the name of the one that was sent',
  'too-late': 'Graph could not be reached in time, so nothing was sent',
  'changed-meanwhile': 'the policy was changed by somebody else meanwhile',
  'graph-forbidden': 'the app may not write policy',
  'graph-refused': 'Graph refused the change',
  'writing-off': 'writing is switched off',
} as const
export type WriteReason = keyof typeof WRITE_REASONS

/** How long the second press may take, and how long the two who applied may undo it by themselves. */
export const CONFIRM_WITHIN_MS = 15 * 60 * 1000
export const UNDO_ALONE_WITHIN_MS = 15 * 60 * 1000
