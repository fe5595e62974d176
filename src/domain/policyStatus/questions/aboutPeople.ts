/** Answers about people: who is left open or out, page by page, and why one of them is. */
import { answerPolicyQuestion } from '../answer.js'
import { userMisses } from '../conditions/users.js'
import { policyRef } from '../evidence.js'
import type { PolicySnapshot } from '../snapshot.js'
import { analyseStatus } from '../status.js'
import type { DirectoryUser } from '../tenant.js'
import type { PeopleAnswer, PersonWhy, WhyOpenAnswer } from './answers.js'
import type { PeopleQuestion, WhyOpenQuestion } from './asked.js'
import { datedAs, type PersonView, personViewOf, withPerson } from './view.js'

/** Each is two lines: as many as a phone shows without a wall. */
export const PEOPLE_PER_PAGE = 8

/** @param perPage everybody, for a file. */
export function answerPeople(
  question: PeopleQuestion,
  snapshot: PolicySnapshot,
  now: Date,
  perPage = PEOPLE_PER_PAGE,
): PeopleAnswer {
  const { dated } = datedAs(snapshot, now)
  const view = personViewOf(snapshot, dated.unknowns)
  const all = (question.of === 'excluded' ? excludedIds(view) : openIds(view)).filter(
    (id) => question.only === null || view.isGuest(id),
  )
  const sorted = all.map((id) => view.line(id)).sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
  const first = question.page * perPage
  const people = sorted.slice(first, first + perPage).map((line): PersonWhy => {
    const why = question.of === 'excluded' ? exclusions(view, line.id) : view.opennessOf(line.id).why
    return { ...line, isGuest: view.isGuest(line.id), why }
  })
  const left = answerPolicyQuestion({ kind: 'left-open' }, snapshot, now)
  const rest = left.kind === 'left-open' && question.of === 'left-open' ? left : null
  return {
    ...dated,
    kind: 'people',
    question,
    people,
    page: question.page,
    total: sorted.length,
    isLast: first + perPage >= sorted.length,
    guestTypes: rest?.guestTypes ?? [],
    everyMember: rest?.everyMember ?? false,
  }
}

const nameOf = ({
  displayName,
  userPrincipalName,
  id,
}: {
  displayName: string | null
  userPrincipalName: string | null
  id: string
}) => displayName ?? userPrincipalName ?? id

const openIds = (view: PersonView): readonly string[] => analyseStatus(view.tenant).openUsers

function excludedIds({ tenant }: PersonView): readonly string[] {
  const { decisive } = analyseStatus(tenant)
  return tenant.people.listed
    .filter(({ person }) =>
      decisive.some(({ users }) => userMisses(users, person).some((code) => code !== 'not-all-users')),
    )
    .map(({ id }) => id)
}

/** Each policy that leaves the person out, with how. */
function exclusions({ tenant, evidence }: PersonView, id: string): PersonWhy['why'] {
  const person = tenant.people.of(id)
  return analyseStatus(tenant).decisive.flatMap((policy) =>
    userMisses(policy.users, person)
      .filter((code) => code !== 'not-all-users')
      .map((code) => {
        const theirs = evidence.of(code, policy).filter((thing) => {
          if (thing.kind === 'group') return person.groups.has(thing.id)
          if (thing.kind === 'role') return person.roles.has(thing.id)
          return thing.kind !== 'user' || thing.id === person.id
        })
        return { code, policies: [policyRef(policy)], things: theirs }
      }),
  )
}

export function answerWhyOpen(
  question: WhyOpenQuestion,
  user: DirectoryUser,
  snapshot: PolicySnapshot,
  now: Date,
): WhyOpenAnswer {
  const whole = withPerson(snapshot, user)
  const { dated } = datedAs(whole, now)
  const view = personViewOf(whole, dated.unknowns)
  const { openness, why } = view.opennessOf(user.id)
  const because = openness === 'emergency' ? [] : view.because(openness === 'open', user.id)
  const { id, displayName = null, userPrincipalName = null } = user
  return {
    ...dated,
    kind: 'why-open',
    question,
    person: { id, displayName, userPrincipalName },
    openness: because.length > 0 ? 'unknown' : openness,
    because,
    why,
    blocking: view.blocking(user.id),
  }
}
