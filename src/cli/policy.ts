/**
 * `postern policy status|who|what-if [SNAPSHOT]`: how Conditional Access stands on device code flow, from a file.
 *
 * For people, or one JSON object with `--json`. `status` exits 0 (blocked), 1 (partial, report-only, no) or 2
 * (unknown), so that a pipeline can act on it; `who` exits 2 where it cannot tell. A fault exits 64 or above.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import {
  answerPolicyQuestion,
  evaluateWhatIf,
  type Finding,
  type LeftOpenAnswer,
  type NamedThing,
  POLICY_CODES,
  type PolicyAnswer,
  type PolicySnapshot,
  parseSnapshot,
  type SignIn,
  type StatusAnswer,
  type Unknown,
  type WhatIf,
} from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import { type CliIo, inputOf } from './io.js'
import { printable } from './printable.js'

export type PolicyCommand = 'status' | 'who' | 'what-if'

export interface PolicyOptions {
  /** The snapshot; absent or `-` is standard input. */
  readonly file?: string
  readonly json?: boolean
  /** For `what-if`: a file with the sign-in as JSON. */
  readonly signIn?: string
  readonly now: Date
}

/** Close to the longest text Node can hold; a larger tenant needs another form than one JSON text. */
const SNAPSHOT_BYTES_MAX = 480 * 1024 * 1024
const SIGN_IN_BYTES_MAX = 64 * 1024
const SHOWN_MAX = 20
const MINUTE_MS = 60 * 1000

const word = z.string().max(256).nullable().optional()
const signInSchema = z.object({
  userId: z.string().min(1).max(256),
  appId: word,
  userAction: word,
  authContext: word,
  authenticationFlow: word,
  originalTransferMethod: word,
  clientAppType: word,
  devicePlatform: word,
  ipAddress: word,
  country: word,
  compliantNetwork: z.boolean().nullable().optional(),
  device: z.record(z.string(), z.unknown()).nullable().optional(),
  signInRiskLevel: word,
  userRiskLevel: word,
  insiderRiskLevel: word,
})

