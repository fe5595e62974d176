/**
 * Change tracking of groups: what was set is written down in order, and a token is a place in that order.
 * Source: Microsoft Graph docs, "group: delta" and "Use delta query".
 */
import { randomUUID } from 'node:crypto'
import { GraphFault } from './graphError.js'
import type { SimulatedGroup } from './model.js'

interface Written {
  readonly id: string
  /** Undefined: it was deleted. */
  readonly group: SimulatedGroup | undefined
  readonly at: number
}

interface Token {
  /** Undefined: of every group. */
  readonly ids: ReadonlySet<string> | undefined
  readonly withMembers: boolean
  /** How much of what was written had been told. */
  readonly told: number
  readonly at: number
}

/** "Use delta query", Token duration: directory objects. */
const TOKEN_LIFE_MS = 7 * 24 * 60 * 60 * 1000

type Row = Readonly<Record<string, unknown>>

export class GroupRegister extends Map<string, SimulatedGroup> {
  /** A change shows in a delta so much later, as the docs say that it may. */
  deltaDelayMs = 0
  /** No source says that `latest` goes together with a filter: here it can be refused. */
  refusesFilteredLatest = false
  private readonly written: Written[] = []
  private readonly tokens = new Map<string, Token>()
  private resetAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly now: () => Date,
    private readonly isUser: (id: string) => boolean,
  ) {
    super()
  }

  /** Those that were always there. */
  seed(groups: readonly SimulatedGroup[]): void {
    for (const group of groups) {
      this.written.push({ id: group.id, group, at: Number.NEGATIVE_INFINITY })
      super.set(group.id, group)
    }
  }

  override set(id: string, group: SimulatedGroup): this {
    this.written.push({ id, group, at: this.now().getTime() })
    return super.set(id, group)
  }

  override delete(id: string): boolean {
    this.written.push({ id, group: undefined, at: this.now().getTime() })
    return super.delete(id)
  }

  /** Every token so far is worth nothing: "Synchronization reset". */
  resetDeltas(): void {
    this.resetAt = this.now().getTime()
  }

  /** A token for what comes from here on; of what is there already the rows are `rowsSince` the beginning. */
  begin(ids: Token['ids'], withMembers: boolean, isLatest: boolean): string {
    return this.issue({ ids, withMembers, told: isLatest ? this.visible() : 0, at: this.now().getTime() })
  }

  /** @throws GraphFault where the token is not known, too old, or was reset */
  since(name: string): { readonly rows: readonly Row[]; readonly token: string } {
    const token = this.tokens.get(name)
    if (token === undefined || this.now().getTime() - token.at > TOKEN_LIFE_MS)
      throw new GraphFault(
        400,
        'syncStateNotFound',
        'The sync state generation is not found. The delta token is expired.',
      )
    if (token.at <= this.resetAt) {
      const Location = 'https://graph.microsoft.com/v1.0/groups/delta?$deltatoken='
      throw new GraphFault(410, 'resyncRequired', 'Resync is required.', { Location })
    }
    const told = Math.max(token.told, this.visible())
    const before = this.stateAt(token.told)
    const after = this.stateAt(told)
    const touched = new Set(this.written.slice(token.told, told).map(({ id }) => id))
    const rows = [...touched].flatMap((id) =>
      token.ids?.has(id) === false ? [] : this.rowOf(id, before.get(id), after.get(id), token.withMembers),
    )
    return { rows, token: this.issue({ ...token, told, at: this.now().getTime() }) }
  }

  private issue(token: Token): string {
    const name = randomUUID()
    this.tokens.set(name, token)
    return name
  }

  private visible(): number {
    const until = this.now().getTime() - this.deltaDelayMs
    const hidden = this.written.findIndex(({ at }) => at > until)
    return hidden < 0 ? this.written.length : hidden
  }

  private stateAt(count: number): ReadonlyMap<string, SimulatedGroup | undefined> {
    return new Map(this.written.slice(0, count).map(({ id, group }) => [id, group]))
  }

  private rowOf(
    id: string,
    was: SimulatedGroup | undefined,
    is: SimulatedGroup | undefined,
    withMembers: boolean,
  ): readonly Row[] {
    if (is === undefined) return was === undefined ? [] : [{ id, '@removed': { reason: 'changed' } }]
    const [old, now] = [new Set(was?.members), new Set(is.members)]
    const members = [
      ...[...now].filter((member) => !old.has(member)).map((member) => this.memberRow(member)),
      ...[...old]
        .filter((member) => !now.has(member))
        .map((member) => ({ ...this.memberRow(member), '@removed': { reason: 'deleted' } })),
    ]
    // What is not selected does not make a group appear.
    if (was !== undefined && (!withMembers || members.length === 0)) return []
    return [{ id, ...(withMembers && members.length > 0 ? { 'members@delta': members } : {}) }]
  }

  private memberRow(id: string): Row {
    return { '@odata.type': `#microsoft.graph.${this.isUser(id) ? 'user' : 'group'}`, id }
  }
}
