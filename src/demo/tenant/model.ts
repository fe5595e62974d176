/**
 * What the simulated tenant holds, in Microsoft Graph's own names.
 */
export interface SimulatedUser {
  readonly id: string
  readonly displayName: string
  readonly givenName: string
  readonly surname: string
  readonly userPrincipalName: string
  readonly mail: string
  readonly userType: 'Member' | 'Guest'
  readonly accountEnabled: boolean
  readonly creationType: 'Invitation' | null
  /** `SMTP:` marks the main address, `smtp:` an alias. */
  readonly proxyAddresses?: readonly string[]
  readonly otherMails?: readonly string[]
  readonly assignedPlans?: readonly { readonly service: string; readonly capabilityStatus: string }[]
  readonly assignedLicenses?: readonly { readonly skuId: string }[]
  readonly preferredLanguage?: string
  /** With what they sign in. */
  readonly identities?: readonly { readonly signInType: string; readonly issuer: string }[]
  /** Read by a call of its own, never with the person. */
  readonly managerId?: string
}

export interface SimulatedGroup {
  readonly id: string
  readonly displayName: string
  readonly mail?: string
  readonly proxyAddresses?: readonly string[]
  readonly visibility?: 'Private' | 'Public' | 'HiddenMembership'
  /** Ids of users and of nested groups. */
  readonly members: readonly string[]
}

/** A message as the logs of mail or Teams have it: one row each recipient, and one each link. */
export interface SimulatedMessage {
  readonly log: 'mail' | 'teams'
  readonly at: string
  readonly sender: string
  readonly subject: string
  readonly urls: readonly string[]
  readonly deliveryAction: 'Delivered' | 'Junked' | 'Blocked'
  readonly recipients: readonly { readonly objectId: string; readonly address: string }[]
}

export interface SimulatedRoleAssignment {
  readonly id: string
  readonly principalId: string
  readonly roleDefinitionId: string
  /** `/`, or the path of an administrative unit. */
  readonly directoryScopeId: string
}

/** A row of the beta sign-in log. Only what the simulation itself looks at is typed; the rest is carried. */
export interface SignInRow {
  readonly id: string
  readonly createdDateTime: string
  readonly userId: string
  readonly sessionId: string | null
  readonly signInEventTypes: readonly string[]
  readonly status: {
    readonly errorCode: number
    readonly failureReason: string
    readonly additionalDetails: string | null
  }
  readonly appliedConditionalAccessPolicies: readonly Readonly<Record<string, unknown>>[]
  readonly [member: string]: unknown
}

/** An event of a calendar. Only what the simulation itself looks at is typed; the rest is carried. Times in UTC. */
export interface SimulatedEvent {
  readonly id: string
  readonly start: { readonly dateTime: string; readonly timeZone: 'UTC' }
  readonly end: { readonly dateTime: string; readonly timeZone: 'UTC' }
  readonly [member: string]: unknown
}

export interface SimulatedMeeting {
  readonly id: string
  readonly joinWebUrl: string
  readonly joinMeetingIdSettings: { readonly joinMeetingId: string; readonly isPasscodeRequired: boolean } | null
  /** Who may find it: the organiser and the people invited. */
  readonly visibleTo: readonly string[]
  readonly [member: string]: unknown
}

/** A picture in a message, by the path that Graph has for it. */
export interface SimulatedContent {
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface TenantData {
  readonly tenantId: string
  readonly users: readonly SimulatedUser[]
  readonly groups: readonly SimulatedGroup[]
  readonly roleAssignments: readonly SimulatedRoleAssignment[]
  /** As GET /identity/conditionalAccess/policies returns them. */
  readonly policies: readonly Readonly<Record<string, unknown>>[]
  readonly namedLocations: readonly Readonly<Record<string, unknown>>[]
  readonly signIns: readonly SignInRow[]
  /** Tenants that other domains belong to. */
  readonly partnerDomains: Readonly<Record<string, string>>
  readonly organization: {
    readonly displayName: string
    readonly verifiedDomains: readonly { readonly name: string }[]
  }
  /** Events by the id of whose calendar they stand in. */
  readonly calendars: Readonly<Record<string, readonly SimulatedEvent[]>>
  readonly onlineMeetings: readonly SimulatedMeeting[]
  readonly messages: readonly SimulatedMessage[]
  /** What stands beside Conditional Access, as Graph returns it. */
  readonly posture: SimulatedPosture
}

type Json = Readonly<Record<string, unknown>>
export interface SimulatedPosture {
  readonly securityDefaults: Json
  readonly domains: readonly Json[]
  readonly deviceRegistration: Json
  readonly enrollment: readonly Json[]
  readonly attackSimulations: readonly Json[]
}

/** What a collection of a tenant can be made of: an array, or rows that are made when their page is asked for. */
export interface Rows {
  readonly length: number
  slice(from: number, to: number): readonly unknown[]
}
