/**
 * Graph's what-if over the simulated tenant's own policies. What it cannot judge it does not guess: a request that is
 * not of the documented shape is refused.
 */
import { z } from 'zod/v4'
import { evaluateWhatIf } from '../../domain/policyStatus/index.js'
import { badRequest } from './graphError.js'
import type { Route } from './route.js'
import type { SimulatedTenant } from './simulatedTenant.js'

const request = z.object({
  signInIdentity: z.object({ '@odata.type': z.literal('#microsoft.graph.userSignIn'), userId: z.string() }),
  signInContext: z.object({
    '@odata.type': z.literal('#microsoft.graph.applicationContext'),
    includeApplications: z.array(z.string()).length(1),
  }),
  signInConditions: z.strictObject({
    devicePlatform: z.string(),
    clientAppType: z.string(),
    ipAddress: z.string(),
    signInRiskLevel: z.string(),
    userRiskLevel: z.string(),
    insiderRiskLevel: z.string(),
    authenticationFlow: z.object({ transferMethod: z.string() }),
  }),
  appliedPoliciesOnly: z.literal(true),
})

export const evaluateRoute: Route = {
  method: 'POST',
  pattern: /^\/v1\.0\/identity\/conditionalAccess\/evaluate$/,
  permission: 'Policy.Read.ConditionalAccess',
  family: 'policies',
  answer: ({ tenant, body }) => {
    const asked = request.safeParse(parsedOf(body))
    if (!asked.success) throw badRequest('The request is not of the documented shape.')
    const { signInIdentity, signInContext, signInConditions } = asked.data
    const { authenticationFlow, ...conditions } = signInConditions
    const { applied, reportOnly } = evaluateWhatIf(asTenant(tenant), {
      ...conditions,
      userId: signInIdentity.userId,
      appId: signInContext.includeApplications[0] ?? null,
      authenticationFlow: authenticationFlow.transferMethod,
      device: null,
    })
    const applies = new Set([...applied, ...reportOnly])
    const value = tenant.policies
      .filter(({ id }) => applies.has(String(id)))
      .map((policy) => ({ ...policy, policyApplies: true, analysisReasons: 'notSet' }))
    return { kind: 'object', body: { value } }
  },
}

function parsedOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

const asTenant = (tenant: SimulatedTenant) => ({
  policies: tenant.policies,
  namedLocations: tenant.namedLocations,
  mfaTrustedIps: [],
  directory: {
    users: [...tenant.users.values()].map((user) => ({
      id: user.id,
      userType: user.userType,
      guestOrExternalUserType: user.userType === 'Guest' ? 'b2bCollaborationGuest' : null,
    })),
    groups: [...tenant.groups.values()].map(({ id }) => ({ id })),
    memberships: [...tenant.groups.values()].flatMap(({ id, members }) =>
      members.map((memberId) => ({ groupId: id, memberId })),
    ),
    roles: tenant.roleAssignments.map(({ principalId, roleDefinitionId, directoryScopeId }) => ({
      roleTemplateId: roleDefinitionId,
      principalId,
      assignmentType: 'active',
      scope: directoryScopeId === '/' ? 'tenant' : 'administrativeUnit',
    })),
  },
  catalog: {},
})
