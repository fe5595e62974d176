/** `postern reach [--state STATE] [--after ID] [--json]`: whom the bot can reach; counts first, then the people of a state. */
import { PosternError } from '../domain/errors.js'
import { isGuid, userId } from '../domain/ids.js'
import { type KnownReach, REACH_STATES, type ReachState, type ReachStore } from '../flows/ports.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'

export interface ReachOptions {
  readonly state?: string
  /** The last id of the page before. */
  readonly after?: string
  readonly json?: boolean
}

const PAGE = 100

const MEANING: Readonly<Record<ReachState, string>> = {
  reachable: 'have a chat with the bot, or the app is installed for them',
  'not-installed': 'have no chat: their sign-ins go to the security team at once',
  blocked: 'refuse the bot, or a policy does',
  left: 'are no longer in the directory',
  guest: 'are guests, who are never asked',
  disabled: 'have a disabled account',
  'no-licence': 'have no Teams',
  'shared-device': 'are Teams phones and rooms, which nobody asks',
}

/** Those who may have to be asked and cannot be. */
const OUT_OF_REACH: readonly ReachState[] = ['not-installed', 'blocked', 'no-licence']

/** Exit status: 0 everybody is in reach, 1 somebody is not, 2 nobody was looked at yet. */
export async function runReach(
  io: Pick<CliIo, 'out'>,
  store: Pick<ReachStore, 'reachCounts' | 'reachIn'>,
  options: ReachOptions,
): Promise<number> {
  const counts = await store.reachCounts()
  const state = stateOf(options.state)
  const after = options.after === undefined ? null : idOf(options.after)
  const people = state === null ? [] : await store.reachIn(state, { after, limit: PAGE })
  const next = people.length === PAGE ? (people.at(-1)?.userId ?? null) : null
  if (options.json === true) io.out(JSON.stringify({ counts, people, next }))
  else for (const line of [...linesOf(counts), ...people.map(lineOf), ...moreOf(state, next)]) io.out(line)
  if (Object.values(counts).every((count) => count === 0)) return EXIT.unknown
  return OUT_OF_REACH.some((one) => counts[one] > 0) ? EXIT.notOk : EXIT.ok
}

function stateOf(given: string | undefined): ReachState | null {
  if (given === undefined) return null
  const state = REACH_STATES.find((known) => known === given)
  if (state === undefined) throw new PosternError('input-invalid', { what: `state: one of ${REACH_STATES.join(', ')}` })
  return state
}

function idOf(given: string): KnownReach['userId'] {
  if (!isGuid(given)) throw new PosternError('id-invalid', { what: 'after: an object id' })
  return userId(given)
}

const linesOf = (counts: Readonly<Record<ReachState, number>>): readonly string[] =>
  REACH_STATES.map((state) => `${String(counts[state]).padStart(7)}  ${state}: ${MEANING[state]}`)

const lineOf = ({ userId: id, state, why, since }: KnownReach): string =>
  `${id}  ${state} since ${since.toISOString().slice(0, 10)}${why === null ? '' : ` (${why})`}`

const moreOf = (state: ReachState | null, next: string | null): readonly string[] =>
  next === null ? [] : [`more: postern reach --state ${state} --after ${next}`]
