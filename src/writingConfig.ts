/** The settings of writing policy: off unless the operator says otherwise, and perhaps under an app of its own. */
import { guid, list, oneOf, pemFile, text } from './configFields.js'
import type { AppIdentity } from './domain/appIdentity.js'
import { isGuid, type TenantId } from './domain/ids.js'

export interface WritingConfig {
  /** Null: the bot's own app writes. */
  readonly identity: AppIdentity | null
}

export const WRITING_VARIABLES = {
  POSTERN_POLICY_WRITING: oneOf(['off', 'on'] as const, 'off'),
  POSTERN_POLICY_APP_ID: guid,
  POSTERN_POLICY_APP_PASSWORD: text,
  POSTERN_POLICY_APP_CERTIFICATE_FILE: pemFile,
  POSTERN_POLICY_EXCEPTION_GROUPS: list('object ids (GUIDs)', isGuid),
}

const PROOFS = ['POSTERN_POLICY_APP_PASSWORD', 'POSTERN_POLICY_APP_CERTIFICATE_FILE'] as const

interface Given {
  readonly POSTERN_POLICY_WRITING: 'off' | 'on'
  readonly POSTERN_POLICY_APP_ID?: string | undefined
  readonly POSTERN_POLICY_APP_PASSWORD?: string | undefined
  readonly POSTERN_POLICY_APP_CERTIFICATE_FILE?: string | undefined
}

/** Null where writing is off. `tenantId` null: the settings of the bot itself are faulty, or there is a simulated tenant. */
export function readWriting(
  env: Given,
  { isGiven, tenantId }: { isGiven: (name: keyof typeof WRITING_VARIABLES) => boolean; tenantId: TenantId | null },
  faults: string[],
): WritingConfig | null {
  const proofs = PROOFS.filter(isGiven)
  const ownApp = isGiven('POSTERN_POLICY_APP_ID')
  if (env.POSTERN_POLICY_WRITING === 'off') {
    if (ownApp || proofs.length > 0)
      faults.push('POSTERN_POLICY_WRITING is off, but an app for it is set: switch it on, or leave the app out')
    return null
  }
  if (ownApp && proofs.length !== 1)
    faults.push(`POSTERN_POLICY_APP_ID is set: set exactly one of ${PROOFS.join(', ')}`)
  if (!ownApp && proofs.length > 0) faults.push(`${proofs.join(', ')} is set but POSTERN_POLICY_APP_ID is not`)
  const { POSTERN_POLICY_APP_ID: appId, POSTERN_POLICY_APP_PASSWORD: secret } = env
  if (appId === undefined || tenantId === null) return { identity: null }
  const app = { appId: appId.toLowerCase(), tenantId }
  if (secret !== undefined) return { identity: { ...app, kind: 'secret', secret } }
  const pem = env.POSTERN_POLICY_APP_CERTIFICATE_FILE
  return { identity: pem === undefined ? null : { ...app, kind: 'certificate', pem } }
}
