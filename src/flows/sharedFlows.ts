/**
 * Replicas read different partitions, and so different rows of one flow. Each tells the others in which flows it has seen
 * a device code, and lets go of what it held back of theirs: an approval that only its correlation makes one is found
 * without the polls.
 */
import { CorrelationSieve, type Flow, type SignInRecord } from '../domain/signInAlert/index.js'
import type { Ingested } from './ingestSignIns.js'
import { FLOWS_WANTED_MS } from './ports/wantedFlows.js'
import type { Ports } from './ports.js'
import { markSetAside, setRowsAside } from './setAside.js'

const LOOK_EVERY_MS = 2000
/** What is written elsewhere is seen a moment later than its time says. */
const SLACK_MS = 5 * 60 * 1000

export class SharedFlows {
  /** One for all partitions of this process. */
  private readonly sieve = new CorrelationSieve()
  private lookedAtMs: number | null = null
  private looking: Promise<void> | null = null
  /** Let go, and not worked with yet. */
  private owed: readonly SignInRecord[] = []

  constructor(
    private readonly ports: Pick<Ports, 'clock' | 'store'>,
    private readonly ingest: (rows: readonly SignInRecord[]) => Promise<Ingested>,
  ) {}

  /** The rows that matter, and in which flows they showed a device code first. */
  take(records: readonly SignInRecord[]): { readonly rows: readonly SignInRecord[]; readonly seen: readonly Flow[] } {
    const rows = this.sieve.take(records)
    return { rows, seen: this.sieve.takeSeen() }
  }

  /** Before the checkpoint moves behind them: who reads them again has not seen them for the first time. */
  tell(seen: readonly Flow[]): Promise<void> {
    return this.ports.store.wantFlows(seen)
  }

  /** Rows that were let go for a batch that is another's by now: nobody else has those that were held back here. */
  owe(rows: readonly SignInRecord[]): void {
    this.owed = [...this.owed, ...rows]
  }

  /** What the others have seen; now and then only, unless nothing else is to be done. */
  async look(isIdle: boolean): Promise<void> {
    const elapsedMs = this.lookedAtMs === null ? FLOWS_WANTED_MS : this.nowMs() - this.lookedAtMs
    if (!isIdle && this.owed.length === 0 && elapsedMs >= 0 && elapsedMs < LOOK_EVERY_MS) return
    this.looking ??= this.lookNow(Math.max(0, elapsedMs)).finally(() => {
      this.looking = null
    })
    await this.looking
  }

  private async lookNow(elapsedMs: number): Promise<void> {
    const { store } = this.ports
    const atMs = this.nowMs()
    const flows = await store.flowsWanted(Math.min(elapsedMs + SLACK_MS, FLOWS_WANTED_MS))
    this.owed = [...this.owed, ...this.sieve.want(flows)]
    this.lookedAtMs = atMs
    const rows = this.owed
    if (rows.length === 0) return
    const { failedPeople } = await this.ingest(rows)
    if (failedPeople.length > 0) {
      await setRowsAside(this.ports, rows, failedPeople)
      await markSetAside(this.ports)
    }
    // More may be owed by now.
    this.owed = this.owed.slice(rows.length)
  }

  private nowMs(): number {
    return this.ports.clock.now().getTime()
  }
}
