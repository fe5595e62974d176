/** The shape of a plan: data and codes, no words. Names in it are the tenant's and untrusted. */
import { z } from 'zod/v4'
import { PosternError } from '../../errors.js'
import type { Answered } from '../answerShape.js'
import type { UnknownCode } from '../codes.js'
import type { FieldChange } from '../policyFields.js'
import type { Json } from '../reading.js'
import type { Blocked } from '../status.js'
import type { PlanAction } from './recommended.js'

/** Why a plan may not be carried out, each with its meaning. */
export const PLAN_REFUSALS = {
  'snapshot-expired': 'the data is older than 24 hours',
  'snapshot-from-the-future': 'the data is dated in the future, so a clock is wrong',
  'policies-incomplete': 'not every policy could be read, so it is not known what is there already',
  'emergency-not-declared':
    'no emergency access account is declared; the policy would lock out everybody if it went wrong',
  'emergency-not-found': 'none of the declared emergency access accounts is found in the directory',
  'emergency-disabled': 'every declared emergency access account that is found is disabled: nobody can sign in with it',
  'emergency-unknown':
    'of no declared emergency access account is it known that it is enabled, so perhaps nobody can sign in with one',
  'emergency-reached': 'the policy would reach an emergency access account',
  'security-defaults-on': 'security defaults are on, and no policy can be enabled beside them',
  'impact-missing': 'nobody has looked at what the policy would break',
  'impact-expired': 'the impact is older than 24 hours, or dated in the future',
  'impact-of-another-policy': 'the impact is that of another policy than this one',
  'impact-covers-nothing': 'the impact rests on a log that holds none of the 30 days',
  'impact-undecidable': 'the log behind the impact holds sign-ins that do not tell whether they were by device code',
} as const
export type PlanRefusal = keyof typeof PLAN_REFUSALS

/** What to know about a plan that may be carried out. */
export const PLAN_NOTES = {
  'no-trusted-network': 'no network is trusted, so none is excluded and offices are blocked as well',
  'emergency-partly-found': 'some declared emergency access accounts are not found in the directory',
  'emergency-single': 'only one emergency access account is found; two are recommended',
  'security-defaults-on':
    'security defaults are on: they have to go before a policy can be enabled, and may block device code already',
  'managed-policy': 'the policy is Microsoft-managed: only its state and exclusions can be changed',
  'log-incomplete': 'the log behind the impact does not hold all 30 days',
  'status-unknown': 'something that could not be read might change how things stand now',
  'devices-need-exception': 'Teams devices would be stopped: put their resource accounts into an excluded group first',
} as const
export type PlanNote = keyof typeof PLAN_NOTES

export interface PolicyPlan extends Answered {
  readonly kind: 'plan'
  readonly action: PlanAction
  /** Empty: it may be carried out. */
  readonly refusals: readonly PlanRefusal[]
  readonly notes: readonly PlanNote[]
  readonly blocked: { readonly now: Blocked | 'unknown'; readonly enforced: Blocked | 'unknown' }
  /** Where `blocked.now` is `unknown`: what could change it. */
  readonly because: readonly UnknownCode[]
  /** The id of the policy that is changed or enabled. */
  readonly policyId: string | null
  /** What there is, in the shape of Graph. */
  readonly before: Json | null
  /** As it is to be; null where nothing is to be done. */
  readonly after: Json | null
  /** Before and after of each field; of a policy that is created, every field that is set. */
  readonly fields: readonly FieldChange[]
  /** Whether it opens something that is blocked now. */
  readonly weakens: boolean | 'unknown'
  /** Declared emergency accounts and groups, whether the directory has them, and whether they are disabled. */
  readonly emergency: readonly {
    readonly id: string
    readonly name: string | null
    readonly isFound: boolean
    readonly isDisabled: boolean | 'unknown'
  }[]
  /** When the impact that this plan rests on was worked out, ISO 8601. */
  readonly impactAt: string | null
}

/** What of an impact a plan rests on; an impact answer is one. */
export type PlanBasis =
  | { readonly kind: 'impact-unknown' }
  | {
      readonly kind: 'impact'
      /** ISO 8601: of the snapshot, and of the working out. */
      readonly takenAt: string
      readonly assessedAt: string
      readonly candidate: { readonly key: string | null }
      readonly period: { readonly coveredDays: number; readonly askedDays: number }
      readonly exceptionGroup: { readonly accounts: readonly unknown[] }
      readonly notReplayed: readonly { readonly why: string; readonly count: number }[]
    }

const TEXT_LENGTH_MAX = 1_000_000
const basisSchema: z.ZodType<PlanBasis> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('impact-unknown') }),
  z.object({
    kind: z.literal('impact'),
    takenAt: z.iso.datetime({ offset: true }),
    assessedAt: z.iso.datetime({ offset: true }),
    candidate: z.object({ key: z.string().max(TEXT_LENGTH_MAX).nullable() }),
    period: z.object({ coveredDays: z.number().int().min(0), askedDays: z.number().int().min(0) }),
    exceptionGroup: z.object({ accounts: z.array(z.unknown()) }),
    notReplayed: z.array(z.object({ why: z.string(), count: z.number().int().min(0) })),
  }),
])

/**
 * Reads the impact that a plan rests on from what was kept as JSON.
 * @throws PosternError `input-invalid`, with the places that are wrong and none of their contents.
 */
export function parsePlanBasis(value: unknown): PlanBasis {
  const parsed = basisSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`)
  throw new PosternError('input-invalid', { what: 'impact', faults })
}
