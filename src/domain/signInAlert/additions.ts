/**
 * What whoever held the tokens may have added to the account to come back: devices, sign-in methods, app consents,
 * mailbox rules. Each kind is looked at by itself; one that cannot be read is an unknown with its reason, never "none".
 */

export const ADDITION_KINDS = ['device', 'method', 'consent', 'mailbox-rule'] as const

export type AdditionKind = (typeof ADDITION_KINDS)[number]

/** What a mailbox rule does with mail, as far as it serves an intruder. */
export const RULE_EFFECTS = ['forwards', 'deletes', 'hides'] as const

export type RuleEffect = (typeof RULE_EFFECTS)[number]

export interface Addition {
  /** Graph's id of the object, within its kind. */
  readonly id: string
  /** (untrusted) The name of the device, app or rule; the kind of method. */
  readonly name: string | null
  /** Null: Graph does not say when; it may be older than the case. */
  readonly at: Date | null
  /** (untrusted) The system of a device, the scopes of a consent, the domain that a rule forwards to. */
  readonly detail: string | null
  /** Of a rule only. */
  readonly effects: readonly RuleEffect[]
  /** Of a device only; null elsewhere. */
  readonly enabled: boolean | null
}

export interface Collection {
  readonly kind: AdditionKind
  /** A code where it could not be read, or not all of it; null: it was, and `found` is all there is. */
  readonly why: string | null
  readonly found: readonly Addition[]
  readonly at: Date
}

/** Registered at or after `since`. One whose time is unknown is shown, and never disabled: it may be years old. */
export const isSince = ({ at }: Addition, since: Date): boolean => at !== null && at.getTime() >= since.getTime()
