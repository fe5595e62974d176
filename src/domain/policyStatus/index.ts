/** How the tenant's Conditional Access stands on device code flow. The public face of this room. */

export { type Action, activeTenantRoles, mayDo } from './access.js'
export { type AccountCounts, type Accounts, accountsSchema } from './accounts.js'
export { addressKey } from './addresses.js'
export { answerPolicyQuestion, dateAgain } from './answer.js'
export type * from './answerShape.js'
export {
  CONFIRM_WITHIN_MS,
  isEnded,
  mayFollow,
  OPEN_WRITES,
  UNDO_ALONE_WITHIN_MS,
  WRITE_REASONS,
  WRITE_STATES,
  type WriteReason,
  type WriteState,
} from './apply/life.js'
export type * from './apply/view.js'
export {
  conditionsBackOf,
  isAsBefore,
  isLeftWithoutFlow,
  isSwitchedOff,
  isTakenBack,
  lacksFlowOnly,
  namedAs,
  type PolicyWrite,
  readBack,
  removalOf,
  type Shown,
  undoOf,
  type WriteAction,
  type WriteBeside,
  writeOf,
} from './apply/write.js'
export { applyChange, canonical, type PolicyChange, weakens } from './change.js'
export {
  GAP_CODES,
  type GapCode,
  POLICY_CODES,
  type PolicyCode,
  RESIDUAL_CODES,
  type ResidualCode,
  UNKNOWN_CODES,
  type UnknownCode,
} from './codes.js'
export { type CompiledTenant, compileTenant } from './compile.js'
export { COVERAGE_KINDS, COVERAGE_STATES, type Coverage, type CoverageKind, type CoverageState } from './coverage.js'
export { CHANGES_PER_PAGE, type DriftAnswer, type DriftDay, type DriftEntry } from './drift/answer.js'
export {
  type AuditEntry,
  type AuthorQuery,
  type Authorship,
  authorOf,
  authorQuery,
  type Initiator,
} from './drift/authorship.js'
export { type CompareOptions, compareSnapshots, firstLook } from './drift/compare.js'
export { worstFirst } from './drift/rank.js'
export {
  DRIFT_CODES,
  DRIFT_PARTS,
  type DriftChange,
  type DriftCode,
  type DriftThing,
  type PolicyDiff,
  type Some,
} from './drift/shape.js'
export type { NamedThing, PolicyRef, ThingKind } from './evidence.js'
export { EXPIRED_AFTER_MS, STALE_AFTER_MS } from './freshness.js'
export { changedSince, GROUPS_EACH_LINK, type GroupWatch, readGroupWatch, type WatchedLink } from './groupWatch.js'
export { assessImpact, type ImpactSignIns } from './impact/assess.js'
export type { DeviceGroup } from './impact/exceptions.js'
export { dayOf, IMPACT_DAYS } from './impact/period.js'
export {
  ASSUMPTIONS,
  type AssumptionCode,
  type ImpactAnswer,
  type ImpactCount,
  type ImpactRow,
  type ImpactUnknown,
  NOT_REPLAYED,
  type NotReplayedCode,
} from './impact/shape.js'
export { ALTERNATIVES, type AlternativeCode, IMPACT_SORTS, type ImpactSort } from './impact/tools.js'
export {
  type Judgement,
  type JudgementArgs,
  type JudgementResult,
  judgeHere,
} from './judge.js'
export {
  LINE_CODES,
  LINE_STATES,
  type LineCode,
  type LineState,
  STATUS_LINES,
  type StatusLineName,
} from './lines/codes.js'
export type { StatusLine } from './lines/line.js'
export type { OpenPlaces, OpenResources } from './openPlaces.js'
export { OPEN_LIMITS, type OpenLimit, type OpenOnlyWith, type OpenSignIns } from './openSignIns.js'
export type { OpenWho } from './openWho.js'
export { PackedMemberships, type PackedSlice } from './packedMemberships.js'
export {
  type GraphRequest,
  graphRequestOf,
  keepsDeviceCodeFlow,
  PORTAL_STEPS,
  type PortalStep,
  type PortalStepCode,
  portalStepsOf,
  powerShellOf,
  undoBodyOf,
} from './plan/forms.js'
export { type PlanOptions, plannedChange, recommendPlan } from './plan/recommend.js'
export { isManaged, PLAN_ACTIONS, type PlanAction, plannedPolicy, recommendedPolicy } from './plan/recommended.js'
export {
  PLAN_NOTES,
  PLAN_REFUSALS,
  type PlanBasis,
  type PlanNote,
  type PlanRefusal,
  type PolicyPlan,
  parsePlanBasis,
} from './plan/shape.js'
export { FIELDS as POLICY_FIELDS, type FieldChange, policyKey } from './policyFields.js'
export { type PortalPage, pageUrl, policyUrl } from './portalPages.js'
export { type Posture, postureSchema, type Read, type Row } from './posture.js'
export { POLICY_QUESTIONS, type PolicyQuestion, type PolicyQuestionKind } from './question.js'
export * from './questions/index.js'
export { type Json, member, text } from './reading.js'
export { REMEDIES, type RemedyCode } from './remedies.js'
export { type PolicySnapshot, parseSnapshot, trustedRangesOf, type Unknown } from './snapshot.js'
export { type Blocked, evaluateStatus, type Status } from './status.js'
export type { Device, DirectoryUser, SignIn, Tenant, WhatIf } from './tenant.js'
export {
  headerOf,
  ONE_TEXT_THINGS_MAX,
  SnapshotBuilder,
  type SnapshotHeader,
  type Thing,
  thingCount,
  thingsOf,
} from './things.js'
export { evaluateWhatIf } from './whatIf.js'
