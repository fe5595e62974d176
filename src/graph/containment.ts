/**
 * Making a person's sessions invalid.
 *
 * Resets signInSessionsValidFromDateTime: refresh tokens and session cookies die within minutes; access tokens live on
 * for up to an hour, and a key that is bound to a device survives. Guests are their home tenant's to revoke.
 * Source: Microsoft Graph docs, "user: revokeSignInSessions".
 */
import { PosternError } from '../domain/errors.js'
import type { Containment } from '../flows/ports.js'
import type { GraphClient } from './client.js'
import { segment } from './odata.js'
import { read, revocation } from './schemas.js'

export function createContainment(graph: GraphClient): Containment {
  return {
    async revokeSessions(userId) {
      const answer = await graph.post(`/users/${segment(userId)}/revokeSignInSessions`, {}, { family: 'directory' })
      if (!read(revocation, answer).value) throw new PosternError('graph-shape', { reason: 'not-revoked' })
    },
  }
}
