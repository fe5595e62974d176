/**
 * What somebody asked last in a chat, so that "and guests?" means something: by person and chat, for all replicas, and
 * for half an hour.
 */
import {
  type AskedAgain,
  type AskedAnswer,
  type AskedQuestion,
  followedUp,
  keptQuestion,
  type LastQuestion,
  PEOPLE_PER_PAGE,
  type PolicyAnswer,
  readLastQuestion,
} from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

const REMEMBERED_MS = 30 * 60 * 1000

type Answer = PolicyAnswer | AskedAnswer

/** A question that holds somebody's words is not kept: what it was found to mean is. */
export async function rememberQuestion(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  actor: Actor,
  question: AskedQuestion,
  answer: Answer,
): Promise<void> {
  const meant = keptQuestion('question' in answer ? answer.question : question)
  if (meant === null) return
  const body: LastQuestion = { question: meant, people: peopleIn(answer).slice(0, PEOPLE_PER_PAGE) }
  await store.saveLookup('last-question', subjectOf(actor), { readAt: clock.now(), body })
}

export async function lastQuestion(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  actor: Actor,
): Promise<LastQuestion | null> {
  const found = await store.lookup('last-question', subjectOf(actor))
  if (found === null || clock.now().getTime() - found.readAt.getTime() > REMEMBERED_MS) return null
  return readLastQuestion(found.body)
}

/** What the words mean after that question. Null: nothing. */
export function meantBy({ question, people }: LastQuestion, asked: AskedAgain): AskedQuestion | null {
  if (asked.kind !== 'why') return followedUp(question, asked)
  const [only] = people
  if (only === undefined) return null
  return { kind: 'why-open', who: people.length === 1 ? { id: only } : { oneOf: people } }
}

const subjectOf = ({ userId, conversationId }: Actor): string => `${userId} ${conversationId}`

function peopleIn(answer: Answer): readonly string[] {
  switch (answer.kind) {
    case 'people':
    case 'device-code-users':
      return answer.people.map(({ id }) => id)
    case 'teams-devices':
      return answer.devices.map(({ id }) => id)
    case 'why-open':
      return [answer.person.id]
    case 'what-if':
      return answer.person === null ? [] : [answer.person.id]
    default:
      return []
  }
}
