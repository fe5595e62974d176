/** A tenant so small that every sign-in of everybody can be looked at before and after a change. */
import { compileTenant, evaluateWhatIf, type Tenant } from '../../../src/domain/policyStatus/index.js'
import * as example from './example.js'
import { APPS, branch, everySignIn } from './generated.js'

/** One person for each way in which the policies can tell people apart; the stand-ins of the evaluator, made of flesh. */
const CARL = 'carl-who-holds-the-role'
const DORA = 'dora-who-is-an-engineer'
const EVE = 'eve-who-is-a-room'
const FRED = 'fred-who-is-in-the-field'
const NOBODY = 'nobody-mentions-her'
const PEOPLE = [example.ANNA, example.BEN, CARL, DORA, EVE, FRED, NOBODY, example.GUEST]
const SUITE_APP = 'an-app-of-the-suite'
const ADDRESSES = [example.HOME_ADDRESS, '203.0.113.5', example.OFFICE_ADDRESS]

const directory = {
  ...example.directory,
  memberships: [
    ...(example.directory.memberships ?? []),
    { groupId: example.ENGINEERS, memberId: DORA },
    { groupId: example.FIELD, memberId: FRED },
    { groupId: example.ROOMS, memberId: EVE },
  ],
  roles: [
    ...(example.directory.roles ?? []),
    { roleTemplateId: example.ADMIN_ROLE, principalId: CARL, assignmentType: 'active', scope: 'tenant' },
  ],
}
export const tenantOf = (policies: readonly unknown[]): Tenant =>
  example.tenant({
    policies,
    directory,
    namedLocations: [example.office, branch],
    catalog: { office365: [example.MAIL, SUITE_APP], adminPortals: [], apps: [] },
  })

/** Whether some sign-in that the earlier policies block is let through by the later ones: each is looked at. */
export function opensOneByOne(before: readonly unknown[], after: readonly unknown[]): boolean {
  const [was, is] = [compileTenant(tenantOf(before)), compileTenant(tenantOf(after))]
  for (const userId of PEOPLE)
    for (const address of ADDRESSES)
      for (const signIn of everySignIn(userId, address, [...APPS, SUITE_APP]))
        if (evaluateWhatIf(was, signIn).outcome === 'block' && evaluateWhatIf(is, signIn).outcome !== 'block')
          return true
  return false
}
