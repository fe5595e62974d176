/**
 * What a press of a card's button carries, both ways: built here for the templates, parsed here when it comes back.
 *
 * A payload is a claim by whoever sends it. It is versioned, strict, and names ids only; who may do what is decided by
 * the flows, on every press.
 */
import { z } from 'zod/v4'
import { DAYS_MAX } from '../domain/desk/index.js'
import { PosternError } from '../domain/errors.js'
import {
  type AlertId,
  alertId,
  type CheckId,
  checkId,
  isGuid,
  type PolicyWriteId,
  policyWriteId,
  userId,
  type WarningId,
  warningId,
} from '../domain/ids.js'
import { FILE_FORMATS, type FileFormat, type KeptQuestion } from '../domain/policyStatus/index.js'
import {
  ANSWERS,
  type Answer,
  CLOSE_NOTE_LENGTH_MAX,
  CLOSE_REASON_CODES,
  CONTAINMENT_PRESSES,
  type ContainmentPress,
} from '../domain/signInAlert/index.js'
import { questionSchema } from './policyQuestions.js'

export const ALERT_ACTIONS = ['revoke-sessions', 'take', 'snooze-15', 'snooze-60', 'close'] as const
export const ORIGINS = ['mine', 'sent'] as const
const ASKED = ['notice', 'question', 'stop-now', 'coaching'] as const

export type AlertAction = (typeof ALERT_ACTIONS)[number]
export type Origin = (typeof ORIGINS)[number]

/** `abort`: without it zod goes on to the transform, which throws an error of its own. */
const guid = z.string().refine(isGuid, { abort: true })
const version = z.literal(1)
/** The version of what was shown: a press on an older card does nothing. */
const previewVersion = z.int().positive().max(1_000_000)
/** A name, a mail address or an object id. */
export const GROUP_LENGTH_MAX = 256
/**
 * The key that opens the sealed text of a check: 32 bytes as base64url. Only in cards that nobody but the asker sees.
 * Not called `key`: the local Teams client does nothing on a press whose data has that name.
 */
const sealKey = z
  .string()
  .regex(/^[\w-]{43}$/)
  .optional()

/** Nothing picked comes back as an empty text. */
const closeReason = z.enum(['', ...CLOSE_REASON_CODES]).optional()

/** What the security team asks by a button: ids and numbers, never a name. */
const deskAsk = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alerts'), page: z.int().min(0).max(200) }),
  z.strictObject({ kind: z.literal('alert'), id: guid.transform(alertId) }),
  z.strictObject({
    kind: z.literal('sign-ins-of'),
    person: guid.transform(userId),
    days: z.int().min(1).max(DAYS_MAX),
  }),
  z.strictObject({ kind: z.enum(['campaigns', 'stats']) }),
])
export type DeskAsk = Readonly<z.output<typeof deskAsk>>

const fileFormat = z.enum(FILE_FORMATS)

/** Of exactly what the card showed: 128 bits as base64url. */
const shownDigest = z.string().regex(/^[\w-]{22}$/)
export const POLICY_PRESSES = ['propose', 'confirm', 'withdraw', 'undo', 'remove'] as const
export type PolicyPress = (typeof POLICY_PRESSES)[number]

const cardActionSchema = z.discriminatedUnion('verb', [
  z.strictObject({
    v: version,
    verb: z.enum(['report-check', 'send-report', 'drop-report']),
    checkId: guid.transform(checkId),
    seal: sealKey,
  }),
  z.strictObject({
    v: version,
    verb: z.literal('check-origin'),
    checkId: guid.transform(checkId),
    origin: z.enum(ORIGINS),
    seal: sealKey,
  }),
  z.strictObject({ v: version, verb: z.literal('entered-code'), checkId: guid.transform(checkId), seal: sealKey }),
  z.strictObject({
    v: version,
    verb: z.literal('answer-alert'),
    alertId: guid.transform(alertId),
    answer: z.enum(ANSWERS),
    // What the card asked. Cards of before it was kept have none.
    asked: z.enum(ASKED).optional(),
  }),
  z.strictObject({
    v: version,
    verb: z.literal('act-on-alert'),
    alertId: guid.transform(alertId),
    action: z.enum(ALERT_ACTIONS),
    // What was picked and written beside *Close*. A client may add it to any button of the card.
    reason: closeReason,
    note: z.string().max(CLOSE_NOTE_LENGTH_MAX).optional(),
  }),
  z.strictObject({ v: version, verb: z.literal('ask-desk'), ask: deskAsk }),
  z.strictObject({ v: version, verb: z.literal('ask-own'), ask: z.enum(['sign-ins', 'alerts']) }),
  z.strictObject({ v: version, verb: z.literal('open-question'), alertId: guid.transform(alertId) }),
  z.strictObject({
    v: version,
    verb: z.literal('act-on-containment'),
    alertId: guid.transform(alertId),
    action: z.enum(CONTAINMENT_PRESSES),
    // What stands in the inputs of the card, which this press does not ask for.
    reason: closeReason,
    note: z.string().max(CLOSE_NOTE_LENGTH_MAX).optional(),
  }),
  z.strictObject({ v: version, verb: z.literal('warn-people'), checkId: guid.transform(checkId) }),
  z.strictObject({
    v: version,
    verb: z.literal('name-group'),
    warningId: guid.transform(warningId),
    version: previewVersion,
    // What was typed or picked; the client adds it to what the button carries.
    group: z.string().max(GROUP_LENGTH_MAX).optional(),
  }),
  z.strictObject({
    v: version,
    verb: z.literal('decide-warning'),
    warningId: guid.transform(warningId),
    version: previewVersion,
    decision: z.enum(['send', 'drop']),
  }),
  z.strictObject({
    v: version,
    verb: z.literal('ask-policy'),
    question: questionSchema,
    refresh: z.literal(true).optional(),
  }),
  z.strictObject({
    v: version,
    verb: z.literal('change-policy'),
    press: z.enum(POLICY_PRESSES),
    digest: shownDigest,
    writeId: guid.transform(policyWriteId).optional(),
  }),
  z.strictObject({ v: version, verb: z.literal('ask-file'), question: questionSchema, format: fileFormat }),
])

