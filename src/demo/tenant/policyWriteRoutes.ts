/**
 * Writing Conditional Access policies as Graph does it: an id and times of its own, members that were left out as null,
 * and on demand the fault that a tool of this kind must survive: the authentication flows are quietly dropped.
 * Source: Microsoft Graph docs, "Create conditionalAccessPolicy" and "conditionalAccessPolicy resource type".
 */
import { randomUUID } from 'node:crypto'
import { badRequest, forbidden, notFound } from './graphError.js'
import type { Call, Reply, Route } from './route.js'

type Policy = Readonly<Record<string, unknown>>

const PERMISSION = 'Policy.ReadWrite.ConditionalAccess'
/** Beside it. */
const ALSO = ['Policy.Read.All', 'Application.Read.All']
const ONE = /^\/v1\.0\/identity\/conditionalAccess\/policies\/([^/]+)$/
const STATES = new Set(['enabled', 'disabled', 'enabledForReportingButNotEnforced'])
const MEMBERS = new Set(['displayName', 'state', 'conditions', 'grantControls', 'sessionControls'])
const CONDITIONS = {
  userRiskLevels: [],
  signInRiskLevels: [],
  clientAppTypes: ['all'],
  servicePrincipalRiskLevels: [],
  insiderRiskLevels: null,
  platforms: null,
  locations: null,
  devices: null,
  clientApplications: null,
  authenticationFlows: null,
}

export const policyWriteRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: ONE,
    permission: 'Policy.Read.All',
    family: 'policies',
    answer: (call) => ({ kind: 'object', body: policyOf(call) }),
  },
  {
    method: 'POST',
    pattern: /^\/v1\.0\/identity\/conditionalAccess\/policies$/,
    permission: PERMISSION,
    family: 'policies',
    answer: (call): Reply => {
      mayWrite(call)
      const { tenant } = call
      const body = bodyOf(call)
      if (typeof body.displayName !== 'string' || body.displayName === '' || !STATES.has(String(body.state)))
        throw badRequest('1037: The policy is missing required conditions')
      const at = tenant.now().toISOString()
      const policy = kept(call, {
        templateId: null,
        sessionControls: null,
        ...body,
        id: randomUUID(),
        createdDateTime: at,
        modifiedDateTime: null,
      })
      tenant.policies = [...tenant.policies, policy]
      return { kind: 'object', body: policy }
    },
  },
  {
    method: 'PATCH',
    pattern: ONE,
    permission: PERMISSION,
    family: 'policies',
    answer: (call): Reply => {
      mayWrite(call)
      const before = policyOf(call)
      const modifiedDateTime = call.tenant.now().toISOString()
      const after = kept(call, { ...before, ...bodyOf(call), modifiedDateTime })
      call.tenant.policies = call.tenant.policies.map((one) => (one === before ? after : one))
      return { kind: 'none' }
    },
  },
  {
    method: 'DELETE',
    pattern: ONE,
    permission: PERMISSION,
    family: 'policies',
    answer: (call): Reply => {
      const gone = policyOf(call)
      call.tenant.policies = call.tenant.policies.filter((one) => one !== gone)
      return { kind: 'none' }
    },
  },
]

function mayWrite({ tenant }: Call): void {
  if (ALSO.some((name) => tenant.withheld.has(name))) throw forbidden()
}

/** As Graph keeps it. */
function kept({ tenant }: Call, policy: Policy): Policy {
  const conditions = typeof policy.conditions === 'object' ? policy.conditions : {}
  const flows = tenant.dropsAuthenticationFlows ? { authenticationFlows: null } : {}
  return { ...policy, conditions: { ...CONDITIONS, ...conditions, ...flows } }
}

function policyOf({ tenant, part }: Call): Policy {
  const found = tenant.policies.find(({ id }) => id === part(0).toLowerCase())
  if (found === undefined) throw notFound(part(0))
  return found
}

function bodyOf({ body }: Call): Policy {
  const parsed = parsedOf(body)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badRequest('A policy was expected.')
  // Read-only members are refused, as by Graph.
  if (Object.keys(parsed).some((name) => !MEMBERS.has(name))) throw badRequest('A member cannot be written.')
  if ('state' in parsed && !STATES.has(String(parsed.state))) throw badRequest('The state is none.')
  return parsed as Policy
}

function parsedOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
