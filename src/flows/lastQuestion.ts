/**
 * What somebody asked last in a chat, so that "and guests?" means something: by person and chat, for all replicas, and
 * for half an hour.
 */
import { z } from 'zod/v4'
import {
  type AskedAgain,
  type AskedAnswer,
  type AskedQuestion,
  askedSchema,
  followedUp,
  type PolicyAnswer,
} from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

const REMEMBERED_MS = 30 * 60 * 1000
const PEOPLE_MAX = 8

const kept = z.object({ question: askedSchema, people: z.array(z.string().max(64)).max(PEOPLE_MAX) })

type Answer = PolicyAnswer | AskedAnswer

/** A question that holds somebody's words is not kept: what it was found to mean is. */
export async function rememberQuestion(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  actor: Actor,
  question: AskedQuestion,
  answer: Answer,
): Promise<void> {
  const meant = askedSchema.safeParse('question' in answer ? answer.question : question)
  if (!meant.success) return
  const body = { question: meant.data, people: peopleIn(answer).slice(0, PEOPLE_MAX) }
  await store.saveLookup('last-question', subjectOf(actor), { readAt: clock.now(), body })
}

export interface LastQuestion {
  readonly question: AskedQuestion
  /** Ids of who was shown. */
  readonly people: readonly string[]
}

export async function lastQuestion(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  actor: Actor,
): Promise<LastQuestion | null> {
  const found = await store.lookup('last-question', subjectOf(actor))
  if (found === null || clock.now().getTime() - found.readAt.getTime() > REMEMBERED_MS) return null
  const read = kept.safeParse(found.body)
  return read.success ? read.data : null
}

/** What the words mean after that question; `several`: one of these is meant. Null: nothing. */
export function meantBy(
  { question, people }: LastQuestion,
  asked: AskedAgain,
): AskedQuestion | { readonly several: readonly string[] } | null {
  if (asked.kind !== 'why') return followedUp(question, asked)
  const [only] = people
  if (only === undefined) return null
  return people.length === 1 ? { kind: 'why-open', who: { id: only } } : { several: people }
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
