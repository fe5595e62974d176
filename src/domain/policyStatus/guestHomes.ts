/**
 * Guests of whom it is not known what policies tell guests apart by: their kind, or the tenant they come from. Nobody
 * guesses for them.
 */
import type { DirectoryUser } from './tenant.js'

const LOCAL = 'internalguest'

/** Absent is not known; null is known to be no Entra tenant. */
export function hasUnknownHome({ guestOrExternalUserType, homeTenantId, userType }: DirectoryUser): boolean {
  if (homeTenantId !== undefined) return false
  const type = guestOrExternalUserType?.toLowerCase()
  return type === undefined ? guestOrExternalUserType === undefined && isGuest(userType) : type !== LOCAL
}

export const hasUnknownKind = ({ guestOrExternalUserType, userType }: DirectoryUser): boolean =>
  guestOrExternalUserType === undefined && userType?.toLowerCase() !== 'member'

const isGuest = (userType: string | null | undefined) => userType?.toLowerCase() === 'guest'
