/** Warning the people who may have received a lure: the words for where such a warning stands. */

export type { WarnedState, WarningGap, WarningState } from './life.js'
export { canDecide, isUnderWay, PREVIEW_LIFE_MS, WARNED_STATES, WARNING_GAPS, WARNING_STATES } from './life.js'
