/**
 * The bot's own app, for people who have not installed it: with TeamsAppInstallation.ReadWriteSelfForUser.All, which
 * manages no other app. The id of the catalogue is looked up by that of the package.
 * Source: Microsoft Learn, "Authorize proactive bot installation and messages using Graph".
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import { hasDeviceLicencesOnly } from '../domain/signInAlert/index.js'
import type { Installations, ReachPerson } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { outsiderType } from './guests.js'
import { literal, segment, withQuery } from './odata.js'
import { catalogueApp, reachUser, read } from './schemas.js'

const TEAMS: RequestOptions = { family: 'teams' }
const DIRECTORY: RequestOptions = { family: 'directory' }
const FIELDS = 'id,userPrincipalName,userType,creationType,accountEnabled,assignedLicenses,assignedPlans'
/** Teams among the plans of a person. */
const TEAMS_SERVICE = 'teamspaceapi'
const USABLE = new Set(['enabled', 'warning'])

/** @param packageId the id in the manifest of the app package; null: not known */
export function createInstallations(graph: GraphClient, graphOrigin: string, packageId: string | null): Installations {
  let catalogueId: string | undefined

  async function appId(): Promise<string> {
    if (packageId === null) throw new PosternError('graph-not-found', { what: 'the app in the catalogue' })
    if (catalogueId !== undefined) return catalogueId
    const path = withQuery('/appCatalogs/teamsApps', { $filter: `externalId eq ${literal(packageId)}` })
    for await (const rows of graph.pages(path, TEAMS)) {
      const [first] = rows
      if (first === undefined) continue
      catalogueId = read(catalogueApp, first).id
      return catalogueId
    }
    throw new PosternError('graph-not-found', { what: 'the app in the catalogue' })
  }

  const installed = (person: UserId): string => `/users/${segment(person)}/teamwork/installedApps`

  return {
    isConfigured: packageId !== null,
    async *everybody() {
      for await (const rows of graph.pages(withQuery('/users', { $select: FIELDS, $top: '999' }), DIRECTORY)) {
        yield rows.flatMap((row) => personOf(row) ?? [])
      }
    },
    async install(person) {
      const app = await appId()
      try {
        // The same permission reads: where this is refused, it is missing, and not the person's doing.
        const path = withQuery(installed(person), { $expand: 'teamsApp', $filter: `teamsApp/id eq ${literal(app)}` })
        for await (const rows of graph.pages(path, TEAMS)) if (rows.length > 0) return 'installed'
      } catch (error) {
        if (isPosternError(error, 'graph-not-found')) return 'no-teams'
        throw error
      }
      const body = { 'teamsApp@odata.bind': `${graphOrigin}/v1.0/appCatalogs/teamsApps/${segment(app)}` }
      try {
        await graph.post(installed(person), body, TEAMS)
      } catch (error) {
        if (isPosternError(error, 'graph-forbidden')) return 'refused'
        if (isPosternError(error, 'graph-not-found')) return 'no-teams'
        // Somebody was faster.
        if (isPosternError(error) && error.detail.status === 409) return 'installed'
        throw error
      }
      return 'installed'
    },
  }
}

/** Whose type cannot be read is met as a member: a try to install does no harm. */
function personOf(row: unknown): ReachPerson | undefined {
  const one = read(reachUser, row)
  if (!isGuid(one.id)) return undefined
  const licences = (one.assignedLicenses ?? []).map(({ skuId }) => skuId)
  const hasTeams = one.assignedPlans?.some(
    ({ service, capabilityStatus }) =>
      service?.toLowerCase() === TEAMS_SERVICE && USABLE.has(capabilityStatus?.toLowerCase() ?? ''),
  )
  const kind =
    one.accountEnabled === false
      ? 'disabled'
      : (outsiderType(one) ?? null) !== null
        ? 'guest'
        : hasDeviceLicencesOnly(licences)
          ? 'shared-device'
          : hasTeams === false
            ? 'no-licence'
            : 'member'
  return { userId: userId(one.id), kind }
}
