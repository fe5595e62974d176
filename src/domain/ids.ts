/**
 * Branded ids: a string that has been checked once, at the border, and cannot be mistaken for another kind.
 *
 * GUIDs are compared without regard to letter case everywhere in Microsoft 365, so they are lower-cased here and
 * nowhere else.
 */
import { PosternError } from './errors.js'

declare const brand: unique symbol
type Id<Kind extends string> = string & { readonly [brand]: Kind }

/** The Entra tenant (directory) id. */
export type TenantId = Id<'tenant'>
/** The Entra object id of a user. */
export type UserId = Id<'user'>
/** Made here, one an alert. */
export type AlertId = Id<'alert'>
/** Made from tenant, user and the first flow's correlation; stable while the case grows. */
export type CaseId = Id<'case'>
/** Made here, one a check of a message. */
export type CheckId = Id<'check'>
/** Made here, one each time somebody sets out to warn people of a lure. */
export type WarningId = Id<'warning'>
/** One person of one warning: `warningId/userId`. */
export type WarnedId = Id<'warned'>
/** Made here, one each time somebody asks for a change of the tenant's policies. */
export type PolicyWriteId = Id<'policy-write'>
/** The `id` of a sign-in log row. */
export type RecordId = Id<'record'>

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isGuid = (value: unknown): value is string => typeof value === 'string' && GUID.test(value)

const guid =
  <T extends string>(kind: string) =>
  (value: unknown): T => {
    if (!isGuid(value)) throw new PosternError('id-invalid', { kind })
    return value.toLowerCase() as T
  }

export const tenantId = guid<TenantId>('tenant')
export const userId = guid<UserId>('user')
export const alertId = guid<AlertId>('alert')
export const checkId = guid<CheckId>('check')
export const warningId = guid<WarningId>('warning')
export const policyWriteId = guid<PolicyWriteId>('policy-write')

export const warnedId = (warning: WarningId, user: UserId): WarnedId => `${warning}/${user}` as WarnedId
export function partsOfWarned(warned: WarnedId): { readonly warning: WarningId; readonly user: UserId } {
  const [warning, user] = warned.split('/')
  return { warning: warningId(warning), user: userId(user) }
}
