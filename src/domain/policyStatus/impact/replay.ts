/**
 * One recorded leg of a device code sign-in as the evaluator takes it, under today's policies and under those with the
 * candidate enforced.
 *
 * Source: Microsoft Learn, "Conditional Access: Authentication flows": a session that began with a device code stays
 * subject to the policy whatever is used later. What the log does not hold is assumed, and the answer says so.
 */
import type { SettledRecord } from '../../signInAlert/index.js'
import { addressKey } from '../addresses.js'
import { type CompiledTenant, compileTenant } from '../compile.js'
import type { Policy } from '../policy.js'
import { lower } from '../reading.js'
import type { DirectoryUser, SignIn, Tenant } from '../tenant.js'
import { evaluateWhatIf } from '../whatIf.js'
import type { AssumptionCode, NotReplayedCode } from './shape.js'

export interface Replayed {
  readonly blockedNow: boolean
  readonly blockedThen: boolean
}

export class Replay {
  readonly present: CompiledTenant
  readonly proposed: CompiledTenant
  /** How often something was assumed; null where it is assumed of every sign-in. */
  readonly assumed = new Map<AssumptionCode, number | null>()
  private readonly known: ReadonlySet<string>
  private readonly networksMatter: boolean
  private readonly resourcesMatter: boolean

  /** @param records of every user whom the replay will meet. */
  constructor(tenant: Tenant, proposed: Tenant, records: Iterable<SettledRecord>) {
    const users = tenant.directory.users ?? []
    const listed = new Set(users.map(({ id }) => lower(id)))
    const added = [...unlisted(records, listed)]
    // Where nobody is added the tenants stay themselves, of which what was compiled is used again.
    const directory = added.length === 0 ? null : { ...tenant.directory, users: [...users, ...added] }
    this.known = new Set([...listed, ...added.map(({ id }) => id)])
    this.present = compileTenant(directory === null ? tenant : { ...tenant, directory })
    this.proposed = compileTenant(directory === null ? proposed : { ...proposed, directory })

    const blocks = [...this.present.policies, ...this.proposed.policies].filter(
      ({ state, controls, forWorkloads }) => state === 'enabled' && controls.blocks && !forWorkloads,
    )
    this.networksMatter = blocks.some(({ network }) => network !== null)
    this.resourcesMatter = blocks.some(({ resources }) => !isAllResources(resources))
    const guests = added.filter(({ guestOrExternalUserType }) => guestOrExternalUserType !== null).length
    if (guests > 0 && blocks.some(tellsGuestsApart)) this.assumed.set('guest-type-collaboration', guests)
    if (blocks.some(({ risks }) => risks.user !== null)) this.assumed.set('user-risk-none', null)
    if (blocks.some(({ risks }) => risks.insider !== null)) this.assumed.set('insider-risk-none', null)
    if (blocks.some(({ deviceFilter }) => deviceFilter !== null)) this.assumed.set('device-unregistered', null)
    if (blocks.some(({ platforms }) => platforms !== null)) this.assumed.set('platform-from-user-agent', null)
  }

  /** What becomes of a leg, or why nobody can say. */
  of(record: SettledRecord): Replayed | NotReplayedCode {
    if (!this.known.has(record.userId)) return 'unknown-user'
    const hasAddress = record.ipAddress !== undefined && addressKey(record.ipAddress) !== null
    if (this.networksMatter && !hasAddress) return 'no-address'
    if (this.resourcesMatter && record.resourceId === undefined) return 'no-resource'
    const signIn = signInOf(record)
    if (this.networksMatter && record.trustedNetwork && !this.isTrusted(signIn)) this.assume('trusted-in-log-only')
    return {
      blockedNow: evaluateWhatIf(this.present, signIn).outcome === 'block',
      blockedThen: evaluateWhatIf(this.proposed, signIn).outcome === 'block',
    }
  }

  assume(what: AssumptionCode): void {
    this.assumed.set(what, (this.assumed.get(what) ?? 0) + 1)
  }

  private isTrusted({ ipAddress, country }: SignIn): boolean {
    return this.present.locations.placeOf(ipAddress, country, false).trusted
  }
}

const isAllResources = ({ include, exclude, filter }: Policy['resources']): boolean =>
  include.all && filter === null && exclude.ids.size === 0 && !exclude.office365 && !exclude.adminPortals

const tellsGuestsApart = ({ users }: Policy): boolean =>
  users.include.external !== null || users.exclude.external !== null

/** Users of the log whom the snapshot does not list: nothing that policies mention holds them. */
function* unlisted(records: Iterable<SettledRecord>, listed: ReadonlySet<string>): Generator<DirectoryUser> {
  const seen = new Set<string>()
  for (const { userId, userType } of records) {
    if (listed.has(userId) || seen.has(userId) || (userType !== 'member' && userType !== 'guest')) continue
    seen.add(userId)
    // The commonest type, as for a guest of the snapshot whose type was not derived.
    yield { id: userId, guestOrExternalUserType: userType === 'guest' ? 'b2bCollaborationGuest' : null }
  }
}

function signInOf(record: SettledRecord): SignIn {
  return {
    userId: record.userId,
    appId: record.resourceId ?? null,
    authenticationFlow: 'deviceCodeFlow',
    originalTransferMethod: 'deviceCodeFlow',
    clientAppType: 'mobileAppsAndDesktopClients',
    devicePlatform: platformOf(record.userAgent),
    ipAddress: record.ipAddress ?? null,
    ...(record.country === undefined ? {} : { country: record.country }),
    device: null,
    signInRiskLevel: record.risk ?? 'none',
    userRiskLevel: 'none',
  }
}

/** Android says Linux as well, an iPad macOS: the order matters. */
const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/windows phone/i, 'windowsPhone'],
  [/android/i, 'android'],
  [/iphone|ipad|ios/i, 'iOS'],
  [/windows/i, 'windows'],
  [/mac ?os|macintosh|darwin/i, 'macOS'],
  [/linux/i, 'linux'],
]

const platformOf = (userAgent: string | undefined): string =>
  PLATFORMS.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? 'unknown'
