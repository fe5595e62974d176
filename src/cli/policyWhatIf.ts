/**
 * `postern policy what-if [SNAPSHOT] --sign-in FILE`: which policies one sign-in meets, and what they do to it.
 *
 * Exits 0 whatever the outcome, since an outcome is no fault; 64 or above where there is none.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import {
  addressKey,
  evaluateWhatIf,
  type PolicySnapshot,
  type SignIn,
  type WhatIf,
} from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import { type CliIo, inputOf, isStandardInput } from './io.js'
import { readJson, readSnapshot } from './policyFiles.js'
import { sayUnknowns, section } from './policyWords.js'
import { printable } from './printable.js'

export interface PolicyWhatIfOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  /** Of the live tenant instead. */
  readonly live?: boolean
  readonly json?: boolean
  /** A file with the sign-in as JSON; `-` is standard input. */
  readonly signIn?: string
}

const SIGN_IN_BYTES_MAX = 64 * 1024

const word = z.string().max(256).nullable().optional()
/** As policies name them; the log's own words for the same are taken too. */
const FLOWS: Readonly<Record<string, string>> = {
  none: 'none',
  devicecodeflow: 'deviceCodeFlow',
  devicecode: 'deviceCodeFlow',
  authenticationtransfer: 'authenticationTransfer',
}
const flow = word.transform((text, context) => {
  if (text === null || text === undefined) return text
  const known = FLOWS[text.toLowerCase()]
  if (known === undefined) context.addIssue({ code: 'custom', message: 'not a flow' })
  return known ?? z.NEVER
})
/** A member that means nothing here would be passed over, and with it what was asked. */
const signInSchema = z.strictObject({
  userId: z.string().min(1).max(256),
  appId: word,
  userAction: word,
  authContext: word,
  authenticationFlow: flow,
  originalTransferMethod: flow,
  clientAppType: word,
  devicePlatform: word,
  ipAddress: word.refine((text) => (text ?? null) === null || addressKey(text ?? '') !== null),
  country: word.refine((text) => (text ?? null) === null || /^[a-z]{2}$/i.test(text ?? '')),
  compliantNetwork: z.boolean().nullable().optional(),
  device: z.record(z.string(), z.unknown()).nullable().optional(),
  signInRiskLevel: word,
  userRiskLevel: word,
  insiderRiskLevel: word,
})

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyWhatIf(io: CliIo, options: PolicyWhatIfOptions): Promise<number> {
  if (options.signIn === undefined) {
    io.err(
      'what-if needs the sign-in: --sign-in FILE, JSON with at least userId and appId, such as {"userId":"…","appId":"…","authenticationFlow":"deviceCodeFlow","ipAddress":"203.0.113.9"}',
    )
    return EXIT.usage
  }
  if (isStandardInput(options.signIn) && isStandardInput(options.file) && options.live !== true) {
    io.err('what-if reads one of the two from standard input: name the file of the other')
    return EXIT.usage
  }
  const snapshot = await readSnapshot(io, options.file, options.live)
  const signIn = readSignIn(await readJson(inputOf(io, options.signIn), SIGN_IN_BYTES_MAX))
  const result = evaluateWhatIf(snapshot, signIn)
  const { unknowns } = snapshot
  const show = options.json === true ? [JSON.stringify({ ...result, unknowns })] : sayWhatIf(result, snapshot)
  const isListed = snapshot.directory.users?.some(({ id }) => id.toLowerCase() === signIn.userId.toLowerCase())
  if (isListed !== true)
    io.err('The snapshot does not list this user: taken for a member, with the memberships it holds of them.')
  for (const line of show) io.out(line)
  return EXIT.ok
}

function readSignIn(value: unknown): SignIn {
  const parsed = signInSchema.safeParse(value)
  if (parsed.success) {
    const { appId, userAction, authContext } = parsed.data
    if (appId || userAction || authContext) return parsed.data as SignIn
    throw new PosternError('input-invalid', { what: 'sign-in', faults: ['appId: missing'] })
  }
  const faults = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: not a member of a sign-in`
      : `${issue.path.join('.')}: ${issue.code}`,
  )
  throw new PosternError('input-invalid', { what: 'sign-in', faults })
}

function sayWhatIf({ outcome, applied, reportOnly, controls }: WhatIf, snapshot: PolicySnapshot): readonly string[] {
  return [
    `Outcome: ${outcome}`,
    ...section(
      'Policies that apply',
      applied.map((text) => printable(text)),
    ),
    ...section(
      'Report-only policies that would apply',
      reportOnly.map((text) => printable(text)),
    ),
    ...section(
      'Controls',
      controls.map((text) => printable(text)),
    ),
    ...sayUnknowns(snapshot.unknowns),
  ]
}
