/** Whether the sign-in log is read, and how far it is behind. */
import { isErrorCode } from '../../domain/errors.js'
import type { HealthMark, Readiness, Settings } from '../ports.js'
import { isInUse, isSilent, SIGN_IN_LOG } from '../readiness.js'
import { hubMark, isStreamMark, isStreamSilent } from '../streamMarks.js'
import { TUNING_FILE, TUNING_GROUPS } from '../tuning.js'
import { GROUP_CHANGES } from '../watchGroups.js'
import { type FindingCode, isDoctorCode } from './codes.js'
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts, FoundDatabase } from './ports.js'

/** A busy tenant has sign-ins every minute; Entra writes most of them down within a few minutes. */
const LAG_MAX_MS = 15 * 60 * 1000

/** An event hub of sign-ins that nobody's device renews in is rare by day. */
const QUIET_MAX_MS = 60 * 60 * 1000

/** What stands on a line of its own. */
const ELSEWHERE = new Set<string>([SIGN_IN_LOG, TUNING_FILE, TUNING_GROUPS, GROUP_CHANGES])

type Sources = Pick<Settings, 'isPolled' | 'streamHubs'>
type Mark = Pick<HealthMark, 'name' | 'ok' | 'code' | 'detail'> & { readonly ageMs: number }

export function signInLog(ports: DoctorPorts, database: FoundDatabase): Promise<readonly Finding[]> {
  return look('sign-in-log', 'reading', async () => {
    // Why the database says nothing stands with the database.
    if (database.state === 'failed') return unknown('sign-in-log', 'reading', database.code)
    if (database.state === 'held' && database.running === null) return unknown('sign-in-log', 'reading', 'store-locked')
    const nowMs = ports.clock.now().getTime()
    const { settings } = ports
    const found = database.state === 'open' ? stored(await database.store.health(), nowMs) : told(database.running)
    const marks = found.filter(({ name }) => isInUse(settings, name))
    const others = marks.filter(({ name, ok: fine }) => !ELSEWHERE.has(name) && !isStreamMark(name) && !fine)
    const polled = marks.find(({ name }) => name === SIGN_IN_LOG)
    return [
      ...(settings.isPolled ? [readingOf(polled, settings.pollIntervalMs)] : []),
      ...streamsOf(
        marks.filter(({ name }) => isStreamMark(name)),
        settings,
      ),
      ...others.map((one) => fault('sign-in-log', one.name, codeOf(one), one.detail)),
    ]
  })
}

const stored = (marks: readonly HealthMark[], nowMs: number): Mark[] =>
  marks.map((mark) => ({ ...mark, ageMs: nowMs - mark.at.getTime() }))

/** What the running bot says of its sources. */
function told(running: Readiness | null): Mark[] {
  return Object.entries(running?.checks ?? {}).flatMap(([name, { ok: fine, code, ageMs, newestAgeMs, detail }]) =>
    ageMs === undefined
      ? []
      : [
          {
            name,
            ok: fine,
            code,
            ageMs,
            detail: newestAgeMs === undefined ? (detail ?? {}) : { ...detail, newestAgeMs },
          },
        ],
  )
}

function readingOf(mark: Mark | undefined, pollIntervalMs: number): Finding {
  if (mark === undefined) return unknown('sign-in-log', 'reading', 'not-read-yet')
  const facts = { ...mark.detail, ageMs: mark.ageMs }
  if (isSilent(mark.ageMs, pollIntervalMs)) return fault('sign-in-log', 'reading', 'not-read-lately', facts)
  if (!mark.ok) return fault('sign-in-log', 'reading', codeOf(mark), facts)
  const { newestAgeMs } = mark.detail
  // A quiet night and a log that is held up look alike from here: neither is a fault, and neither is fine.
  if (typeof newestAgeMs !== 'number') return unknown('sign-in-log', 'reading', 'log-empty', facts)
  if (newestAgeMs > LAG_MAX_MS) return unknown('sign-in-log', 'reading', 'log-lags', facts)
  return ok('sign-in-log', 'reading', facts)
}

/** Event hubs, and the partitions that are read of them. Nothing is said where there is no stream. */
function streamsOf(marks: readonly Mark[], { isPolled, streamHubs }: Sources): readonly Finding[] {
  const isKnown = (hub: string): boolean => marks.some(({ name }) => name === hubMark(hub))
  return [
    ...streamHubs
      .filter((hub) => !isKnown(hub))
      .map((hub) => unknown('sign-in-log', hubMark(hub), 'not-read-yet', { isPolled })),
    ...marks.map((mark) => streamFinding(mark, marks, isPolled)),
  ]
}

function streamFinding(mark: Mark, marks: readonly Mark[], isPolled: boolean): Finding {
  const facts = { ...mark.detail, ageMs: mark.ageMs, isPolled }
  if (mark.code === 'not-read-yet') return unknown('sign-in-log', mark.name, mark.code, facts)
  if (!mark.ok) return fault('sign-in-log', mark.name, codeOf(mark), facts)
  if (isStreamSilent(mark.ageMs)) return fault('sign-in-log', mark.name, 'not-read-lately', facts)
  const partitions = marks.filter(({ name }) => name.startsWith(`${mark.name}/`))
  if (partitions.length > 0) {
    const newestAgeMs = newestOf(partitions)
    // As with the polled log: a quiet night and a diagnostic setting that is gone look alike from here.
    if (newestAgeMs === null) return unknown('sign-in-log', mark.name, 'stream-empty', facts)
    if (newestAgeMs > QUIET_MAX_MS) return unknown('sign-in-log', mark.name, 'stream-idle', { ...facts, newestAgeMs })
  }
  const { lagMs } = mark.detail
  const lags = typeof lagMs === 'number' && lagMs > LAG_MAX_MS
  return lags ? fault('sign-in-log', mark.name, 'stream-lags', facts) : ok('sign-in-log', mark.name, facts)
}

function newestOf(partitions: readonly Mark[]): number | null {
  const ages = partitions.flatMap(({ ageMs, detail: { newestAgeMs } }) =>
    typeof newestAgeMs === 'number' ? [newestAgeMs + ageMs] : [],
  )
  return ages.length === 0 ? null : Math.min(...ages)
}

/** A mark may have been written by another version. */
const codeOf = ({ code }: Mark): FindingCode => (isErrorCode(code) || isDoctorCode(code) ? code : 'internal')
