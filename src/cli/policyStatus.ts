/**
 * `postern policy status [SNAPSHOT]`: how Conditional Access stands on device code flow, from a file.
 *
 * For people, or one JSON object with `--json`. Exits 0 (blocked), 1 (partial, report-only, no) or 2 (unknown), so that
 * a pipeline can act on it. A fault exits 64 or above.
 */
import { answerPolicyQuestion, POLICY_CODES, type PolicyAnswer } from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { readSnapshot } from './policyFiles.js'
import { BLOCKED_LINES, sayAge, sayFinding, sayUnknowns, section } from './policyWords.js'

export interface PolicyStatusOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  readonly json?: boolean
  readonly now: Date
}

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyStatus(io: CliIo, options: PolicyStatusOptions): Promise<number> {
  const answer = answerPolicyQuestion({ kind: 'status' }, await readSnapshot(io, options.file), options.now)
  for (const line of options.json === true ? [JSON.stringify(answer)] : sayAnswer(answer)) io.out(line)
  if (answer.kind !== 'status' || answer.blocked === 'unknown') return EXIT.unknown
  return answer.blocked === 'yes' ? EXIT.ok : EXIT.notOk
}

function sayAnswer(answer: PolicyAnswer): readonly string[] {
  if (answer.kind !== 'status') return [...sayAge(answer), BLOCKED_LINES.unknown, ...sayUnknowns(answer.unknowns)]
  return [
    ...sayAge(answer),
    BLOCKED_LINES[answer.blocked],
    ...section(
      'Because of',
      answer.because.map((code) => `${code}: ${POLICY_CODES[code]}`),
    ),
    ...section('Gaps', answer.gaps.flatMap(sayFinding)),
    ...section('Open by design', answer.residual.flatMap(sayFinding)),
    ...sayUnknowns(answer.unknowns),
  ]
}
