/**
 * Which permissions the app really has: one harmless request for each, and Graph's own word for it.
 */
import { isPosternError } from '../domain/errors.js'
import type { PermissionProbe } from '../flows/ports.js'
import type { GraphClient } from './client.js'
import { PERMISSIONS, type Permission, WRITING_ALSO_TAKES } from './permissions.js'
import type { Timing } from './timing.js'

/** 403 of a tenant without Entra ID P1 or P2. Source: Microsoft Graph docs, "List signIns". */
const NOT_PREMIUM = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'

const NOT_WRITTEN = 'no policy is written by Postern, since Graph asks for this beside the permission to write'

/** @param writing null: policy is not written, and nothing of it is looked at */
export async function probePermissions(
  graph: GraphClient,
  timing: Timing,
  writing: { readonly byOwnApp: boolean } | null,
): Promise<PermissionProbe[]> {
  const probes: PermissionProbe[] = []
  for (const permission of PERMISSIONS) {
    const { name, why, isForWriting = false } = permission
    if (isForWriting && writing === null) continue
    const ofPolicyApp = isForWriting && writing?.byOwnApp === true
    const isAlsoTaken = writing?.byOwnApp === false && WRITING_ALSO_TAKES.includes(name)
    const lostWithout = isAlsoTaken ? `${permission.lostWithout}; ${NOT_WRITTEN}` : permission.lostWithout
    probes.push({ permission: name, why, lostWithout, ofPolicyApp, ...(await outcomeOf(permission, graph, timing)) })
  }
  return writing?.byOwnApp === true ? [...probes, ...WRITING_ALSO_TAKES.map(ofPolicyAppToo)] : probes
}

/** Nothing is asked of Graph under the app that writes; its token tells. */
const ofPolicyAppToo = (permission: string): PermissionProbe => ({
  permission,
  why: 'creates and changes a policy together with Policy.ReadWrite.ConditionalAccess',
  lostWithout: NOT_WRITTEN,
  ofPolicyApp: true,
  outcome: 'unknown',
  code: 'no-harmless-request',
})

async function outcomeOf(
  permission: Permission,
  graph: GraphClient,
  timing: Timing,
): Promise<Pick<PermissionProbe, 'outcome' | 'code'>> {
  if (permission.probe === null) return { outcome: 'unknown', code: 'no-harmless-request' }
  const { path, request } = permission.probe(timing.now())
  try {
    await graph.get(path, request)
    return { outcome: 'granted', code: null }
  } catch (error) {
    if (!isPosternError(error)) throw error
    const graphCode = typeof error.detail.graphCode === 'string' ? error.detail.graphCode : null
    // The object is not there, so the question was allowed.
    if (error.code === 'graph-not-found') return { outcome: 'granted', code: graphCode }
    if (graphCode === NOT_PREMIUM) return { outcome: 'unlicensed', code: graphCode }
    if (error.code === 'graph-forbidden') return { outcome: 'missing', code: graphCode ?? error.code }
    return { outcome: 'unknown', code: graphCode ?? error.code }
  }
}
