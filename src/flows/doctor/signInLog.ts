/** Whether the sign-in log is read, and how far it is behind. */
import { isErrorCode } from '../../domain/errors.js'
import type { HealthMark, Readiness } from '../ports.js'
import { isSilent, SIGN_IN_LOG } from '../readiness.js'
import { isStreamMark, isStreamSilent, streamMark } from '../streamMarks.js'
import { TUNING_FILE, TUNING_GROUPS } from '../tuning.js'
import { type FindingCode, isDoctorCode } from './codes.js'
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts, FoundDatabase } from './ports.js'

/** A busy tenant has sign-ins every minute; Entra writes most of them down within a few minutes. */
const LAG_MAX_MS = 15 * 60 * 1000

/** What stands on a line of its own. */
const ELSEWHERE = new Set<string>([SIGN_IN_LOG, TUNING_FILE, TUNING_GROUPS])

type Mark = Pick<HealthMark, 'name' | 'ok' | 'code' | 'detail'> & { readonly ageMs: number }

export function signInLog(ports: DoctorPorts, database: FoundDatabase): Promise<readonly Finding[]> {
  return look('sign-in-log', 'reading', async () => {
    // Why the database says nothing stands with the database.
    if (database.state === 'failed') return unknown('sign-in-log', 'reading', database.code)
    if (database.state === 'held' && database.running === null) return unknown('sign-in-log', 'reading', 'store-locked')
    const nowMs = ports.clock.now().getTime()
    const marks = database.state === 'open' ? stored(await database.store.health(), nowMs) : told(database.running)
    const others = marks.filter(({ name, ok: fine }) => !ELSEWHERE.has(name) && !isStreamMark(name) && !fine)
    return [
      readingOf(
        marks.find(({ name }) => name === SIGN_IN_LOG),
        ports.settings.pollIntervalMs,
      ),
      ...streamsOf(
        marks.filter(({ name }) => isStreamMark(name)),
        ports.inspection.streamHubs,
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
function streamsOf(marks: readonly Mark[], hubs: readonly string[]): readonly Finding[] {
  const isKnown = (hub: string): boolean => marks.some(({ name }) => name === streamMark({ stream: `/${hub}` }))
  return [
    ...hubs
      .filter((hub) => !isKnown(hub))
      .map((hub) => unknown('sign-in-log', streamMark({ stream: `/${hub}` }), 'not-read-yet')),
    ...marks.map(streamFinding),
  ]
}

function streamFinding(mark: Mark): Finding {
  const facts = { ...mark.detail, ageMs: mark.ageMs }
  if (mark.code === 'not-read-yet') return unknown('sign-in-log', mark.name, mark.code, facts)
  if (!mark.ok) return fault('sign-in-log', mark.name, codeOf(mark), facts)
  if (isStreamSilent(mark.ageMs)) return fault('sign-in-log', mark.name, 'not-read-lately', facts)
  const { lagMs } = mark.detail
  const lags = typeof lagMs === 'number' && lagMs > LAG_MAX_MS
  return lags ? fault('sign-in-log', mark.name, 'stream-lags', facts) : ok('sign-in-log', mark.name, facts)
}

/** A mark may have been written by another version. */
const codeOf = ({ code }: Mark): FindingCode => (isErrorCode(code) || isDoctorCode(code) ? code : 'internal')
