/** The settings, as far as they can be right in form and still cost something; and which cloud they choose. */
import type { ErrorCode } from '../../domain/errors.js'
import { DOCTOR_AREAS, type Finding, fault, ok, unknown } from './finding.js'
import type { DoctorPorts } from './ports.js'

/**
 * Where the settings cannot be read nothing else can be looked at.
 * @param faults one sentence a fault, naming the variable and never its value
 */
export function examineFaultySettings(code: ErrorCode, faults: readonly string[]): readonly Finding[] {
  return [
    ...faults.map((sentence) => fault('settings', sentence.split(/[ ,]/, 1)[0] ?? 'environment', code, { sentence })),
    ...DOCTOR_AREAS.filter((area) => area !== 'settings').map((area) => unknown(area, 'all', 'not-looked-at')),
  ]
}

export function settings({ settings: known, inspection }: DoctorPorts): readonly Finding[] {
  return [
    ok('settings', 'environment'),
    known.emergencyAccounts.length > 0
      ? ok('settings', 'POSTERN_EMERGENCY_ACCOUNTS', { accounts: known.emergencyAccounts.length })
      : fault('settings', 'POSTERN_EMERGENCY_ACCOUNTS', 'emergency-accounts-not-declared'),
    known.trustedNetworks.length > 0
      ? ok('settings', 'POSTERN_MFA_TRUSTED_IPS', { ranges: known.trustedNetworks.length })
      : unknown('settings', 'POSTERN_MFA_TRUSTED_IPS', 'mfa-trusted-ips-not-declared'),
    ok('settings', 'POSTERN_CONTAINMENT', { mode: known.containmentMode }),
    cloud(inspection),
  ]
}

function cloud({ cloudName, cloud: { graph, login, bot, serviceHosts }, appId }: DoctorPorts['inspection']): Finding {
  if (appId === null) return unknown('cloud', cloudName, 'simulated-tenant')
  const logins = [...new Set([login, bot.login])].join(', ')
  return ok('cloud', cloudName, { graph, login: logins, botConnector: serviceHosts.join(', ') })
}
