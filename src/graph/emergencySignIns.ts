/**
 * Every sign-in of an emergency access account, of either stream and however it ended.
 * Source: Microsoft Learn, "Manage emergency access admin accounts" (monitor sign-in and audit logs); Microsoft Graph
 * docs, "List signIns" (beta): without `signInEventTypes` in the filter only interactive rows come back.
 */
import { z } from 'zod/v4'
import type { EmergencySignIn } from '../domain/policyNotices.js'
import type { EmergencySignInSource } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, literal, withQuery } from './odata.js'
import { read } from './schemas.js'

const REQUEST: RequestOptions = {
  version: 'beta',
  family: 'reports',
  headers: { Prefer: 'include-unknown-enum-members' },
}
const PEOPLE = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')"
/** An account that nobody should use has none; one that somebody does is told of by the first page. */
const ROWS_MAX = 1_000

const text = z.string().max(2_000).nullish()
const row = z.object({
  id: z.string().min(1).max(256),
  createdDateTime: z.string().max(64),
  appId: text,
  appDisplayName: text,
  ipAddress: text,
  isInteractive: z.boolean().nullish(),
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  status: z.object({ errorCode: z.number().nullish() }).nullish(),
  networkLocationDetails: z
    .array(z.object({ networkType: text }))
    .max(100)
    .nullish(),
  signInEventTypes: z.array(z.string().max(100)).max(20).nullish(),
})

export function createEmergencySignIns(graph: GraphClient): EmergencySignInSource {
  return {
    async signInsOf(userId, { from, to }) {
      const theirs = `userId eq ${literal(userId)} and createdDateTime ge ${instant(from)} and createdDateTime le ${instant(to)}`
      const path = withQuery('/auditLogs/signIns', { $filter: `${theirs} and ${PEOPLE}`, $top: String(ROWS_MAX) })
      const signIns: EmergencySignIn[] = []
      for await (const page of graph.pages(path, REQUEST)) {
        signIns.push(...page.map((raw) => signInOf(read(row, raw))))
        if (signIns.length > ROWS_MAX) return { signIns: signIns.slice(0, ROWS_MAX), isComplete: false }
      }
      return { signIns, isComplete: true }
    },
  }
}

function signInOf(raw: z.infer<typeof row>): EmergencySignIn {
  const atMs = Date.parse(raw.createdDateTime)
  const errorCode = raw.status?.errorCode
  return {
    signInId: raw.id,
    // A row of an emergency account is told, whatever its time says.
    at: Number.isNaN(atMs) ? null : new Date(atMs).toISOString(),
    app: raw.appDisplayName || raw.appId || null,
    from: {
      city: raw.location?.city || null,
      countryOrRegion: raw.location?.countryOrRegion || null,
      ipAddress: raw.ipAddress || null,
      trusted: raw.networkLocationDetails?.some(({ networkType }) => networkType === 'trustedNamedLocation') ?? false,
    },
    succeeded: errorCode == null ? null : errorCode === 0,
    isInteractive: raw.isInteractive ?? raw.signInEventTypes?.includes('interactiveUser') ?? null,
  }
}
