/**
 * Who made a change: the directory's audit log, read only where there is a change, about the things that changed. What
 * cannot be read is a stated unknown, and keeps nobody from being told of the change itself.
 */
import { isPosternError } from '../domain/errors.js'
import {
  type AuditEntry,
  type Authorship,
  authorOf,
  authorQuery,
  type DriftChange,
} from '../domain/policyStatus/index.js'
import type { DriftSpan, Ports } from './ports.js'

/** Clocks differ, and a reading sees what is done while it lasts. */
const EARLIER_MS = 5 * 60 * 1000
const LATER_MS = 60 * 60 * 1000
/** Each thing is a request or two of a limit that other apps share. The rest are stated as not looked up. */
const THINGS_MAX = 20

export interface Changed extends DriftSpan {
  readonly change: DriftChange
}

/** By change id; the first ones where there are many, so hand in the worst first. Never throws for what Graph does. */
export async function authorsOf(
  { policyAudit, log }: Pick<Ports, 'policyAudit' | 'log'>,
  changes: readonly Changed[],
): Promise<ReadonlyMap<string, Authorship>> {
  const read = new Map<string, ReturnType<Ports['policyAudit']['about']>>()
  const about = (target: string, from: Date, to: Date) => {
    const key = `${target}/${from.toISOString()}/${to.toISOString()}`
    const asked = read.get(key) ?? policyAudit.about(target, { from, to })
    read.set(key, asked)
    return asked
  }
  const found = new Map<string, Authorship>()
  let failed: string | null = null
  for (const { change, from, to } of changes) {
    const query = from === null ? null : authorQuery(change)
    if (from === null || query === null) {
      found.set(change.id, { kind: 'not-logged' })
      continue
    }
    if (failed === null && read.size >= THINGS_MAX) failed = 'too-many'
    try {
      if (failed === null) found.set(change.id, await authorIn(change, query.targets, { from, to }, about))
    } catch (error) {
      if (!isPosternError(error) || error.code.startsWith('store-')) throw error
      // One refusal is enough: the others would meet the same.
      failed = error.code
      log.warn('who changed a policy could not be read', { code: error.code })
    }
    if (failed !== null) found.set(change.id, { kind: 'unreadable', why: failed })
  }
  return found
}

type About = (target: string, from: Date, to: Date) => ReturnType<Ports['policyAudit']['about']>

async function authorIn(
  change: DriftChange,
  targets: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
  about: About,
): Promise<Authorship> {
  const [earliest, soon, latest] = [from.getTime() - EARLIER_MS, to.getTime() + EARLIER_MS, to.getTime() + LATER_MS]
  const entries: AuditEntry[] = []
  let isWhole = true
  for (const target of targets) {
    const one = await about(target, new Date(earliest), new Date(latest))
    entries.push(...one.entries)
    isWhole &&= one.isComplete
    const author = authorOf(change, entries, { to: new Date(soon) })
    if (author.kind === 'known' && isWhole) return author
  }
  const author = authorOf(change, entries, { to: new Date(soon) })
  // Among rows that were not read there may be somebody else.
  return author.kind === 'known' ? { kind: 'several', by: [author.by] } : author
}
