/** Sign-in alerts: records → cases → assessment, what a case does, the life of an alert, what contains it. Pure. */
export {
  ADDITION_KINDS,
  type Addition,
  type AdditionKind,
  type Collection,
  isSince,
  RULE_EFFECTS,
  type RuleEffect,
} from './additions.js'
export { ALERT_EVENTS, ALERT_LIFE, ALERT_STATES, type AlertEvent, type AlertState, canStep, step } from './alertLife.js'
export {
  ANSWERS,
  type Answer,
  type AnswerEffect,
  type AnswerGiven,
  answerEffect,
  isHarmlessSpent,
  isWorrying,
} from './answerEffect.js'
export { appNameOf } from './appNames.js'
export { type Assembled, assembleCases } from './assembleCases.js'
export { type Assessment, assess, assessAll } from './assess.js'
export { findCampaigns } from './campaign.js'
export { type DeviceCodeCase, type Leg, type LegKind, OUTCOMES, type Outcome } from './case.js'
export {
  CONTAINMENT_STEPS,
  type ContainmentMode,
  type ContainmentRequest,
  type ContainmentStep,
  DISABLES_PER_HOUR_MAX,
  type OwnerFacts,
  PLAN_REASONS,
  type PlannedStep,
  type PlanReason,
  planContainment,
} from './containmentPlan.js'
export {
  CONTAINMENT_PRESSES,
  type ContainmentPress,
  leftToTeam,
  REVERSIBLE_STEPS,
  type ReversibleStep,
  TEAM_STEPS,
  type TeamStep,
} from './containmentPress.js'
export {
  type AllowRule,
  type AssessmentContext,
  type CheckReport,
  type DeviceRegistration,
  EMPTY_CONTEXT,
  type UserHistory,
} from './context.js'
export { type Continued, continueCases } from './continueCases.js'
export { CorrelationSieve, type Flow } from './correlationSieve.js'
export { AUTHENTICATION_BROKER } from './data/apps.js'
export { DEVICE_LICENCES, hasDeviceLicencesOnly } from './data/deviceLicences.js'
export { NEVER_DISABLED_ROLES } from './data/roles.js'
export {
  CLOSE_NOTE_LENGTH_MAX,
  CLOSE_REASON_CODES,
  CLOSE_REASONS,
  type CloseReason,
  closingIn,
  closingInHistory,
  isCloseReason,
  readClosing,
  snoozedUntil,
  snoozeEnd,
  takenIn,
} from './handling.js'
export { instantOf } from './instant.js'
export { mergeRecords } from './mergeRecords.js'
export { addressOf, holderOf, inRange, type Range, rangeOf } from './network.js'
export { networkNameOf } from './networkNames.js'
export { readContext, readRegistrations } from './readContext.js'
export { type EventContents, readEvent, type UnreadPart } from './readEvent.js'
export { planReading, type ReadingMarks, type ReadingPlan, type Window } from './readingPlan.js'
export { type ReadResult, readRecords } from './readRecords.js'
export { REASON_CODES, REASONS, type ReasonCode } from './reasons.js'
export { isTrusted, legOf, receiverOf } from './receiver.js'
export { hintsAtDeviceCode, type Recognition, recognise } from './recognise.js'
export {
  READ_ERRORS,
  type ReadError,
  type ReadErrorCode,
  type RiskLevel,
  type SettledRecord,
  type SignInRecord,
} from './record.js'
export { RESIDUAL_WATCH_MS, type ResidualUse, residualUse } from './residual.js'
export { compareSeverity, graver, SEVERITIES, type Severity } from './severity.js'
export { historyBefore, type KnownCase, readUsage, type SignInUsage, USUAL_MS, usageOf } from './usage.js'
export { isReportedAt, legWithin, REPORT_OPEN_MS, WATCH_MS, WATCH_STATES, type WatchState } from './watch.js'
export {
  type CaseDoes,
  NEVER_ASKED_TABLE,
  type OwnerKind,
  type OwnerTelling,
  PERSON_TABLE,
  SILENCE_MS,
  type SilenceLimits,
  type TeamTelling,
  whatCaseDoes,
} from './whatCaseDoes.js'
