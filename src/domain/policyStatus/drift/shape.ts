/** The shape of a comparison: data and codes, no words. Names in it are the tenant's and untrusted. */
import type { PolicyRef } from '../evidence.js'
import type { FieldChange } from '../policyFields.js'
import type { Blocked } from '../status.js'

/** What can change that touches device code, each with its meaning. */
export const DRIFT_CODES = {
  'watch-began': 'the watch over the policies begins, with what it found',
  'blocked-changed': 'whether device code flow is blocked has changed',
  'people-opened': 'people can use device code flow who could not before',
  'people-closed': 'people can no longer use device code flow',
  'policy-added': 'a policy that touches device code flow is new',
  'policy-removed': 'a policy that touches device code flow is gone',
  'policy-state-changed': 'a policy was enabled, disabled or turned to report-only',
  'policy-edited': 'a policy was edited',
  'exclusion-group-grew': 'a group that a policy excludes has new members',
  'exclusion-group-shrank': 'a group that a policy excludes has lost members',
  'inclusion-group-grew': 'a group that a policy is for has new members',
  'inclusion-group-shrank': 'a group that a policy is for has lost members',
  'exclusion-role-grew': 'a directory role that a policy excludes has new holders',
  'exclusion-role-shrank': 'a directory role that a policy excludes has lost holders',
  'person-joined-device-group': 'a person has joined an excluded group that held accounts of devices only',
  'location-added': 'a network that policies go by is new',
  'location-removed': 'a network that policies go by is gone',
  'location-trusted': 'a network became trusted',
  'location-untrusted': 'a network is no longer trusted',
  'location-widened': 'a network holds more addresses or countries than before',
  'location-narrowed': 'a network holds fewer addresses or countries than before',
  'emergency-changed': 'the emergency access accounts have changed',
  'emergency-missing': 'an emergency access account is no longer found in the directory',
  'emergency-reached': 'a policy reaches an emergency access account that it did not reach before',
  'managed-policy-pending': 'a Microsoft-managed policy is in report-only and Microsoft will turn it on',
  'report-only-long': 'a policy against device code flow has been in report-only for a long time',
  'unknown-appeared': 'something that was known could not be read',
  'unknown-gone': 'something that could not be read is known again',
} as const
export type DriftCode = keyof typeof DRIFT_CODES

export interface DriftThing {
  readonly kind: 'tenant' | 'policy' | 'group' | 'role' | 'location' | 'user' | 'unknown'
  readonly id: string
  readonly name: string | null
}

/** A list that is not a wall: the first of them, and how many there are. */
export interface Some {
  readonly shown: readonly DriftThing[]
  readonly count: number
}

export interface DriftChange {
  /** The same for the same change however often it is looked at, so that it can be told once. */
  readonly id: string
  readonly code: DriftCode
  readonly subject: DriftThing
  /** Whether it lets through what was blocked; `unknown` where that cannot be said. */
  readonly opens: boolean | 'unknown'
  /** It held before as well: no change by itself, told to whoever has not heard of it. */
  readonly isStanding: boolean
  /** Policies that the group or network belongs to. */
  readonly policies: readonly PolicyRef[]
  readonly fields: readonly FieldChange[]
  readonly added: Some
  readonly removed: Some
  /** ISO 8601: for a managed policy, before which day Microsoft does not turn it on; for report-only, since when. */
  readonly at: string | null
  /** For an unknown: why. */
  readonly why: string | null
}

export interface PolicyDiff {
  /** ISO 8601; null where there is nothing to compare with. */
  readonly before: string | null
  readonly after: string
  readonly blocked: { readonly before: Blocked | 'unknown' | null; readonly after: Blocked | 'unknown' }
  /** True where any change opens something; `unknown` where that cannot be said. */
  readonly opens: boolean | 'unknown'
  readonly changes: readonly DriftChange[]
  /** Parts that one of the two could not read, and which were not compared. */
  readonly notCompared: readonly DriftPart[]
}

/** What a reading may lack. */
export const DRIFT_PARTS = ['policies', 'named-locations', 'group-members', 'roles', 'users'] as const
export type DriftPart = (typeof DRIFT_PARTS)[number]
