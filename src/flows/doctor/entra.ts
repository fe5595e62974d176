/**
 * The app registration and its permissions: whether Entra gives the app a token, whose that token is, and what Graph
 * lets it do. A permission that no harmless request can try is settled by the roles in the token.
 */
import { errorCodeOf } from '../../domain/errors.js'
import type { AppToken, PermissionProbe } from '../ports.js'
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts } from './ports.js'

const REGISTRATION = 'app registration'

export async function entra(ports: DoctorPorts): Promise<readonly Finding[]> {
  const { token, finding } = await registration(ports)
  return [finding, ...(await permissions(ports, token))]
}

/** The token too, where there is one that can be looked into and is ours. */
async function registration({
  inspection,
  settings,
}: DoctorPorts): Promise<{ readonly token: AppToken | null; readonly finding: Finding }> {
  if (inspection.appId === null) return { token: null, finding: unknown('entra', REGISTRATION, 'simulated-tenant') }
  try {
    const token = await inspection.appToken()
    if (token === null) return { token, finding: unknown('entra', REGISTRATION, 'token-unreadable') }
    const { appId, tenantId, roles } = token
    const facts = { appId: appId ?? 'not said', tenantId: tenantId ?? 'not said' }
    const not = (code: 'token-of-another-app' | 'token-of-another-tenant') => ({
      token: null,
      finding: fault('entra', REGISTRATION, code, facts),
    })
    if (appId !== inspection.appId) return not('token-of-another-app')
    if (tenantId !== settings.tenantId) return not('token-of-another-tenant')
    return { token, finding: ok('entra', REGISTRATION, { ...facts, permissions: roles.join(', ') }) }
  } catch (error) {
    return { token: null, finding: fault('entra', REGISTRATION, errorCodeOf(error)) }
  }
}

function permissions({ inspection }: DoctorPorts, token: AppToken | null): Promise<readonly Finding[]> {
  return look('permission', 'Microsoft Graph', async () =>
    Promise.all(
      (await inspection.permissions()).map((probe) =>
        probe.ofPolicyApp ? ofPolicyApp(probe, inspection) : permission(probe, token),
      ),
    ),
  )
}

async function ofPolicyApp(probe: PermissionProbe, inspection: DoctorPorts['inspection']): Promise<Finding> {
  const facts = { app: 'POSTERN_POLICY_APP_ID' }
  try {
    const found = permission(probe, await inspection.policyAppToken())
    return { ...found, facts: { ...found.facts, ...facts } }
  } catch (error) {
    const { permission: name, why, lostWithout } = probe
    return fault('permission', name, errorCodeOf(error), { why, lostWithout, ...facts })
  }
}

function permission({ permission: name, outcome, code, why, lostWithout }: PermissionProbe, token: AppToken | null) {
  const facts = { why, lostWithout }
  if (outcome === 'granted') return ok('permission', name, facts)
  const told = code === null ? facts : { ...facts, graphCode: code }
  if (outcome === 'unlicensed') return fault('permission', name, 'unlicensed', told)
  if (outcome === 'missing') return fault('permission', name, 'permission-missing', told)
  if (code !== 'no-harmless-request') return unknown('permission', name, 'permission-not-told', told)
  if (token === null) return unknown('permission', name, 'no-harmless-request', facts)
  const known = { ...facts, by: 'the roles in the app’s token' }
  return token.roles.includes(name)
    ? ok('permission', name, known)
    : fault('permission', name, 'permission-missing', known)
}
