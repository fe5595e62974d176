/** Whom the bot can reach, known before it must. */
import type { UserId } from '../../domain/ids.js'

export type { ReachView } from '../../domain/notices.js'

/** Of a card in Teams: what a phone shows at once. */
export const PEOPLE_EACH_PAGE = 8

export const REACH_STATES = [
  'reachable',
  'not-installed',
  'blocked',
  'left',
  'guest',
  'disabled',
  'no-licence',
  'shared-device',
] as const
/**
 * `not-installed`: there is no chat, and none could be made. `blocked`: the person or a policy refuses the bot. `left`:
 * no longer in the directory. `no-licence`: no Teams. Guests, disabled accounts and shared devices are never written to.
 */
export type ReachState = (typeof REACH_STATES)[number]

export interface Reach {
  readonly userId: UserId
  readonly state: ReachState
  /** What hindered: an error code, `not-configured`, `delivery` (Teams refused a card) or `policy`. */
  readonly why: string | null
  /** When it was last seen so. */
  readonly at: Date
}

export interface KnownReach extends Reach {
  /** When it became so. */
  readonly since: Date
}

export interface ReachStore {
  saveReach(people: readonly Reach[]): Promise<void>
  reachOf(userId: UserId): Promise<KnownReach | null>
  /** Who was not met since: their state becomes `left`, and those who left long before are forgotten. */
  markLeft(since: Date, forgetBefore: Date): Promise<void>
  reachCounts(): Promise<Readonly<Record<ReachState, number>>>
  /** In order of their ids, behind `after`. */
  reachIn(
    state: ReachState,
    page: { readonly after: UserId | null; readonly limit: number },
  ): Promise<readonly KnownReach[]>
}

/** What the directory says of somebody; `member`: a person whom the bot may have to ask. */
export interface ReachPerson {
  readonly userId: UserId
  readonly kind: 'member' | 'guest' | 'disabled' | 'no-licence' | 'shared-device'
}

/** Errors: `graph-*`. */
export interface Installations {
  /** False: the settings do not say which app it is. */
  readonly isConfigured: boolean
  /** Everybody in the directory, page by page. */
  everybody(): AsyncIterable<readonly ReachPerson[]>
  /**
   * Installs the app for the person where it is not. `refused`: a policy does not let it; `no-teams`: they have no Teams.
   * Errors: `graph-forbidden`, where the permission is missing; `graph-not-found`, where the app is in no catalogue.
   */
  install(userId: UserId): Promise<'installed' | 'refused' | 'no-teams'>
}
