/** What somebody may ask of policy: the questions a snapshot answers by itself, and those that need more. */
import type { PolicyQuestion } from '../question.js'
import type { ResourceKey } from './resources.js'

/**
 * (untrusted) `called`: a name, a sign-in name or an object id, as it was written. `oneOf`: ids of whom it could be.
 * `member`: an ordinary member.
 */
export type Who =
  | { readonly called: string }
  | { readonly id: string }
  | { readonly oneOf: readonly string[] }
  | 'asker'
  | 'member'

/**
 * (untrusted) An address or range, a named location by its name or id, or a country (ISO 3166-1 alpha-2), with the words
 * for it, since a location could be called so; null is any address that is in no named location.
 */
export type From =
  | { readonly address: string }
  | { readonly called: string }
  | { readonly location: string }
  | { readonly country: string; readonly called?: string }
  | null

export interface PeopleQuestion {
  readonly kind: 'people'
  readonly of: 'left-open' | 'excluded'
  readonly only: 'guests' | null
  /** From 0. */
  readonly page: number
}

export interface WhyOpenQuestion {
  readonly kind: 'why-open'
  readonly who: Who
}

export interface WhatIfQuestion {
  readonly kind: 'what-if'
  readonly who: Who
  readonly from: From
  readonly app: ResourceKey | null
  readonly platform: PlatformName | null
}

export interface DeviceCodeUsersQuestion {
  readonly kind: 'device-code-users'
  readonly days: number
  readonly page: number
}

export interface DriftQuestion {
  readonly kind: 'drift'
  /** ISO 8601. */
  readonly since: string
  /** From 0, which is what absence means. */
  readonly page?: number | undefined
  /** The changes of this card, by the number under which they are kept, and no others. */
  readonly card?: string | undefined
}

export type AskedQuestion =
  | PolicyQuestion
  | PeopleQuestion
  | WhyOpenQuestion
  | WhatIfQuestion
  | { readonly kind: 'risk-policies' }
  | { readonly kind: 'teams-devices'; readonly page: number }
  | DeviceCodeUsersQuestion
  | DriftQuestion
  | { readonly kind: 'impact' }
  | { readonly kind: 'plan' }

export type AskedKind = AskedQuestion['kind']

export const PLATFORM_NAMES = ['windows', 'macos', 'linux', 'ios', 'android'] as const
export type PlatformName = (typeof PLATFORM_NAMES)[number]

/** Cases are kept longer, but nobody reads more of them in a chat. */
export const DAYS_MAX = 90
export const DAYS_DEFAULT = 30
/** Of changes, where no day is named. */
export const DRIFT_DAYS_DEFAULT = 7
export const PAGES_MAX = 500
