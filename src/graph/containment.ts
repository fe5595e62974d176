/**
 * Taking an account out of an intruder's hands, and giving it back; each change with a way to read it back.
 *
 * A revoke resets signInSessionsValidFromDateTime: refresh tokens and session cookies die within minutes; access tokens
 * live on for up to an hour, and a key that is bound to a device survives. Guests are their home tenant's to revoke.
 * Source: Microsoft Graph docs, "user: revokeSignInSessions", "Update user", "Update device", "riskyUser:
 * confirmCompromised", "riskyUser: dismiss".
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import type { Containment } from '../flows/ports.js'
import { createAdditions } from './additions.js'
import type { GraphClient, RequestOptions } from './client.js'
import { segment, withQuery } from './odata.js'
import { enablement, read, revocation, riskyUser, sessionsValidFrom } from './schemas.js'

const DIRECTORY: RequestOptions = { family: 'directory' }
/** Identity Protection shares its one request a second with Conditional Access. */
const RISK: RequestOptions = { family: 'policies' }
const RISKY_USERS = '/identityProtection/riskyUsers'

export function createContainment(graph: GraphClient): Containment {
  const userPath = (userId: UserId): string => `/users/${segment(userId)}`
  const devicePath = (deviceId: string): string => `/devices/${segment(deviceId)}`

  async function isEnabled(path: string): Promise<boolean> {
    const answer = await graph.get(withQuery(path, { $select: 'id,accountEnabled' }), DIRECTORY)
    const { accountEnabled } = read(enablement, answer)
    // Left out where the app may not read it: a missing permission, and no answer either way.
    if (typeof accountEnabled !== 'boolean') throw new PosternError('graph-forbidden', { reason: 'not-readable' })
    return accountEnabled
  }

  return {
    async revokeSessions(userId) {
      const answer = await graph.post(`${userPath(userId)}/revokeSignInSessions`, {}, DIRECTORY)
      if (!read(revocation, answer).value) throw new PosternError('graph-shape', { reason: 'not-revoked' })
    },
    async sessionsValidFrom(userId) {
      const fields = { $select: 'id,signInSessionsValidFromDateTime' }
      const answer = await graph.get(withQuery(userPath(userId), fields), DIRECTORY)
      const at = Date.parse(read(sessionsValidFrom, answer).signInSessionsValidFromDateTime ?? '')
      return Number.isNaN(at) ? null : new Date(at)
    },
    isAccountEnabled: (userId) => isEnabled(userPath(userId)),
    async setAccountEnabled(userId, enabled) {
      await graph.patch(userPath(userId), { accountEnabled: enabled }, DIRECTORY)
    },
    isDeviceEnabled: (deviceId) => isEnabled(devicePath(deviceId)),
    async setDeviceEnabled(deviceId, enabled) {
      await graph.patch(devicePath(deviceId), { accountEnabled: enabled }, DIRECTORY)
    },
    async confirmCompromised(userId) {
      await graph.post(`${RISKY_USERS}/confirmCompromised`, { userIds: [userId] }, RISK)
    },
    async dismissRisk(userId) {
      await graph.post(`${RISKY_USERS}/dismiss`, { userIds: [userId] }, RISK)
    },
    async isConfirmedCompromised(userId) {
      const answer = await graph.get(`${RISKY_USERS}/${segment(userId)}`, RISK).catch((error: unknown) => {
        // Somebody without any risk is not in the list.
        if (isPosternError(error, 'graph-not-found')) return null
        throw error
      })
      return answer !== null && read(riskyUser, answer).riskState?.toLowerCase() === 'confirmedcompromised'
    },
    additions: createAdditions(graph),
  }
}
