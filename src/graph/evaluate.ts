/**
 * Graph's own what-if: POST /identity/conditionalAccess/evaluate (v1.0), with Policy.Read.ConditionalAccess.
 *
 * Traps: the condition is `authenticationFlow.transferMethod`, in the singular, while a policy has the plural; a
 * condition that is left out makes the policies that name it not apply, so the risks are sent as `none`; only enabled
 * and report-only policies are part of it.
 * Source: Microsoft Graph docs, "conditionalAccessRoot: evaluate"; Microsoft Learn, "The Conditional Access What If tool".
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import type { SignIn } from '../domain/policyStatus/index.js'
import type { AppliedPolicy, PolicyEvaluator } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { read } from './schemas.js'

/** Somebody waits for the answer: tried once, and our own stands without it. */
const REQUEST: RequestOptions = { family: 'policies', once: true }
const POLICIES_MAX = 1_000

const answer = z.object({
  '@odata.nextLink': z.string().optional(),
  value: z
    .array(
      z.object({
        id: z.string().min(1).max(256),
        state: z.string().max(64).nullish(),
        policyApplies: z.boolean(),
        grantControls: z.object({ builtInControls: z.array(z.string().max(64)).nullish() }).nullish(),
      }),
    )
    .max(POLICIES_MAX),
})

export const createPolicyEvaluator = (graph: GraphClient): PolicyEvaluator => ({
  async applied(signIn) {
    const found = read(answer, await graph.post('/identity/conditionalAccess/evaluate', bodyOf(signIn), REQUEST))
    // A policy behind another page could be the one that blocks.
    if (found['@odata.nextLink'] !== undefined) throw new PosternError('graph-shape', { reason: 'more-pages' })
    return found.value.flatMap(({ id, state, policyApplies, grantControls }): readonly AppliedPolicy[] => {
      const known =
        state === 'enabled' ? 'enabled' : state === 'enabledForReportingButNotEnforced' ? 'report-only' : null
      if (!policyApplies || known === null) return []
      return [{ id, state: known, blocks: grantControls?.builtInControls?.includes('block') === true }]
    })
  },
})

const bodyOf = (signIn: SignIn) => ({
  signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId: signIn.userId },
  signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [signIn.appId] },
  signInConditions: {
    devicePlatform: signIn.devicePlatform,
    clientAppType: signIn.clientAppType,
    ipAddress: signIn.ipAddress,
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
    insiderRiskLevel: 'none',
    authenticationFlow: { transferMethod: signIn.authenticationFlow },
  },
  appliedPoliciesOnly: true,
})
