/** Whether the sign-in log is read, and how far it is behind. */
import { isErrorCode } from '../../domain/errors.js'
import type { HealthMark, Readiness } from '../ports.js'
import { isSilent, SIGN_IN_LOG } from '../readiness.js'
import { TUNING_FILE, TUNING_GROUPS } from '../tuning.js'
import type { FindingCode } from './codes.js'
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
    const others = marks.filter(({ name, ok: fine }) => !ELSEWHERE.has(name) && !fine)
    return [
      readingOf(
        marks.find(({ name }) => name === SIGN_IN_LOG),
        ports.settings.pollIntervalMs,
      ),
      ...others.map((one) => fault('sign-in-log', one.name, codeOf(one))),
    ]
  })
}

const stored = (marks: readonly HealthMark[], nowMs: number): Mark[] =>
  marks.map((mark) => ({ ...mark, ageMs: nowMs - mark.at.getTime() }))

/** What the running bot says of its sources. */
function told(running: Readiness | null): Mark[] {
  return Object.entries(running?.checks ?? {}).flatMap(([name, { ok: fine, code, ageMs, newestAgeMs }]) =>
    ageMs === undefined
      ? []
      : [{ name, ok: fine, code, ageMs, detail: newestAgeMs === undefined ? {} : { newestAgeMs } }],
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

/** A mark may have been written by another version. */
const codeOf = ({ code }: Mark): FindingCode => (isErrorCode(code) ? code : 'internal')
