/** What stands beside Conditional Access: security defaults, domains, devices, attack simulations, and apps. */
import { type Call, type Route, rows } from './route.js'
import type { SimulatedTenant } from './simulatedTenant.js'

const object = (
  pattern: RegExp,
  permission: string,
  of: (tenant: SimulatedTenant) => Call['tenant']['posture']['securityDefaults'],
): Route => ({
  method: 'GET',
  pattern,
  permission,
  family: 'directory',
  answer: ({ tenant }) => ({ kind: 'object', body: of(tenant) }),
})

const collection = (
  pattern: RegExp,
  permission: string,
  of: (tenant: SimulatedTenant) => readonly object[],
): Route => ({
  method: 'GET',
  pattern,
  permission,
  family: 'directory',
  answer: (call) => {
    const wanted = call.query.get('$select')?.split(',')
    const found = of(call.tenant)
    return rows(wanted === undefined ? found : found.map((one) => picked(one, wanted)), call)
  },
})

export const postureRoutes: readonly Route[] = [
  object(
    /^\/v1\.0\/policies\/identitySecurityDefaultsEnforcementPolicy$/,
    'Policy.Read.All',
    ({ posture }) => posture.securityDefaults,
  ),
  object(
    /^\/v1\.0\/policies\/deviceRegistrationPolicy$/,
    'Policy.Read.DeviceConfiguration',
    ({ posture }) => posture.deviceRegistration,
  ),
  collection(/^\/v1\.0\/domains$/, 'Domain.Read.All', ({ posture }) => posture.domains),
  collection(
    /^\/v1\.0\/deviceManagement\/deviceEnrollmentConfigurations$/,
    'DeviceManagementServiceConfig.Read.All',
    ({ posture }) => posture.enrollment,
  ),
  collection(
    /^\/v1\.0\/security\/attackSimulation\/simulations$/,
    'AttackSimulation.Read.All',
    ({ posture }) => posture.attackSimulations,
  ),
  collection(/^\/v1\.0\/servicePrincipals$/, 'Application.Read.All', (tenant) =>
    // Hidden without a word: null, as where there are none.
    tenant.withheld.has('CustomSecAttributeAssignment.Read.All')
      ? tenant.servicePrincipals.map((app) => ({ ...app, customSecurityAttributes: null }))
      : tenant.servicePrincipals,
  ),
]

const picked = (row: object, wanted: readonly string[]): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))
