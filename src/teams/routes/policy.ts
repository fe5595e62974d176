/**
 * Where the answer to a question about policy is given: in the 1:1 chat and the security channel. Asked anywhere else,
 * the whole answer goes to the 1:1 chat, a refusal too, so that a group does not learn who holds a role.
 */
import type { TurnContext } from 'botbuilder'
import { type Card, renderAskedAnswer, say, withChosen, withReading } from '../../cards/index.js'
import {
  type AskedAgain,
  type AskedQuestion,
  type FileFormat,
  type KeptQuestion,
  namesSubject,
  onlyAsks,
  readAmendments,
  readFollowUp,
  readPolicyQuestion,
} from '../../domain/policyStatus/index.js'
import type { Actor } from '../../flows/actor.js'
import { allows } from '../../flows/allows.js'
import { askPolicy } from '../../flows/askPolicy.js'
import { chooseQuestion } from '../../flows/chooseQuestion.js'
import { rememberConversation } from '../../flows/conversations.js'
import { lastQuestion, meantBy } from '../../flows/lastQuestion.js'
import { isAnswered } from '../../flows/policyAnswers/index.js'
import type { Conversation } from '../../flows/ports.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { offerFile } from './policyFile.js'

/** A card, or the sentence of a refusal. */
export type PolicyReply = { readonly card: Card } | { readonly refusal: string }

/** What somebody wants to know of policy, or the list of before as a file. */
export type AskedOfPolicy =
  | {
      readonly kind: 'question'
      readonly question: AskedQuestion
      readonly refresh: boolean
      /** A language model named it. */
      readonly isChosen?: boolean
    }
  | { readonly kind: 'file'; readonly question: KeptQuestion; readonly format: FileFormat }

/**
 * @param message the text as Teams sent it, with the targets of its links
 * @returns null where it is nothing about policy, by itself or after what was asked before, or where it is to be checked
 */
export async function readAsked(
  ports: Pick<BotPorts, 'clock' | 'directory' | 'log' | 'store'>,
  actor: Actor,
  { text, message, timeZone }: { readonly text: string; readonly message: string; readonly timeZone: string },
): Promise<AskedOfPolicy | null> {
  const asked = await readWords(ports, actor, text, timeZone)
  if (asked === null) return null
  const asks = onlyAsks(text, message)
  if (asks === 'no') return null
  if (asks === 'yes' && namesSubject(asked.question, text)) return asked
  // Whom nobody knows to ask such things gets the message checked: a verdict is worth more to them than a refusal.
  const allowed = await allows(ports, actor.userId, 'read')
  if (allowed === true) return asked
  // Nothing in it could be a message. Who may be known, or was when they asked before, learns why there is no answer.
  const isKnown = allowed === 'roles-unknown' || (await lastQuestion(ports, actor)) !== null
  return asks === 'yes' && isKnown ? asked : null
}

async function readWords(
  ports: Pick<BotPorts, 'clock' | 'store'>,
  actor: Actor,
  text: string,
  timeZone: string,
): Promise<AskedOfPolicy | null> {
  const again = readFollowUp(text)
  const last = again === null ? null : await lastQuestion(ports, actor)
  if (again !== null && last !== null) {
    if (again.kind === 'file') return { kind: 'file', question: last.question, format: again.format }
    const question = meantBy(last, again)
    if (question !== null) return { kind: 'question', question, refresh: again.kind === 'refresh' }
  }
  const clock = { now: ports.clock.now(), timeZone }
  const question = readPolicyQuestion(text, clock) ?? (await amended(ports, actor, readAmendments(text, clock)))
  return question === null || !isAnswered(question) ? null : { kind: 'question', question, refresh: false }
}

async function amended(
  ports: Pick<BotPorts, 'clock' | 'store'>,
  actor: Actor,
  asked: readonly AskedAgain[],
): Promise<AskedQuestion | null> {
  const last = asked.length === 0 ? null : await lastQuestion(ports, actor)
  if (last === null) return null
  return asked.map((one) => meantBy(last, one)).find((question) => question !== null) ?? null
}

/** For what is neither talk nor a question nor a command, and holds nothing but words that were typed. */
export async function readChosen(
  ports: BotPorts,
  actor: Actor,
  typed: { readonly text: string; readonly message: string; readonly timeZone: string },
  asking: () => Promise<void>,
): Promise<AskedOfPolicy | null> {
  if (!isPlaceForPolicy(ports, actor)) return null
  const question = await chooseQuestion(ports, actor, typed, asking)
  return question === null ? null : { kind: 'question', question, refresh: false, isChosen: true }
}

export async function policyReply(
  ports: BotPorts,
  actor: Actor,
  question: AskedQuestion,
  options: { readonly refresh?: boolean; readonly isChosen?: boolean } = {},
): Promise<PolicyReply> {
  const reply = await askPolicy(ports, actor, question, options)
  if (reply.kind !== 'answer') return { refusal: say(`refused.${reply.why}`, actor.locale) }
  const answered = renderAskedAnswer(reply.answer, actor.locale, ports.settings.portals)
  const card = withReading(answered, reply.reading, actor.locale)
  return { card: options.isChosen === true ? withChosen(card, question, actor.locale) : card }
}

/** Whether an answer about policy may be shown where the actor is. */
export const isPlaceForPolicy = (ports: Pick<BotPorts, 'settings'>, actor: Actor): boolean =>
  actor.place === 'personal' || actor.conversationId === ports.settings.securityChannelId

export async function answerPolicyInPlace(
  ports: BotPorts,
  context: TurnContext,
  actor: Actor,
  asked: AskedOfPolicy,
): Promise<void> {
  if (asked.kind === 'file') {
    const sentence = await offerFile(ports, context, actor, asked)
    if (sentence !== null) await context.sendActivity(sentence)
    return
  }
  const { question, refresh, isChosen = false } = asked
  const reply = await policyReply(ports, actor, question, { refresh, isChosen })
  if (isPlaceForPolicy(ports, actor)) {
    await context.sendActivity('card' in reply ? { attachments: [attachment(reply.card)] } : reply.refusal)
    return
  }
  await context.sendActivity(await tellInPrivate(ports, actor, reply))
}

/** Answers in the 1:1 chat, and gives the sentence that says so where the question was asked. */
export async function tellInPrivate(ports: BotPorts, actor: Actor, reply: PolicyReply): Promise<string> {
  const chat = await personalChat(ports, actor)
  if ('card' in reply) await ports.messenger.sendCard(chat, reply.card)
  else await ports.messenger.sendText(chat, reply.refusal)
  return say('refused.answered-in-private', actor.locale)
}

async function personalChat(ports: BotPorts, actor: Actor): Promise<Conversation> {
  const known = await ports.store.personalConversation(actor.userId)
  if (known !== null) return known
  const opened = await ports.messenger.openPersonal(actor.userId)
  await rememberConversation(ports, opened)
  return opened
}
