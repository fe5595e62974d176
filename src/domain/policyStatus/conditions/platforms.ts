/**
 * The device platforms condition. Entra takes the platform from the user agent, unverified; one it does not know is
 * reached by `all` only (Microsoft Learn, "Conditional Access: Conditions", device platforms).
 */
import { MATCH, type Misses } from '../codes.js'
import { isJson, lowered, member } from '../reading.js'

export interface PlatformCondition {
  readonly include: ReadonlySet<string>
  readonly exclude: ReadonlySet<string>
}

/** Lower case, as Graph's enum has them, and `unknown` for every other. */
export const PLATFORMS = ['android', 'ios', 'windows', 'windowsphone', 'macos', 'linux', 'unknown'] as const

const LIMITED: Misses = ['platform-limited']

/** Reads `conditions.platforms`; null where it is not configured. */
export function readPlatforms(raw: unknown): PlatformCondition | null {
  if (!isJson(raw)) return null
  const include = new Set(lowered(member(raw, 'includePlatforms')))
  const exclude = new Set(lowered(member(raw, 'excludePlatforms')))
  return include.size === 0 && exclude.size === 0 ? null : { include, exclude }
}

/** @param platform lower case; `unknown`, or empty where the sign-in does not say. */
export function platformMisses(condition: PlatformCondition | null, platform: string): Misses {
  if (condition === null) return MATCH
  const selects = (chosen: ReadonlySet<string>): boolean => chosen.has('all') || chosen.has(platform)
  return selects(condition.include) && !selects(condition.exclude) ? MATCH : LIMITED
}
