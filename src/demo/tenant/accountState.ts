/** What belongs to people's accounts in the simulated tenant, in Graph's own names, and can be added by an intruder. */

export interface SimulatedDevice {
  readonly id: string
  readonly ownerId: string
  readonly displayName: string
  readonly operatingSystem: string
  readonly trustType: 'Workplace' | 'AzureAd' | 'ServerAd'
  readonly registrationDateTime: string | null
  accountEnabled: boolean
}

export interface SimulatedMethod {
  readonly id: string
  /** Without its namespace: `fido2AuthenticationMethod`. */
  readonly type: string
  readonly displayName: string | null
  readonly createdDateTime: string | null
}

export interface SimulatedGrant {
  readonly id: string
  readonly principalId: string
  /** Of the app's service principal. */
  readonly clientId: string
  readonly scope: string
}

export type SimulatedRule = Readonly<Record<string, unknown>> & { readonly id: string }

export class AccountState {
  readonly devices = new Map<string, SimulatedDevice>()
  readonly methods = new Map<string, readonly SimulatedMethod[]>()
  readonly grants: SimulatedGrant[] = []
  readonly rules = new Map<string, readonly SimulatedRule[]>()
  /** `riskState` by person; who has no risk is not in it. */
  readonly risk = new Map<string, 'confirmedCompromised' | 'dismissed'>()
  /** False: no Entra ID P2. */
  hasRisk = true
}
