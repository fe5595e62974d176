/** Finds whom a question is about. The name is somebody's words: it is looked up, and several of that name are shown. */
import {
  type ChooseAnswer,
  closenessOf,
  type DirectoryUser,
  type NobodyAnswer,
  type PersonLine,
  type Who,
} from '../../domain/policyStatus/index.js'
import type { Asking } from './asking.js'

/** As many buttons as every client shows. */
const CHOICES_MAX = 5

/** @param ask the question again, about one of several. */
export async function whom<Q extends ChooseAnswer['choices'][number]['question']>(
  { ports, actor }: Pick<Asking, 'ports' | 'actor'>,
  who: Who,
  ask: (id: string) => Q,
): Promise<{ readonly user: DirectoryUser | null } | ChooseAnswer | NobodyAnswer> {
  if (who === 'member') return { user: null }
  if (typeof who === 'object' && 'oneOf' in who) {
    const people = await Promise.all(who.oneOf.slice(0, CHOICES_MAX).map((id) => ports.people.called(id, 1)))
    const choices = people.flat().map((one) => ({ person: lineOf(one), question: ask(one.id) }))
    return { kind: 'choose', choices, isCut: who.oneOf.length > CHOICES_MAX }
  }
  const called = who === 'asker' ? actor.userId : 'id' in who ? who.id : who.called
  const found = await ports.people.called(called, CHOICES_MAX + 1)
  const [user] = found
  if (user === undefined) return { kind: 'nobody', what: 'person', called }
  // "Lucas" is Luca's, or somebody who is not here.
  const isSure = closenessOf(called, user.displayName ?? '') !== 'maybe'
  if (found.length === 1 && isSure) return { user }
  const choices = found.slice(0, CHOICES_MAX).map((one) => ({ person: lineOf(one), question: ask(one.id) }))
  return { kind: 'choose', choices, isCut: found.length > CHOICES_MAX }
}

export const lineOf = ({ id, displayName, userPrincipalName }: DirectoryUser): PersonLine => ({
  id,
  displayName: displayName ?? null,
  userPrincipalName: userPrincipalName ?? null,
})
