/** `postern doctor [--json]`: findings in words, each fault with what is lost and the step that mends it. */
import type { Finding } from '../flows/doctor.js'
import { mendingOf } from './doctorWords.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { printable } from './printable.js'

const MARK: Readonly<Record<Finding['state'], string>> = { ok: 'ok     ', fault: 'FAULT  ', unknown: 'unknown' }

/** Exit status: 0 all fine, 1 at least one fault, 2 no fault but something unknown. */
export async function runDoctor(
  io: Pick<CliIo, 'out'>,
  options: { readonly json?: boolean },
  examine: () => Promise<readonly Finding[]>,
): Promise<number> {
  const findings = await examine()
  if (options.json === true)
    io.out(JSON.stringify({ findings: findings.map((finding) => ({ ...finding, ...wordsFor(finding) })) }))
  else for (const line of findings.flatMap(linesOf)) io.out(line)
  if (findings.some((finding) => finding.state === 'fault')) return EXIT.notOk
  return findings.some((finding) => finding.state === 'unknown') ? EXIT.unknown : EXIT.ok
}

const wordsFor = (finding: Finding): { lost?: string; mend?: string } =>
  finding.state === 'ok' ? {} : mendingOf(finding)

function linesOf(finding: Finding): string[] {
  const { lost, mend } = wordsFor(finding)
  // These stand in the sentences below.
  const { why: _why, lostWithout: _lostWithout, sentence: _sentence, ...facts } = finding.facts
  const shown = Object.entries(facts)
    .map(([name, value]) => `${name} ${printable(String(value))}`)
    .join(', ')
  return [
    `${MARK[finding.state]}  ${finding.area}: ${finding.subject}${finding.code === null ? '' : ` (${finding.code})`}${shown === '' ? '' : ` – ${shown}`}`,
    ...(lost === undefined ? [] : [`         lost: ${lost}`]),
    ...(mend === undefined ? [] : [`         mend: ${mend}`]),
  ]
}
