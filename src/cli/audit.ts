/** `postern audit verify|list`: whether the trail holds, and what stands at its end. */
import { readAnchor, TRAIL_FAULTS, type TrailReport, writeAnchor } from '../domain/audit/index.js'
import type { UserId } from '../domain/ids.js'
import type { AuditStore, ListedEntry } from '../flows/ports.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { printable } from './printable.js'

export const LISTED_DEFAULT = 50
const LISTED_MAX = 10_000

/** Exit status: 0 it holds, 1 it does not, 2 the anchor is older than the retention and proves nothing any more. */
export async function runAuditVerify(
  io: Pick<CliIo, 'out' | 'err'>,
  store: Pick<AuditStore, 'verifyTrail'>,
  options: { readonly json?: boolean; readonly anchor?: string },
): Promise<number> {
  const anchor = options.anchor === undefined ? null : readAnchor(options.anchor)
  if (options.anchor !== undefined && anchor === null) {
    io.err('--anchor takes what an earlier verify printed: NUMBER:SEAL')
    return EXIT.usage
  }
  const report = await store.verifyTrail(anchor)
  if (options.json === true) io.out(JSON.stringify(asJson(report)))
  else for (const line of sayReport(report)) io.out(line)
  if (report.faultCount > 0) return EXIT.notOk
  return report.anchor === 'trimmed' ? EXIT.unknown : EXIT.ok
}

const asJson = ({ end, ...report }: TrailReport) => ({
  holds: report.faultCount === 0,
  ...report,
  end: end === null ? null : writeAnchor(end),
})

const ANCHOR_LINES: Readonly<Record<TrailReport['anchor'], string | null>> = {
  'not-given': 'No anchor was given: entries cut off at the end would not show.',
  holds: 'The anchor that was given is in it.',
  trimmed: 'The anchor that was given is older than what is kept: it proves nothing any more.',
  broken: null,
}

function sayReport(report: TrailReport): readonly string[] {
  const { entries, emptied, trimmedThrough, end, faults, faultCount, anchor } = report
  const more = faultCount - faults.length
  const line = ANCHOR_LINES[anchor]
  return [
    faultCount === 0 ? `The trail holds: ${entries} entries.` : `THE TRAIL DOES NOT HOLD: ${faultCount} faults.`,
    ...faults.map(
      ({ code, position }) => `  ${position === null ? '' : `entry ${position}: `}${code}: ${TRAIL_FAULTS[code]}`,
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(trimmedThrough === null ? [] : [`Entries up to ${trimmedThrough} were let go by the retention.`]),
    ...(emptied === 0 ? [] : [`${emptied} entries without details, since their person was erased.`]),
    ...(line === null ? [] : [line]),
    ...(end === null ? [] : [`Keep this elsewhere, for --anchor: ${writeAnchor(end)}`]),
  ]
}

export async function runAuditList(
  io: Pick<CliIo, 'out' | 'err'>,
  store: Pick<AuditStore, 'listAudit'>,
  options: { readonly json?: boolean; readonly limit?: string; readonly user?: UserId },
): Promise<number> {
  const limit = options.limit === undefined ? LISTED_DEFAULT : Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > LISTED_MAX) {
    io.err(`--limit takes a number from 1 to ${LISTED_MAX}`)
    return EXIT.usage
  }
  const entries = await store.listAudit({ limit, ...(options.user === undefined ? {} : { user: options.user }) })
  for (const entry of entries) io.out(options.json === true ? JSON.stringify(entry) : sayEntry(entry))
  return EXIT.ok
}

function sayEntry({ position, at, event, what, actor, actorUserId, about, aboutUserId, details }: ListedEntry): string {
  const parts = [
    `${position} ${at.toISOString()}`,
    what === null ? event : `${event} ${what}`,
    `by ${actorUserId ?? actor}`,
    ...(about === null || about === actor ? [] : [`about ${aboutUserId ?? about}`]),
    ...(details === null ? ['(details erased)'] : Object.entries(details).map(([name, value]) => `${name}=${value}`)),
  ]
  return parts.map((part) => printable(part)).join(' ')
}
