/**
 * `postern codes [--json]`: every code that Postern's answers use, with its meaning, so that a script or a rule can be
 * written against codes and not against sentences. Loads the domain only.
 */
import { ADVICE, SIGNALS } from '../domain/codeCheck/index.js'
import { ERROR_CODES } from '../domain/errors.js'
import { POLICY_CODES } from '../domain/policyStatus/index.js'
import { REASONS } from '../domain/signInAlert/index.js'
import { type CliIo, EXIT } from './io.js'

export interface CodesOptions {
  readonly json?: boolean
}

/** The catalogues by kind, each code with its meaning in English. */
export const CATALOGUES = {
  signals: SIGNALS,
  reasons: REASONS,
  policy: POLICY_CODES,
  advice: ADVICE,
  errors: ERROR_CODES,
} as const

const HEADINGS: Readonly<Record<keyof typeof CATALOGUES, string>> = {
  signals: 'Signals of a message check',
  reasons: 'Reasons of a sign-in assessment',
  policy: 'Gaps, residual and unknowns of a policy status',
  advice: 'Advice',
  errors: 'Errors',
}

/** Runs the command; the exit status is always 0. */
export async function runCodes(io: Pick<CliIo, 'out'>, options: CodesOptions): Promise<number> {
  if (options.json) {
    io.out(JSON.stringify(CATALOGUES))
    return EXIT.ok
  }
  for (const [kind, catalogue] of Object.entries(CATALOGUES)) {
    io.out(HEADINGS[kind as keyof typeof CATALOGUES])
    for (const [code, meaning] of Object.entries(catalogue)) io.out(`  ${code.padEnd(32)} ${meaning}`)
    io.out('')
  }
  return EXIT.ok
}
