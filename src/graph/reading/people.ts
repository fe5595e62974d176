/** The people that policies refer to: named ones, members of named groups through any nesting, and Teams devices. */
import { isPosternError } from '../../domain/errors.js'
import { DEVICE_LICENCES, hasDeviceLicencesOnly } from '../../domain/signInAlert/index.js'
import { type GraphPage, readPage } from '../client.js'
import { type Home, homeOf, isFromElsewhere, outsiderType } from '../guests.js'
import { isAnyOf, literal, segment, withQuery } from '../odata.js'
import { directoryGroup, type GraphUser, groupMember, read, tenantInformation, user } from '../schemas.js'
import { type Expanded, parts, queue } from './progress.js'
import { ADVANCED, DIRECTORY, type Step } from './step.js'

const USER_FIELDS = 'id,displayName,userPrincipalName,userType,accountEnabled,creationType,assignedLicenses'
/** Only where a policy tells partner tenants apart: they are long. */
const fieldsFor = ({ progress }: Step) => (progress.partnerTenants ? `${USER_FIELDS},mail,identities` : USER_FIELDS)
const IS_USER = '#microsoft.graph.user'
/** Values that Graph takes in one `in`. */
const IDS_EACH_FILTER = 15
/** First pages of so many groups in one request: a page holds 999 people. */
const EXPANDED_EACH = 5

export async function readPeople(step: Step, ids: readonly string[]): Promise<void> {
  const paths = parts(ids, IDS_EACH_FILTER).map((each) =>
    withQuery('/users', { $filter: isAnyOf('id', each), $select: fieldsFor(step), $top: '999' }),
  )
  for (const answer of await step.graph.batch(paths, DIRECTORY)) {
    await step.unless('users', async () => {
      if (isPosternError(answer)) throw answer
      await addUsers(
        step,
        pageOf(step, answer.body).rows.map((row) => read(user, row)),
      )
    })
  }
}

export async function readSharedDevices(step: Step, from: string | null): Promise<string | null> {
  const $filter = [...DEVICE_LICENCES.keys()].map((skuId) => `assignedLicenses/any(x:x/skuId eq ${skuId})`).join(' or ')
  // On licences it is an advanced query, which wants the count as well.
  const first = withQuery('/users', { $count: 'true', $filter, $select: fieldsFor(step), $top: '999' })
  const page = await step.graph.page(from ?? first, ADVANCED)
  // A person who was given a room's licence beside their own is none.
  await addUsers(
    step,
    page.rows.map((row) => read(user, row)).filter((one) => isSharedDevice(one) === true),
  )
  return page.next
}

export async function readGroups(step: Step, ids: readonly string[]): Promise<void> {
  const paths = ids.map((id) => withQuery(`/groups/${segment(id)}`, { $select: 'id,displayName,visibility' }))
  const answers = await step.graph.batch(paths, DIRECTORY)
  const found: Expanded[] = []
  for (const [index, groupId] of ids.entries()) {
    await step.unless('group-members', async () => {
      const answer = answers[index]
      if (answer === undefined || isPosternError(answer)) throw answer
      const { displayName = null, visibility } = read(directoryGroup, answer.body)
      step.add('group', groupId, { id: groupId, displayName })
      // Its members are shown as none to an app without Member.Read.Hidden (Microsoft Graph docs, group `visibility`).
      if (visibility === 'HiddenMembership') step.unknown('group-members', 'hidden-membership')
      found.push({ groupId, held: null })
    })
  }
  queue(step.progress, membersTasks(found))
}

export const membersTasks = (of: readonly Expanded[]) =>
  parts(of, EXPANDED_EACH).map((each) => ({ kind: 'members' as const, of: each }))

export async function readMembers(step: Step, of: readonly Expanded[]): Promise<void> {
  const paths = of.map(({ groupId }) =>
    withQuery(`/groups/${segment(groupId)}/transitiveMembers`, { $select: fieldsFor(step), $top: '999' }),
  )
  const answers = await step.graph.batch(paths, DIRECTORY)
  for (const [index, each] of of.entries()) {
    await step.unless(whatOf(each), async () => {
      const answer = answers[index]
      if (answer === undefined || isPosternError(answer)) throw answer
      const page = pageOf(step, answer.body)
      await addMembers(step, each, page)
      if (page.next !== null) queue(step.progress, [{ kind: 'members-page', of: each, next: page.next }])
    })
  }
}

