/** The whole of a list as a file. The role is asked for when the file is offered, and again when it is sent. */
import {
  type AskedAnswer,
  type FileFormat,
  fileText,
  type KeptQuestion,
  notesOf,
  rowsOf,
} from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import { allows } from './allows.js'
import type { AnswerPorts, Asking } from './policyAnswers/asking.js'
import { deviceCodeUsers } from './policyAnswers/deviceCodeUsers.js'
import { drift } from './policyAnswers/drift.js'
import { planFile } from './policyAnswers/plan.js'
import { teamsDevices } from './policyAnswers/teamsDevices.js'
import { impactNow } from './policyImpact.js'
import { planNow } from './policyWrites/planNow.js'

/** A few megabytes, built in memory. A larger tenant has the command line. */
const ROWS_MAX = 20_000
const SNAPSHOT_AGE_MAX_MS = 10 * 60 * 1000

export type PolicyFile =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array; readonly question: KeptQuestion }
  /** The question has no list, or it is empty and nothing is to be said of it. */
  | { readonly kind: 'nothing' }
  /** The policies were read too long ago to answer from. */
  | { readonly kind: 'too-old' }
  | { readonly kind: 'refused'; readonly why: 'no-role' | 'roles-unknown' }

export async function policyFile(
  ports: AnswerPorts,
  actor: Actor,
  asked: KeptQuestion,
  format: FileFormat,
): Promise<PolicyFile> {
  const now = ports.clock.now()
  const allowed = await allows(ports, actor.userId, 'read')
  const entry = { actor: actor.userId, at: now, details: { question: asked.kind, file: format } }
  if (allowed !== true) {
    await ports.store.addAudit({ event: 'policy-refused', what: allowed, ...entry })
    return { kind: 'refused', why: allowed }
  }
  if (asked.kind === 'plan') return filePlan(ports, asked, format, entry)
  const question = wholeOf(asked)
  if (question === null) return { kind: 'nothing' }
  const snapshot = await ports.policies.snapshot({ maxAgeMs: SNAPSHOT_AGE_MAX_MS })
  // Sign-ins are our own, whatever the age of the policies.
  const { isTooOld } = await ports.judge.judge('dated', snapshot, now)
  if (question.kind !== 'device-code-users' && isTooOld) return { kind: 'too-old' }
  const answer = await answerWhole(question, { ports, actor, snapshot, now })
  const rows = rowsOf(answer) ?? []
  const notes = notesOf(answer)
  if (rows.length + notes.length === 0) return { kind: 'nothing' }
  // No answer without its entry.
  await ports.store.addAudit({ event: 'policy-asked', ...entry, about: null })
  const name = `${question.kind === 'people' ? question.of : question.kind}-${now.toISOString().slice(0, 10)}.${format}`
  return { kind: 'file', name, bytes: new TextEncoder().encode(fileText(rows, format, notes)), question }
}

async function filePlan(
  ports: AnswerPorts,
  question: KeptQuestion,
  format: FileFormat,
  entry: { readonly actor: Actor['userId']; readonly at: Date },
): Promise<PolicyFile> {
  const { plan } = await planNow(ports)
  const text = planFile(plan, format, ports.settings.cloudName)
  if (text === null) return { kind: 'nothing' }
  await ports.store.addAudit({ event: 'policy-asked', ...entry, about: null })
  const name = `block-device-code-${entry.at.toISOString().slice(0, 10)}.${format}`
  return { kind: 'file', name, bytes: new TextEncoder().encode(text), question }
}

type Listed = Extract<
  KeptQuestion,
  { readonly kind: 'people' | 'teams-devices' | 'device-code-users' | 'impact' | 'drift' }
>

/** From the first page on; a summary of people is the list of them. */
function wholeOf(question: KeptQuestion): Listed | null {
  switch (question.kind) {
    case 'people':
    case 'teams-devices':
    case 'device-code-users':
    case 'drift':
      return { ...question, page: 0 }
    case 'impact':
      return { kind: 'impact' }
    case 'left-open':
    case 'excluded':
      return { kind: 'people', of: question.kind, only: null, page: 0 }
    default:
      return null
  }
}

async function answerWhole(question: Listed, asking: Asking): Promise<AskedAnswer> {
  switch (question.kind) {
    case 'people':
      return asking.ports.judge.judge('people', asking.snapshot, asking.now, question, ROWS_MAX)
    case 'teams-devices':
      return teamsDevices(question, asking, ROWS_MAX)
    case 'device-code-users':
      return deviceCodeUsers(question, asking, ROWS_MAX)
    case 'drift':
      return drift(question, asking, ROWS_MAX)
    case 'impact':
      return impactNow(asking.ports, asking.snapshot)
  }
}
