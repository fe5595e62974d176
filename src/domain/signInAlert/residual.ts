/**
 * Whether a session lives on after its revoke, by the rows that came since.
 *
 * A revoke makes refresh tokens and cookies invalid within minutes; a device that was registered survives it, and so
 * does an access token for about an hour, which leaves no row. A refusal shows that the revoke took hold.
 * Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes".
 */
import type { DeviceCodeCase } from './case.js'
import { cameByPrimaryRefreshToken } from './groups.js'
import type { SettledRecord } from './record.js'

export const RESIDUAL_WATCH_MS = 90 * 60 * 1000
/** What came in while the revoke took hold says nothing of what survives it. */
const REVOKE_TAKES_MS = 5 * 60 * 1000

/** Grant revoked, session revoked, token issued before the valid-from instant, blocked by policy on refresh, account disabled. */
const REFUSALS: ReadonlySet<number> = new Set([50132, 50133, 50173, 530036, 50057])

export interface ResidualUse {
  /** Rows of the session that got tokens after the revoke, oldest first. */
  readonly used: readonly { readonly recordId: string; readonly atMs: number }[]
  readonly refused: number
}

export function residualUse(one: DeviceCodeCase, revokedAtMs: number): ResidualUse {
  const records = one.legs.map(({ record }) => record)
  const known = new Set(
    records.flatMap(({ atMs, sessionId }) => (atMs <= revokedAtMs && sessionId !== undefined ? [sessionId] : [])),
  )
  const ownDevice = one.legs.find(({ kind }) => kind === 'approval')?.record.deviceId
  // A row of the case without a session id joined it by its flow, which is as old. One that came by a primary refresh
  // token begins a session of its own, and is what a device that was registered outlives the revoke with.
  const later = records.filter(
    (record) =>
      record.atMs > revokedAtMs &&
      (record.sessionId === undefined || known.has(record.sessionId) || isOfOtherDevice(record, ownDevice)),
  )
  return {
    used: later
      .filter(({ atMs, result }) => result === 0 && atMs > revokedAtMs + REVOKE_TAKES_MS)
      .map(({ id, atMs }) => ({ recordId: id, atMs }))
      .sort((a, b) => a.atMs - b.atMs),
    refused: later.filter(({ result }) => REFUSALS.has(result)).length,
  }
}

const isOfOtherDevice = (record: SettledRecord, ownDevice: string | undefined): boolean =>
  cameByPrimaryRefreshToken(record) && (record.deviceId === undefined || record.deviceId !== ownDevice)