export async function readMembersPage(step: Step, of: Expanded, from: string): Promise<string | null> {
  const page = await step.graph.page(from, DIRECTORY)
  await addMembers(step, of, page)
  return page.next
}

export const whatOf = ({ held }: Expanded) => (held === null ? ('group-members' as const) : ('roles' as const))

async function addMembers(step: Step, { groupId, held }: Expanded, { rows }: GraphPage): Promise<void> {
  const members: GraphUser[] = []
  for (const row of rows) {
    const member = read(groupMember, row)
    // Without its type it could be a person.
    if (typeof member['@odata.type'] !== 'string') step.unknown(whatOf({ groupId, held }), 'member-not-readable')
    if (member['@odata.type'] === IS_USER) members.push(member)
  }
  for (const { id } of members) {
    const memberId = id.toLowerCase()
    if (held === null) step.add('membership', `${groupId} ${memberId}`, { groupId, memberId })
    else addHolder(step, held, memberId)
  }
  await addUsers(step, members)
}

export function addHolder(
  step: Step,
  { roleTemplateId, assigned, scope }: NonNullable<Expanded['held']>,
  principalId: string,
) {
  const value = { roleTemplateId, principalId, assignmentType: assigned, scope }
  step.add('role', [roleTemplateId, principalId, assigned, scope].join(' '), value)
}

async function addUsers(step: Step, people: readonly GraphUser[]): Promise<void> {
  if (step.progress.partnerTenants) await learnHomes(step, people)
  for (const person of people) {
    const type = outsiderType(person)
    if (type === undefined) step.unknown('guests', 'user-fields-missing')
    const home =
      type === undefined ? undefined : homeTenantOf(step, isFromElsewhere(type) ? homeOf(person) : { kind: 'none' })
    const id = person.id.toLowerCase()
    step.add('user', id, {
      id,
      displayName: person.displayName ?? null,
      userPrincipalName: person.userPrincipalName ?? null,
      userType: person.userType ?? null,
      // Absent is not known; null would be a member.
      ...(type === undefined ? {} : { guestOrExternalUserType: type }),
      ...(home === undefined ? {} : { homeTenantId: home }),
      accountEnabled: person.accountEnabled ?? null,
      isSharedDevice: isSharedDevice(person),
    })
  }
}

const isSharedDevice = ({ assignedLicenses }: GraphUser): boolean | null =>
  assignedLicenses === null || assignedLicenses === undefined
    ? null
    : hasDeviceLicencesOnly(assignedLicenses.map(({ skuId }) => skuId))

/** Undefined: not known, or not asked since no policy tells partner tenants apart. */
function homeTenantOf({ progress }: Step, home: Home): string | null | undefined {
  if (home.kind === 'none') return null
  return home.kind === 'domain' ? (progress.homes[home.domain] ?? undefined) : undefined
}

async function learnHomes(step: Step, people: readonly GraphUser[]): Promise<void> {
  const { homes } = step.progress
  const fresh = new Set<string>()
  for (const person of people) {
    if (!isFromElsewhere(outsiderType(person))) continue
    const home = homeOf(person)
    if (home.kind === 'unknown') step.unknown('guests', home.why)
    else if (home.kind === 'domain' && !Object.hasOwn(homes, home.domain)) fresh.add(home.domain)
  }
  const domains = [...fresh]
  const paths = domains.map(
    (domain) => `/tenantRelationships/findTenantInformationByDomainName(domainName=${segment(literal(domain))})`,
  )
  const answers = await step.graph.batch(paths, DIRECTORY)
  for (const [index, domain] of domains.entries()) {
    homes[domain] = null
    await step.unless('guests', async () => {
      const answer = answers[index]
      // They have an Entra account, under another domain than the one they were invited by.
      if (isPosternError(answer, 'graph-not-found')) return step.unknown('guests', 'home-tenant-not-found')
      if (answer === undefined || isPosternError(answer)) throw answer
      homes[domain] = read(tenantInformation, answer.body).tenantId.toLowerCase()
    })
  }
}

export const pageOf = ({ graph }: Step, body: unknown): GraphPage => readPage(body, graph.origin)
