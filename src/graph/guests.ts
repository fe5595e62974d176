/**
 * What kind of outsider a user is, in Conditional Access's words, and where they come from. Graph has no property for
 * either, so both are derived, and where that would be a guess nothing is said.
 *
 * Source: Microsoft Learn, "Properties of a Microsoft Entra B2B collaboration user": an outsider who signs in elsewhere
 * has `#EXT#` in the user principal name (or was invited), userType then tells guest from member; a guest without it is
 * a local account. B2B direct connect users and service providers have no object in the directory.
 */
import type { GraphUser } from './schemas.js'

export type OutsiderType = 'b2bCollaborationGuest' | 'b2bCollaborationMember' | 'internalGuest'

const EXTERNAL_MARK = '#EXT#'

/** Null: a member of this tenant. Undefined: the fields that tell were not readable. */
export function outsiderType(user: GraphUser): OutsiderType | null | undefined {
  if (typeof user.userType !== 'string') return undefined
  const isGuest = user.userType.toLowerCase() !== 'member'
  if (user.userPrincipalName === undefined || user.userPrincipalName === null) return isGuest ? undefined : null
  const isExternal = user.userPrincipalName.toUpperCase().includes(EXTERNAL_MARK) || user.creationType === 'Invitation'
  if (isExternal) return isGuest ? 'b2bCollaborationGuest' : 'b2bCollaborationMember'
  return isGuest ? 'internalGuest' : null
}

export function isFromElsewhere(type: OutsiderType | null | undefined): boolean {
  return type === 'b2bCollaborationGuest' || type === 'b2bCollaborationMember'
}

/**
 * The domain that an outsider's name was made from: `dana_fabrikam.example#EXT#@…` came from dana@fabrikam.example. The
 * last underscore stands for the @, since a domain holds none. Null where the name is not of that form.
 */
export function homeDomain(userPrincipalName: string): string | null {
  const end = userPrincipalName.toUpperCase().indexOf(EXTERNAL_MARK)
  if (end < 0) return null
  const name = userPrincipalName.slice(0, end)
  const domain = name.slice(name.lastIndexOf('_') + 1).toLowerCase()
  return name.includes('_') && domain.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : null
}

export type Home =
  /** A Microsoft account, Google, a code by mail, SAML: of no Entra tenant. */
  | { readonly kind: 'none' }
  /** Of the Entra tenant in which the domain is verified, which is one at most. */
  | { readonly kind: 'domain'; readonly domain: string }
  /** `why`: a short reason. */
  | { readonly kind: 'unknown'; readonly why: string }

const unknown = (why: string): Home => ({ kind: 'unknown', why })

/**
 * Where somebody invited signs in. `identities` says with what, and never which tenant: that tells the domain they were
 * invited by, where the name still has it and the mail address does not say otherwise.
 *
 * Source: Microsoft Learn, "Properties of a Microsoft Entra B2B collaboration user" (Identities: `ExternalAzureAD` is
 * another Entra organisation; an own identity provider is named; before redemption there is only the host's domain).
 * Trap: a work address does not make a work account. Whoever redeemed with a code by mail comes from no tenant.
 */
export function homeOf({ identities, userPrincipalName, mail }: GraphUser): Home {
  if (identities === undefined || identities === null) return unknown('identities-not-read')
  const issuers = identities
    .filter(({ signInType }) => signInType?.toLowerCase() !== 'userprincipalname')
    .map(({ issuer }) => issuer?.toLowerCase() ?? '')
  if (!issuers.includes('externalazuread')) return issuers.length > 0 ? { kind: 'none' } : unknown('not-redeemed')
  const domain = homeDomain(userPrincipalName ?? '')
  if (domain === null) return unknown('home-tenant-not-in-name')
  const mailDomain = mail?.slice(mail.lastIndexOf('@') + 1).toLowerCase()
  return mailDomain === undefined || mailDomain === domain
    ? { kind: 'domain', domain }
    : unknown('home-tenant-ambiguous')
}
