/** Adds up what a replay found, by account and client. */
import type { ImpactAnswer, ImpactCount, ImpactRow } from './shape.js'
import { type Client, IMPACT_SORTS, type ImpactSort } from './tools.js'

export const ROWS_MAX = 500
const TOOLS_MAX = 100

export interface Hit {
  readonly userId: string
  readonly name: string | null
  readonly appId: string | null
  readonly client: Client
  readonly atMs: number
  readonly ofDevice: boolean
  readonly emergency: boolean
  readonly stopped: boolean
  readonly session: boolean
}

interface Count {
  readonly people: Set<string>
  stopped: number
  sessions: number
}

const fresh = (): Count => ({ people: new Set(), stopped: 0, sessions: 0 })

function add(count: Count, { userId, stopped, session }: Hit): void {
  count.people.add(userId)
  if (stopped) count.stopped += 1
  if (session) count.sessions += 1
}

const shown = ({ people, stopped, sessions }: Count): ImpactCount => ({ people: people.size, stopped, sessions })

export function tally(hits: readonly Hit[]): Pick<ImpactAnswer, 'total' | 'sorts' | 'tools' | 'rows' | 'rowsLeftOut'> {
  const total = fresh()
  const sorts: Record<ImpactSort, Count> = { 'teams-device': fresh(), tool: fresh(), unknown: fresh() }
  const tools = new Map<string, { readonly hit: Hit; readonly count: Count }>()
  const rows = new Map<string, { readonly first: Hit; readonly count: Count; lastMs: number }>()
  for (const hit of hits) {
    const toolKey = `${hit.client.sort} ${hit.appId}`
    const tool = tools.get(toolKey) ?? { hit, count: fresh() }
    const row = rows.get(`${hit.userId} ${hit.appId}`) ?? { first: hit, count: fresh(), lastMs: hit.atMs }
    row.lastMs = Math.max(row.lastMs, hit.atMs)
    for (const count of [total, sorts[hit.client.sort], tool.count, row.count]) add(count, hit)
    tools.set(toolKey, tool)
    rows.set(`${hit.userId} ${hit.appId}`, row)
  }
  const ranked = [...rows.values()].map(
    ({ first, count, lastMs }): ImpactRow => ({
      userId: first.userId,
      name: first.name,
      appId: first.appId,
      appName: first.client.name,
      sort: first.client.sort,
      instead: first.client.instead,
      stopped: count.stopped,
      sessions: count.sessions,
      lastAt: new Date(lastMs).toISOString(),
      ofDevice: first.ofDevice,
      emergency: first.emergency,
    }),
  )
  ranked.sort(byWeight)
  return {
    total: shown(total),
    sorts: {
      'teams-device': shown(sorts['teams-device']),
      tool: shown(sorts.tool),
      unknown: shown(sorts.unknown),
    },
    tools: [...tools.values()]
      .map(({ hit: { appId, client }, count }) => ({ appId, ...client, ...shown(count) }))
      .sort(
        (one, other) =>
          IMPACT_SORTS.indexOf(one.sort) - IMPACT_SORTS.indexOf(other.sort) ||
          other.stopped + other.sessions - one.stopped - one.sessions,
      )
      .slice(0, TOOLS_MAX),
    rows: ranked.slice(0, ROWS_MAX),
    rowsLeftOut: Math.max(0, ranked.length - ROWS_MAX),
  }
}

/** Emergency accounts before anybody, then the most affected; ids decide between equals, so that lists stay put. */
const byWeight = (one: ImpactRow, other: ImpactRow): number =>
  Number(other.emergency) - Number(one.emergency) ||
  other.stopped + other.sessions - one.stopped - one.sessions ||
  (`${one.userId}${one.appId}` < `${other.userId}${other.appId}` ? -1 : 1)