/** Runs one command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicy(io: CliIo, command: PolicyCommand, options: PolicyOptions): Promise<number> {
  if (command === 'what-if' && options.signIn === undefined) {
    io.err('what-if needs the sign-in: --sign-in FILE, with at least userId and appId as JSON')
    return EXIT.usage
  }
  const snapshot = parseSnapshot(await readJson(inputOf(io, options.file), SNAPSHOT_BYTES_MAX))
  if (options.signIn !== undefined && command === 'what-if') {
    const signIn = readSignIn(await readJson(io.openFile(options.signIn), SIGN_IN_BYTES_MAX))
    const result = evaluateWhatIf(snapshot, signIn)
    const { unknowns } = snapshot
    const show = options.json === true ? [JSON.stringify({ ...result, unknowns })] : sayWhatIf(result, snapshot)
    for (const line of show) io.out(line)
    return EXIT.ok
  }
  const question = { kind: command === 'status' ? 'status' : 'left-open' } as const
  const answer = answerPolicyQuestion(question, snapshot, options.now)
  for (const line of options.json === true ? [JSON.stringify(answer)] : sayAnswer(answer)) io.out(line)
  return exitStatus(command, answer)
}

function exitStatus(command: PolicyCommand, answer: PolicyAnswer): number {
  if (answer.kind !== 'status' && answer.kind !== 'left-open') return EXIT.unknown
  if (answer.blocked === 'unknown') return EXIT.unknown
  return command === 'status' && answer.blocked !== 'yes' ? EXIT.notOk : EXIT.ok
}

async function readJson(chunks: AsyncIterable<Buffer>, bytesMax: number): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new PosternError('input-too-large', { bytesMax })
    parts.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (error) {
    throw new PosternError('input-invalid', { what: 'JSON' }, { cause: error })
  }
}

function readSignIn(value: unknown): SignIn {
  const parsed = signInSchema.safeParse(value)
  if (parsed.success) return parsed.data as SignIn
  const faults = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`)
  throw new PosternError('input-invalid', { what: 'sign-in', faults })
}

const BLOCKED_LINES: Readonly<Record<StatusAnswer['blocked'], string>> = {
  yes: 'Device code flow is blocked outside trusted networks.',
  partial: 'Device code flow is blocked for some sign-ins only.',
  'report-only': 'Device code flow is not blocked: the policy only reports.',
  no: 'Device code flow is not blocked.',
  unknown: 'It is not known whether device code flow is blocked.',
}

function sayAnswer(answer: PolicyAnswer): readonly string[] {
  const age = answer.stale
    ? [`The data is ${Math.floor(answer.ageMs / MINUTE_MS)} minutes old (${answer.takenAt}).`]
    : []
  switch (answer.kind) {
    case 'status':
      return [
        ...age,
        BLOCKED_LINES[answer.blocked],
        ...section(
          'Because of',
          answer.because.map((code) => `${code}: ${POLICY_CODES[code]}`),
        ),
        ...section('Gaps', answer.gaps.flatMap(sayFinding)),
        ...section('Open by design', answer.residual.flatMap(sayFinding)),
        ...sayUnknowns(answer.unknowns),
      ]
    case 'left-open':
      return [...age, BLOCKED_LINES[answer.blocked], ...sayLeftOpen(answer), ...sayUnknowns(answer.unknowns)]
    default:
      return [...age, BLOCKED_LINES.unknown, ...sayUnknowns(answer.unknowns)]
  }
}

function sayLeftOpen(answer: LeftOpenAnswer): readonly string[] {
  return [
    ...section('Who', [
      ...(answer.everyMember ? ['every member'] : []),
      ...answer.guestTypes.map((type) => `guests of type ${type}`),
    ]),
    ...section('Groups', answer.groups.map(sayThing)),
    ...section('Roles', answer.roles.map(sayThing)),
    ...section('People', answer.users.map(sayThing)),
    ...section(
      'An ordinary member can do it from',
      answer.from.map((place) => (place.id === '*' ? 'any unnamed internet address' : sayThing(place))),
    ),
  ]
}

function sayFinding({ code, policies, things, peopleCount }: Finding): readonly string[] {
  const named = policies.map(({ displayName }) => `"${printable(displayName)}"`).join(', ')
  return [
    `${code}: ${POLICY_CODES[code]}${peopleCount === null ? '' : ` (${peopleCount})`}`,
    ...(named === '' ? [] : [`  in ${named}`]),
    ...atMost(things.map((thing) => `  ${thing.kind} ${sayThing(thing)}`)),
  ]
}

function sayThing({ id, displayName, memberCount, emergency }: NamedThing): string {
  const members = memberCount === null ? '' : `, ${memberCount} ${memberCount === 1 ? 'member' : 'members'}`
  const name = displayName === null ? printable(id) : `${printable(displayName)} (${printable(id)})`
  return `${name}${members}${emergency ? ', emergency access' : ''}`
}

function sayWhatIf({ outcome, applied, reportOnly, controls }: WhatIf, snapshot: PolicySnapshot): readonly string[] {
  return [
    `Outcome: ${outcome}`,
    ...section('Policies that apply', applied.map(printable)),
    ...section('Report-only policies that would apply', reportOnly.map(printable)),
    ...section('Controls', controls.map(printable)),
    ...sayUnknowns(snapshot.unknowns),
  ]
}

const sayUnknowns = (unknowns: readonly Unknown[]): readonly string[] =>
  section(
    'Not known',
    unknowns.map(({ what, why }) => `${what}: ${POLICY_CODES[what]} (${printable(why)})`),
  )

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...atMost(lines).map((line) => `  ${line}`)]

const atMost = (lines: readonly string[]): readonly string[] =>
  lines.length <= SHOWN_MAX
    ? lines
    : [...lines.slice(0, SHOWN_MAX), `… and ${lines.length - SHOWN_MAX} more (--json has all)`]
