/**
 * `postern policy status [SNAPSHOT]`: how Conditional Access stands on device code flow, from a file.
 *
 * For people, or one JSON object with `--json`. Exits 0 (blocked), 1 (partial, report-only, no) or 2 (unknown), so that
 * a pipeline can act on it. A fault exits 64 or above.
 */
import { CLOUDS, type CloudName, type Portals } from '../domain/clouds.js'
import { answerPolicyQuestion, type Finding, POLICY_CODES, type PolicyAnswer } from '../domain/policyStatus/index.js'
import { type CiFinding, type CiReport, ciLines } from './ciReport.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { readSnapshot } from './policyFiles.js'
import type { CiFormat } from './policyFormats.js'
import { sayCoverage, sayFindingToChange, sayLines, sayOpen } from './policyStatusWords.js'
import { BLOCKED_LINES, sayAge, sayFinding, sayUnknowns, section } from './policyWords.js'

export interface PolicyStatusOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  /** Of the live tenant instead. */
  readonly live?: boolean
  readonly json?: boolean
  /** For a pipeline, in place of words. */
  readonly format?: CiFormat
  /** Whose portals to lead to: a snapshot does not say where it was taken. */
  readonly cloud?: CloudName
  readonly now: Date
}

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyStatus(io: CliIo, options: PolicyStatusOptions): Promise<number> {
  const answer = answerPolicyQuestion(
    { kind: 'status' },
    await readSnapshot(io, options.file, options.live),
    options.now,
  )
  for (const line of linesOf(answer, options)) io.out(line)
  return exitStatusOf(answer)
}

function exitStatusOf(answer: PolicyAnswer): number {
  if (answer.kind !== 'status' || answer.blocked === 'unknown') return EXIT.unknown
  return answer.blocked === 'yes' ? EXIT.ok : EXIT.notOk
}

const VERDICTS: Readonly<Record<number, CiReport['verdict']>> = { [EXIT.ok]: 'ok', [EXIT.notOk]: 'failure' }

function linesOf(answer: PolicyAnswer, { json, format, file, cloud }: PolicyStatusOptions): readonly string[] {
  if (json === true) return [JSON.stringify(answer)]
  if (format === undefined) return sayAnswer(answer, CLOUDS[cloud ?? 'public'])
  return ciLines(format, {
    name: 'policy status',
    file,
    question: 'device code flow is blocked outside trusted networks',
    verdict: VERDICTS[exitStatusOf(answer)] ?? 'unknown',
    takenAt: answer.takenAt,
    meanings: POLICY_CODES,
    findings: findingsOf(answer),
  })
}

/** Where all is blocked a gap fails nothing; where it is not known, what is unknown does. */
function findingsOf(answer: PolicyAnswer): readonly CiFinding[] {
  if (answer.kind !== 'status') return []
  const { blocked, because, gaps, residual, unknowns } = answer
  const told = (level: CiFinding['level'], finding: Finding): CiFinding => ({
    code: finding.code,
    level,
    message: sayFinding(finding).join('; '),
    id: finding.code,
  })
  return [
    ...gaps.map((gap) => told(blocked === 'yes' || blocked === 'unknown' ? 'warning' : 'failure', gap)),
    ...because.map((code) => ({ code, level: 'unknown' as const, message: POLICY_CODES[code], id: `because:${code}` })),
    ...residual.map((finding) => told('note', finding)),
    ...unknowns
      .filter(({ what }) => !because.includes(what))
      .map(({ what, why }) => ({ code: what, level: 'warning' as const, message: why, id: `unknown:${what}` })),
  ]
}

/** Each finding takes several lines: what, where, what to change. */
const LINES_MAX = 80

function sayAnswer(answer: PolicyAnswer, portals: Portals): readonly string[] {
  if (answer.kind !== 'status') return [...sayAge(answer), BLOCKED_LINES.unknown, ...sayUnknowns(answer.unknowns)]
  return [
    ...sayAge(answer),
    BLOCKED_LINES[answer.blocked],
    ...section(
      'Because of',
      answer.because.map((code) => `${code}: ${POLICY_CODES[code]}`),
    ),
    ...section('Still open: who, from where, to what', answer.open.map(sayOpen)),
    ...sayCoverage(answer.coverage),
    ...section(
      'Gaps',
      answer.gaps.flatMap((gap) => sayFindingToChange(gap, portals)),
      LINES_MAX,
    ),
    ...section(
      'Open by design',
      answer.residual.flatMap((rest) => sayFindingToChange(rest, portals)),
    ),
    ...section('Beside the policies', sayLines(answer.lines, portals), LINES_MAX),
    ...sayUnknowns(answer.unknowns),
  ]
}
