/**
 * The shapes the evaluator takes: a tenant as Graph and the operator describe it, and one sign-in.
 *
 * Policies and named locations are kept as Graph returned them and read tolerantly (`policy.ts`, `locations.ts`).
 */
export interface DirectoryUser {
  readonly id: string
  readonly displayName?: string | null
  readonly userPrincipalName?: string | null
  readonly userType?: string | null
  /** One of Graph's guest or external user types; null is a member of the tenant. */
  readonly guestOrExternalUserType?: string | null
  /** Null: of no Entra tenant, or of this one. Absent: not known. */
  readonly homeTenantId?: string | null
  /** Null or absent: not read. */
  readonly accountEnabled?: boolean | null
  /** A Teams phone or room, as its licences tell. Null or absent: not read. */
  readonly isSharedDevice?: boolean | null
}

export interface DirectoryGroup {
  readonly id: string
  readonly displayName?: string | null
}

export interface Membership {
  readonly groupId: string
  /** A user, or a group (nesting). */
  readonly memberId: string
}

export interface RoleAssignment {
  readonly roleTemplateId: string
  /** A user, or a role-assignable group. */
  readonly principalId: string
  readonly assignmentType: string
  readonly scope: string
}

export interface EmergencyAccess {
  readonly users?: readonly string[]
  readonly groups?: readonly string[]
}

/** A list, or millions of them in a form of their own. */
export interface Memberships extends Iterable<Membership> {
  readonly length: number
}

export interface Directory {
  readonly users?: readonly DirectoryUser[]
  readonly groups?: readonly DirectoryGroup[]
  readonly memberships?: Memberships
  readonly roles?: readonly RoleAssignment[]
  readonly emergencyAccess?: EmergencyAccess
}

export interface CatalogApp {
  readonly appId: string
  readonly displayName?: string | null
  readonly customSecurityAttributes?: Readonly<Record<string, unknown>> | null
}

export interface Catalog {
  readonly office365?: readonly string[]
  readonly adminPortals?: readonly string[]
  readonly apps?: readonly CatalogApp[]
}

export interface Tenant {
  readonly policies: readonly unknown[]
  readonly namedLocations: readonly unknown[]
  readonly mfaTrustedIps: readonly string[]
  readonly directory: Directory
  readonly catalog: Catalog
}

/** A registered device, in the names of Graph's `deviceInfo`. */
export type Device = Readonly<Record<string, unknown>>

export interface SignIn {
  readonly userId: string
  /** The resource that is asked for, not the client that asks. */
  readonly appId?: string | null
  readonly userAction?: string | null
  readonly authContext?: string | null
  readonly authenticationFlow?: string | null
  /** How the session began, where Entra tracks it. */
  readonly originalTransferMethod?: string | null
  readonly clientAppType?: string | null
  readonly devicePlatform?: string | null
  readonly ipAddress?: string | null
  /** ISO 3166 alpha-2; null is an address that maps to no country; absent is not given. */
  readonly country?: string | null
  readonly compliantNetwork?: boolean | null
  /** null is a device that is not registered. */
  readonly device?: Device | null
  readonly signInRiskLevel?: string | null
  readonly userRiskLevel?: string | null
  readonly insiderRiskLevel?: string | null
}

export interface WhatIf {
  readonly outcome: 'block' | 'allow' | 'allow-with-controls'
  /** Ids of enabled policies that apply. */
  readonly applied: readonly string[]
  /** Ids of report-only policies that would apply. */
  readonly reportOnly: readonly string[]
  readonly controls: readonly string[]
}
