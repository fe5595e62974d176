/**
 * The simulated tenant's state and what can be done to it: by Graph's callers through `routes.ts`, by tests and the
 * demo directly.
 */
import { randomUUID } from 'node:crypto'
import { AccountState } from './accountState.js'
import { type Fault, Faults } from './faults.js'
import { GroupRegister } from './groupDeltas.js'
import type {
  Rows,
  SignInRow,
  SimulatedContent,
  SimulatedEvent,
  SimulatedMeeting,
  SimulatedMessage,
  SimulatedPosture,
  SimulatedRoleAssignment,
  SimulatedUser,
  TenantData,
} from './model.js'

export interface SeenRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly status: number
}

interface LoggedSignIn {
  row: SignInRow
  /** Records reach the log late; before this instant nobody sees them. */
  readonly visibleFrom: number
}

export class SimulatedTenant {
  readonly tenantId: string
  readonly users = new Map<string, SimulatedUser>()
  readonly groups: GroupRegister
  readonly roleAssignments: SimulatedRoleAssignment[] = []
  /** Roles that people may activate. */
  readonly eligibilities: SimulatedRoleAssignment[] = []
  /** False: no Entra ID P2, so no eligible roles. */
  hasPrivilegedIdentityManagement = true
  /** Members of a group too many to hold, in place of its own; rows as Graph has them. */
  readonly crowds = new Map<string, Rows>()
  readonly servicePrincipals: Readonly<Record<string, unknown>>[] = []
  posture: SimulatedPosture
  policies: readonly Readonly<Record<string, unknown>>[]
  namedLocations: readonly Readonly<Record<string, unknown>>[]
  readonly partnerDomains: Readonly<Record<string, string>>
  organization: TenantData['organization']
  readonly calendars = new Map<string, SimulatedEvent[]>()
  readonly onlineMeetings: SimulatedMeeting[] = []
  /** Pictures in messages, by path: `/chats/…/hostedContents/…`. */
  readonly hostedContents = new Map<string, SimulatedContent>()
  readonly messages: SimulatedMessage[] = []
  /** Fields of sign-ins that this tenant does not filter by, as it may be with those that are not documented. */
  readonly unfilterable = new Set<string>()
  /** Teams apps of the organisation; `externalId` is the id in the manifest. */
  readonly catalogue: { readonly id: string; readonly externalId: string }[] = []
  /** Ids of the catalogue by person. */
  readonly installedApps = new Map<string, ReadonlySet<string>>()
  /** People for whom a policy of Teams does not let the app in, and those who have no Teams. */
  readonly appBlockedFor = new Set<string>()
  readonly withoutTeams = new Set<string>()
  /** Rows of the directory audit. */
  readonly directoryAudits: Readonly<Record<string, unknown>>[] = []
  /** Tables of advanced hunting that this tenant does not have. */
  readonly missingTables = new Set<string>()
  /** False: Teams has no application access policy for the app. */
  accessPolicy = true
  /** Application permissions that the app was not given. */
  readonly withheld = new Set<string>()
  /** Graph takes a policy and keeps it without its authentication flows. */
  dropsAuthenticationFlows = false
  /** False: no Entra ID P1, so no sign-in log through Graph. */
  premium = true
  /** What people have and could add: devices, methods, consents, rules; and their risk. */
  readonly accounts = new AccountState()
  readonly faults = new Faults()
  readonly requests: SeenRequest[] = []
  private readonly log: LoggedSignIn[] = []
  private readonly validFrom = new Map<string, Date>()
  private readonly tokens = new Set<string>()
  private readonly listeners: ((userId: string) => void)[] = []

  constructor(
    data: TenantData,
    readonly now: () => Date,
  ) {
    this.tenantId = data.tenantId
    for (const user of data.users) this.users.set(user.id, user)
    this.groups = new GroupRegister(now, (id) => this.users.has(id))
    this.groups.seed(data.groups)
    this.roleAssignments.push(...data.roleAssignments)
    this.posture = data.posture
    this.policies = data.policies
    this.namedLocations = data.namedLocations
    this.partnerDomains = data.partnerDomains
    this.organization = data.organization
    for (const [userId, events] of Object.entries(data.calendars)) this.calendars.set(userId, [...events])
    this.onlineMeetings.push(...data.onlineMeetings)
    this.messages.push(...data.messages)
    this.addSignIns(data.signIns)
  }

  /** Writes rows to the log; the same id again is a duplicate row, as real logs have them. */
  addSignIns(rows: readonly SignInRow[], options: { readonly visibleFrom?: Date } = {}): void {
    const visibleFrom = options.visibleFrom?.getTime() ?? Number.NEGATIVE_INFINITY
    for (const row of rows) this.log.push({ row: this.afterRevocation(row), visibleFrom })
  }

  /** Changes a row that is in the log: details arrive after the row itself. */
  reviseSignIn(id: string, change: Readonly<Record<string, unknown>>): void {
    for (const entry of this.log) if (entry.row.id === id) entry.row = { ...entry.row, ...change }
  }

  signIns(): readonly SignInRow[] {
    const nowMs = this.now().getTime()
    return this.log.filter(({ visibleFrom }) => visibleFrom <= nowMs).map(({ row }) => row)
  }

  /** Ends every session of the user that began before now. */
  revokeSessions(userId: string): void {
    this.validFrom.set(userId, this.now())
    for (const listener of this.listeners) listener(userId)
  }

  /** Null: never revoked. */
  sessionsValidFrom(userId: string): Date | null {
    return this.validFrom.get(userId) ?? null
  }

  onRevoke(listener: (userId: string) => void): void {
    this.listeners.push(listener)
  }

  fault(fault: Fault): void {
    this.faults.add(fault)
  }

  issueToken(): string {
    const token = randomUUID()
    this.tokens.add(token)
    return token
  }

  /** Makes every token given so far worthless, as rolling a secret does. */
  expireTokens(): void {
    this.tokens.clear()
  }

  knowsToken(token: string): boolean {
    return this.tokens.has(token)
  }

  /** Users and groups in a group, through any nesting. */
  transitiveMembers(groupId: string): readonly string[] {
    const found = new Set<string>()
    const open = [groupId]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const memberId of this.groups.get(id)?.members ?? []) {
        if (!found.has(memberId)) {
          found.add(memberId)
          open.push(memberId)
        }
      }
    }
    return [...found]
  }

  /** A token redeemed without the person, in a session older than the revocation, is refused: 50173. */
  private afterRevocation(row: SignInRow): SignInRow {
    const validFrom = this.validFrom.get(row.userId)
    const isRefresh = row.signInEventTypes.includes('nonInteractiveUser') && row.status.errorCode === 0
    if (validFrom === undefined || !isRefresh || row.sessionId === null) return row
    const began = this.log.find(({ row: earlier }) => earlier.sessionId === row.sessionId)
    const startedMs = Date.parse(began?.row.createdDateTime ?? row.createdDateTime)
    if (startedMs >= validFrom.getTime() || Date.parse(row.createdDateTime) < validFrom.getTime()) return row
    return {
      ...row,
      status: {
        errorCode: 50173,
        failureReason: 'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
        additionalDetails: null,
      },
    }
  }
}
