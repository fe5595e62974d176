/** `postern doctor [--json]`: findings in words, each fault with what is lost and the step that mends it. */
import type { Finding } from '../flows/doctor.js'
import { mendingOf } from './doctorWords.js'
import type { CliIo } from './io.js'

const MARK: Readonly<Record<Finding['state'], string>> = { ok: 'ok     ', fault: 'FAULT  ', unknown: 'unknown' }

/** Exit status: 0 all fine, 1 at least one fault, 2 no fault but something unknown. */
export async function runDoctor(
  io: CliIo,
  options: { readonly json?: boolean },
  examine: () => Promise<readonly Finding[]>,
): Promise<number> {
  const findings = await examine()
  if (options.json === true)
    io.out(JSON.stringify({ findings: findings.map((finding) => ({ ...finding, ...wordsFor(finding) })) }))
  else for (const line of findings.flatMap(linesOf)) io.out(line)
  if (findings.some((finding) => finding.state === 'fault')) return 1
  return findings.some((finding) => finding.state === 'unknown') ? 2 : 0
}

const wordsFor = (finding: Finding): { lost?: string; mend?: string } =>
  finding.state === 'ok' ? {} : mendingOf(finding)

function linesOf(finding: Finding): string[] {
  const { lost, mend } = wordsFor(finding)
  const { why: _why, lostWithout: _lostWithout, ...facts } = finding.facts
  const shown = Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  return [
    `${MARK[finding.state]}  ${finding.area}: ${finding.subject}${finding.code === null ? '' : ` (${finding.code})`}${shown === '' ? '' : ` – ${shown}`}`,
    ...(lost === undefined ? [] : [`         lost: ${lost}`]),
    ...(mend === undefined ? [] : [`         mend: ${mend}`]),
  ]
}
