/**
 * Who holds a role that policies name: actively, or only eligible to activate it; at the tenant or at an administrative
 * unit; by themselves or through a role-assignable group. Conditional Access counts active ones at the tenant alone.
 */
import { isPosternError } from '../../domain/errors.js'
import type { GraphPage } from '../client.js'
import { literal, withQuery } from '../odata.js'
import { read, roleAssignment } from '../schemas.js'
import { addHolder, membersTasks, pageOf } from './people.js'
import { type Assigned, askFor, queue } from './progress.js'
import { DIRECTORY, type Step } from './step.js'

const PATHS: Readonly<Record<Assigned, string>> = {
  active: '/roleManagement/directory/roleAssignments',
  eligible: '/roleManagement/directory/roleEligibilityScheduleInstances',
}
const IS_USER = '#microsoft.graph.user'
const IS_GROUP = '#microsoft.graph.group'
/** Without Entra ID P2 there is no Privileged Identity Management, so that nobody is eligible. */
const NOT_PREMIUM = 'AadPremiumLicenseRequired'

export async function readRoles(step: Step, ids: readonly string[], assigned: Assigned): Promise<void> {
  const paths = ids.map((id) =>
    withQuery(PATHS[assigned], { $filter: `roleDefinitionId eq ${literal(id)}`, $expand: 'principal' }),
  )
  const answers = await step.graph.batch(paths, DIRECTORY)
  for (const [index, id] of ids.entries()) {
    await step.unless('roles', async () => {
      const answer = answers[index]
      if (assigned === 'eligible' && isPosternError(answer) && answer.detail.graphCode === NOT_PREMIUM) return
      if (answer === undefined || isPosternError(answer)) throw answer
      const page = pageOf(step, answer.body)
      addAssignments(step, id, assigned, page)
      if (page.next !== null) queue(step.progress, [{ kind: 'role-page', id, assigned, next: page.next }])
    })
  }
}

export async function readRolePage(step: Step, id: string, assigned: Assigned, from: string): Promise<string | null> {
  const page = await step.graph.page(from, DIRECTORY)
  addAssignments(step, id, assigned, page)
  return page.next
}

function addAssignments(step: Step, roleTemplateId: string, assigned: Assigned, { rows }: GraphPage): void {
  for (const row of rows) {
    const { principal, principalId, directoryScopeId } = read(roleAssignment, row)
    const held = { roleTemplateId, assigned, scope: directoryScopeId === '/' ? 'tenant' : 'administrativeUnit' }
    const id = principalId.toLowerCase()
    const type = principal?.['@odata.type']
    // A holder whose kind is hidden from us could be a whole group of people.
    if (typeof type !== 'string') step.unknown('roles', 'holder-not-readable')
    if (type === IS_GROUP) queue(step.progress, membersTasks([{ groupId: id, held }]))
    if (type !== IS_USER) continue
    addHolder(step, held, id)
    // The expanded principal lacks userType, so a person is looked up by id.
    askFor(step.progress, { people: [id] })
  }
}
