/** What `postern doctor` looks at beside the ports of the bot. Each look throws what hinders it. */
import type { Cloud } from '../../domain/clouds.js'
import type { ChooserInspection } from './questionChooser.js'
import type { Readiness } from './readiness.js'

export interface Inspection {
  readonly cloudName: string
  readonly cloud: Cloud
  /** Client id of the app registration; null: a simulated tenant, in which nobody proves anything. */
  readonly appId: string | null
  /** How the way to the database is guarded. */
  readonly databaseLink: DatabaseLink
  /** One harmless request a permission. */
  permissions(): Promise<readonly PermissionProbe[]>
  /** The time by Graph's clock; null where it does not say. */
  serverTime(): Promise<Date | null>
  /** What a bot that runs with these settings on this machine says of itself; null where none answers. */
  running(): Promise<Readiness | null>
  /** The text of the tuning file; null: none is configured. */
  tuning(): Promise<string | null>
  /** The app's own token for Graph, looked into; null where it cannot be read. Evidence only: it is not verified. */
  appToken(): Promise<AppToken | null>
  /** The same of an app of its own that writes policy; null also where there is none. */
  policyAppToken(): Promise<AppToken | null>
  /** The language model that names questions; null: none is configured. */
  readonly model: ChooserInspection | null
  /** The HTTP status of a harmless, authenticated request to the Bot Connector; null: there is no address to ask. */
  connectorStatus(): Promise<number | null>
}

/** `this-machine`: the embedded database, or a server on loopback or a socket. */
export type DatabaseLink = 'this-machine' | 'encrypted' | 'not-encrypted'

export interface AppToken {
  /** Lower case; null where the token does not say. */
  readonly appId: string | null
  readonly tenantId: string | null
  /** Names of the application permissions that are granted. */
  readonly roles: readonly string[]
}

export interface PermissionProbe {
  readonly permission: string
  readonly why: string
  readonly lostWithout: string
  /** Whether an app of its own that writes policy has to have it, and not the bot's. */
  readonly ofPolicyApp: boolean
  /** `unlicensed`: granted, but the tenant lacks the licence. `unknown`: Graph did not say; see `code`. */
  readonly outcome: 'granted' | 'missing' | 'unlicensed' | 'unknown'
  /** Graph's error code, our own where Graph gave none, `no-harmless-request` where there is nothing to ask, or null. */
  readonly code: string | null
}
