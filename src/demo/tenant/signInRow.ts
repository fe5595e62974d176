/**
 * Rows of the beta sign-in log in Microsoft's published shape, from the few values that make a story.
 *
 * Source: Microsoft Graph docs, "signIn resource type" (beta); @microsoft/microsoft-graph-types-beta.
 */
import type { SignInRow, SimulatedUser } from './model.js'

/** Where somebody signs in from. */
export interface Vantage {
  readonly ipAddress: string
  readonly city: string
  readonly countryOrRegion: string
  readonly autonomousSystemNumber: number
  readonly userAgent: string
  readonly operatingSystem: string
  readonly browser: string
  /** The name of the named location the address lies in, where it is trusted. */
  readonly trustedNetwork?: string
}

export interface ClientApp {
  readonly id: string
  readonly name: string
}

export interface SignInStory {
  readonly id: string
  readonly at: Date
  readonly who: SimulatedUser
  readonly from: Vantage
  readonly app: ClientApp
  readonly resource: ClientApp
  readonly correlationId: string
  readonly sessionId: string
  readonly interactive: boolean
  readonly protocol: 'none' | 'deviceCode'
  readonly transfer: 'none' | 'deviceCodeFlow'
  readonly errorCode?: number
  readonly failureReason?: string
  readonly additionalDetails?: string
  readonly applied?: readonly Readonly<Record<string, unknown>>[]
  readonly incomingTokenType?: 'none' | 'refreshToken' | 'primaryRefreshToken'
}

export function signInRow(story: SignInStory): SignInRow {
  const { who, from, app, resource } = story
  const errorCode = story.errorCode ?? 0
  const applied = story.applied ?? []
  return {
    id: story.id,
    createdDateTime: story.at.toISOString(),
    userId: who.id,
    userDisplayName: who.displayName,
    userPrincipalName: who.userPrincipalName,
    userType: who.userType === 'Guest' ? 'guest' : 'member',
    appId: app.id,
    appDisplayName: app.name,
    resourceId: resource.id,
    resourceDisplayName: resource.name,
    correlationId: story.correlationId,
    sessionId: story.sessionId,
    isInteractive: story.interactive,
    signInEventTypes: [story.interactive ? 'interactiveUser' : 'nonInteractiveUser'],
    clientAppUsed: 'Mobile Apps and Desktop clients',
    authenticationProtocol: story.protocol,
    originalTransferMethod: story.transfer,
    incomingTokenType: story.incomingTokenType ?? 'none',
    authenticationRequirement: 'multiFactorAuthentication',
    crossTenantAccessType: who.userType === 'Guest' ? 'b2bCollaboration' : 'none',
    ipAddress: from.ipAddress,
    autonomousSystemNumber: from.autonomousSystemNumber,
    userAgent: from.userAgent,
    location: {
      city: from.city,
      state: '',
      countryOrRegion: from.countryOrRegion,
      geoCoordinates: { altitude: null, latitude: null, longitude: null },
    },
    networkLocationDetails:
      from.trustedNetwork === undefined
        ? []
        : [{ networkType: 'trustedNamedLocation', networkNames: [from.trustedNetwork] }],
    deviceDetail: {
      deviceId: '',
      displayName: '',
      operatingSystem: from.operatingSystem,
      browser: from.browser,
      isCompliant: false,
      isManaged: false,
      trustType: null,
    },
    status: {
      errorCode,
      failureReason: story.failureReason ?? 'Other.',
      additionalDetails: story.additionalDetails ?? null,
    },
    conditionalAccessStatus: conditionalAccessStatus(applied),
    appliedConditionalAccessPolicies: applied,
    riskState: 'none',
    riskDetail: 'none',
    riskLevelDuringSignIn: 'none',
    riskLevelAggregated: 'none',
    riskEventTypes_v2: [],
    authenticationProcessingDetails: [],
  }
}

function conditionalAccessStatus(applied: readonly Readonly<Record<string, unknown>>[]): string {
  if (applied.some(({ result }) => result === 'failure')) return 'failure'
  return applied.some(({ result }) => result === 'success') ? 'success' : 'notApplied'
}
