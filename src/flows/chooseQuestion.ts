/**
 * What nobody here understood may be a question in other words. Where the operator configured a language model, it names
 * one of the questions there are, for somebody who may ask them. It sees one typed line that asks about the subject and
 * nothing that could be a message; what it says counts as if the person had said it. Without it nothing is missing, and
 * whatever goes wrong with it, the text is taken as if there were none.
 */
import { errorFields, isPosternError } from '../domain/errors.js'
import { type AskedQuestion, mayChoose, QUESTION_CHOICES, questionOfChoice } from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import { allows } from './allows.js'
import { isAnswered } from './policyAnswers/index.js'
import type { Ports, QuestionChooser } from './ports.js'

/** Teams gives up a message after 15 s: the log that the question may need takes 10 of them, and a check 3. */
const PATIENCE_MS = 4_000
/** Each costs the operator money: as many at once, and as many again in an hour. */
export const CHOICES_PER_HOUR = 20
const SECONDS_PER_HOUR = 3600

type ChoosePorts = Pick<Ports, 'chooser' | 'clock' | 'deadlines' | 'directory' | 'log'> & {
  readonly store: Pick<Ports['store'], 'takeToken'>
}

interface Typed {
  readonly text: string
  /** The same as Teams sent it, with its markup. */
  readonly message: string
  readonly timeZone: string
}

/**
 * @param asking called right before the model is asked: somebody waits
 * @returns null where it is no question, or nobody says so
 */
export async function chooseQuestion(
  ports: ChoosePorts,
  actor: Actor,
  { text, message, timeZone }: Typed,
  asking: () => Promise<void>,
): Promise<AskedQuestion | null> {
  const { chooser, clock, deadlines, log } = ports
  if (chooser === null || !mayChoose(text, message) || (await allows(ports, actor.userId, 'read')) !== true) return null
  if (!(await takeTurn(ports, actor))) return null
  await asking()
  try {
    const chosen = await chooser.choose(text, QUESTION_CHOICES, { signal: deadlines.after(PATIENCE_MS) })
    if (chosen === null) {
      log.info('the language model finds no question', { userId: actor.userId })
      return null
    }
    const question = questionOfChoice(chosen, text, { now: clock.now(), timeZone })
    if (question !== null && isAnswered(question)) return question
    log.warn('no question chosen by the language model', { code: 'model-answer-invalid' })
    return null
  } catch (error) {
    if (!isPosternError(error)) throw error
    log.warn('no question chosen by the language model', errorFields(error))
    return null
  }
}

/** The same words each time, of nobody, so that the doctor can try it. Errors: as `choose`. */
export async function understandsPlainQuestion({ chooser, deadlines }: TryPorts): Promise<boolean> {
  const signal = deadlines.after(PATIENCE_MS)
  const chosen = await chooser.choose('Is device code flow blocked in our tenant?', QUESTION_CHOICES, { signal })
  return chosen?.kind === 'status'
}

interface TryPorts {
  readonly chooser: QuestionChooser
  readonly deadlines: Ports['deadlines']
}

async function takeTurn({ store, log }: ChoosePorts, { userId }: Actor): Promise<boolean> {
  const limit = { capacity: CHOICES_PER_HOUR, perSecond: CHOICES_PER_HOUR / SECONDS_PER_HOUR }
  const waitMs = await store.takeToken(`person:model:${userId}`, limit)
  if (waitMs > 0) log.info('the language model is not asked: too often within the hour', { userId, waitMs })
  return waitMs === 0
}
