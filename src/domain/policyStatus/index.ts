/** How the tenant's Conditional Access stands on device code flow. The public face of this room. */
export { type Action, activeTenantRoles, mayDo } from './access.js'
export { answerPolicyQuestion, EXPIRED_AFTER_MS, STALE_AFTER_MS } from './answer.js'
export type * from './answerShape.js'
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
export type { NamedThing, PolicyRef, ThingKind } from './evidence.js'
export type { Posture, Read, Row } from './posture.js'
export { POLICY_QUESTIONS, type PolicyQuestion, type PolicyQuestionKind, readPolicyQuestion } from './question.js'
export { type PolicySnapshot, parseSnapshot, trustedRangesOf, type Unknown } from './snapshot.js'
export { type Blocked, evaluateStatus, type Status } from './status.js'
export type { Device, SignIn, Tenant, WhatIf } from './tenant.js'
export { evaluateWhatIf } from './whatIf.js'