/** What a button of a card asks for. The `verb` of its `Action.Execute` is the same as the payload's. */
export type CardAction = Readonly<z.output<typeof cardActionSchema>>

/** Reads what came back with a press. Throws `input-invalid` for anything that is not exactly one of our payloads. */
export function parseCardAction(data: unknown): CardAction {
  const parsed = cardActionSchema.safeParse(data)
  if (!parsed.success) throw new PosternError('input-invalid', { what: 'card action' })
  return parsed.data
}

type ReportVerb = 'report-check' | 'send-report' | 'drop-report'
type MakeReportAction = (check: CheckId, key?: string | null) => CardAction

const reporting =
  (verb: ReportVerb): MakeReportAction =>
  (check, key) => ({ v: 1, verb, checkId: check, ...withKey(key) })

const withKey = (key: string | null | undefined) => (key ? { seal: key } : {})

/** Shows what would be sent. */
export const reportCheck = reporting('report-check')
export const sendReport = reporting('send-report')
/** Back from the preview, with nothing sent. */
export const dropReport = reporting('drop-report')

export const checkOrigin = (check: CheckId, origin: Origin, key?: string | null): CardAction => ({
  v: 1,
  verb: 'check-origin',
  checkId: check,
  origin,
  ...withKey(key),
})

/** *I already entered it*. */
export const enteredCode = (check: CheckId, key?: string | null): CardAction => ({
  v: 1,
  verb: 'entered-code',
  checkId: check,
  ...withKey(key),
})

export const answerAlert = (alert: AlertId, answer: Answer, asked?: (typeof ASKED)[number]): CardAction => ({
  v: 1,
  verb: 'answer-alert',
  alertId: alert,
  answer,
  ...(asked === undefined ? {} : { asked }),
})

export const actOnAlert = (alert: AlertId, action: AlertAction): CardAction => ({
  v: 1,
  verb: 'act-on-alert',
  alertId: alert,
  action,
})

export const askDesk = (ask: DeskAsk): CardAction => ({ v: 1, verb: 'ask-desk', ask })
export const askOwn = (ask: 'sign-ins' | 'alerts'): CardAction => ({ v: 1, verb: 'ask-own', ask })
/** Shows the card of a question in the place of the list. */
export const openQuestion = (alert: AlertId): CardAction => ({ v: 1, verb: 'open-question', alertId: alert })

export const actOnContainment = (alert: AlertId, action: ContainmentPress): CardAction => ({
  v: 1,
  verb: 'act-on-containment',
  alertId: alert,
  action,
})

export const warnPeople = (lure: CheckId): CardAction => ({ v: 1, verb: 'warn-people', checkId: lure })

/** `group` is added by the card's input of that name. */
export const nameGroup = (warning: WarningId, of: number): CardAction => ({
  v: 1,
  verb: 'name-group',
  warningId: warning,
  version: of,
})

export const decideWarning = (warning: WarningId, of: number, decision: 'send' | 'drop'): CardAction => ({
  v: 1,
  verb: 'decide-warning',
  warningId: warning,
  version: of,
  decision,
})

/** `refresh`: read policy anew instead of answering from what was read a few minutes ago. */
export const askPolicy = (question: KeptQuestion, refresh = false): CardAction => ({
  v: 1,
  verb: 'ask-policy',
  question,
  ...(refresh ? { refresh: true } : {}),
})

/** A press for a change of policy. `write`: the one it is about; absent where a plan becomes one. */
export const changePolicy = (press: PolicyPress, digest: string, write?: PolicyWriteId): CardAction => ({
  v: 1,
  verb: 'change-policy',
  press,
  digest,
  ...(write === undefined ? {} : { writeId: write }),
})

/** The whole list as a file. */
export const askFile = (question: KeptQuestion, format: FileFormat): CardAction => ({
  v: 1,
  verb: 'ask-file',
  question,
  format,
})
