/** Taking an account out of an intruder's hands: what was added, disabling, risk. */
import { badRequest, forbidden, notFound } from './graphError.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { type Call, type Reply, type Route, rows } from './route.js'

const GRANT_RULES: FilterRules = { fields: { principalId: ['eq'] }, collections: [] }

const devicesOfUser = (call: Call): Reply => {
  const owner = userId(call)
  const mayRead = !call.tenant.withheld.has('Device.Read.All') || !call.tenant.withheld.has('Device.ReadWrite.All')
  const found = [...call.tenant.accounts.devices.values()].filter(({ ownerId }) => ownerId === owner)
  return rows(
    found.map(({ ownerId: _, ...device }) => ({
      '@odata.type': '#microsoft.graph.device',
      // Members that the app may not read come as their ids alone.
      ...(mayRead ? device : { id: device.id, displayName: null, registrationDateTime: null, accountEnabled: null }),
    })),
    call,
  )
}

export const containmentRoutes: readonly Route[] = [
  ...(['registeredDevices', 'ownedDevices'] as const).map(
    (list): Route => ({
      method: 'GET',
      pattern: new RegExp(`^/v1\\.0/users/([^/]+)/${list}$`),
      permission: 'User.Read.All',
      family: 'directory',
      answer: devicesOfUser,
    }),
  ),
  {
    method: 'GET',
    pattern: /^\/v1\.0\/devices$/,
    permission: 'Device.Read.All',
    family: 'directory',
    answer: (call) => rows([...call.tenant.accounts.devices.values()], call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/devices\/([^/]+)$/,
    permission: 'Device.Read.All',
    family: 'directory',
    answer: (call) => {
      const { id, accountEnabled } = deviceOf(call)
      return { kind: 'object', body: { id, accountEnabled } }
    },
  },
  {
    method: 'PATCH',
    pattern: /^\/v1\.0\/devices\/([^/]+)$/,
    permission: 'Device.ReadWrite.All',
    family: 'directory',
    answer: (call) => {
      deviceOf(call).accountEnabled = enabledIn(call)
      return { kind: 'none' }
    },
  },
  {
    method: 'PATCH',
    pattern: /^\/v1\.0\/users\/([^/]+)$/,
    permission: 'User.EnableDisableAccount.All',
    family: 'directory',
    answer: (call) => {
      const id = userId(call)
      const user = call.tenant.users.get(id)
      if (user === undefined) throw notFound(id)
      // Whoever holds a role is changed only by an app that holds a stronger one.
      if (call.tenant.roleAssignments.some(({ principalId }) => holds(call, principalId, id))) throw forbidden()
      call.tenant.users.set(id, { ...user, accountEnabled: enabledIn(call) })
      return { kind: 'none' }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/authentication\/methods$/,
    permission: 'UserAuthenticationMethod.Read.All',
    family: 'directory',
    answer: (call) =>
      rows(
        (call.tenant.accounts.methods.get(userId(call)) ?? []).map(({ type, ...method }) => ({
          '@odata.type': `#microsoft.graph.${type}`,
          ...method,
        })),
        call,
      ),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/oauth2PermissionGrants$/,
    permission: 'DelegatedPermissionGrant.Read.All',
    family: 'directory',
    answer: (call) => {
      const filter = call.query.get('$filter')
      const matches = filter === null ? () => true : parseFilter(filter, GRANT_RULES)
      return rows(
        call.tenant.accounts.grants.filter((grant) => matches({ ...grant })),
        call,
      )
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/mailFolders\/inbox\/messageRules$/,
    permission: 'MailboxSettings.Read',
    family: 'mailbox',
    answer: (call) => rows(call.tenant.accounts.rules.get(userId(call)) ?? [], call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/identityProtection\/riskyUsers\/([^/]+)$/,
    permission: 'IdentityRiskyUser.ReadWrite.All',
    family: 'policies',
    answer: (call) => {
      const riskState = call.tenant.accounts.risk.get(userId(call))
      if (riskState === undefined) throw notFound(call.part(0))
      return { kind: 'object', body: { id: userId(call), riskState } }
    },
  },
  ...(
    [
      ['confirmCompromised', 'confirmedCompromised'],
      ['dismiss', 'dismissed'],
    ] as const
  ).map(
    ([action, riskState]): Route => ({
      method: 'POST',
      pattern: new RegExp(`^/v1\\.0/identityProtection/riskyUsers/${action}$`),
      permission: 'IdentityRiskyUser.ReadWrite.All',
      family: 'policies',
      answer: (call) => {
        if (!call.tenant.accounts.hasRisk) throw forbidden()
        for (const id of userIdsIn(call)) call.tenant.accounts.risk.set(id, riskState)
        return { kind: 'none' }
      },
    }),
  ),
]

const holds = ({ tenant }: Call, holderId: string, id: string): boolean =>
  holderId === id || tenant.transitiveMembers(holderId).includes(id)

const userId = ({ part }: Call): string => part(0).toLowerCase()

function deviceOf({ tenant, part }: Call) {
  const device = tenant.accounts.devices.get(part(0).toLowerCase())
  if (device === undefined) throw notFound(part(0))
  return device
}

function bodyOf({ body }: Call): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  } catch {
    // Answered below.
  }
  throw badRequest('The body is not a JSON object.')
}

function enabledIn(call: Call): boolean {
  const { accountEnabled, ...others } = bodyOf(call)
  if (typeof accountEnabled !== 'boolean' || Object.keys(others).length > 0)
    throw badRequest('accountEnabled alone was expected.')
  return accountEnabled
}

function userIdsIn(call: Call): readonly string[] {
  const { userIds } = bodyOf(call)
  if (!Array.isArray(userIds) || userIds.length === 0) throw badRequest('userIds must not be empty.')
  return userIds.map(String)
}
