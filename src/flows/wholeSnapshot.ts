/** A kept snapshot that can be compared with: one of which a part was lost is passed over, and an older one taken. */

import { isPosternError } from '../domain/errors.js'
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import type { KeptSnapshot, Ports } from './ports.js'

/** More that are lost in a row are a lost database. */
const TRIES_MAX = 10

export interface WholeSnapshot {
  readonly kept: KeptSnapshot
  readonly snapshot: PolicySnapshot
}

/** The newest of then or before. Null: there is none. */
export async function wholeSnapshot(
  ports: Pick<Ports, 'log' | 'store'>,
  atOrBefore: Date,
): Promise<WholeSnapshot | null> {
  let at = atOrBefore
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const kept = await ports.store.newestSnapshot({ atOrBefore: at })
    if (kept === null) return null
    const snapshot = await loadWhole(ports, kept)
    if (snapshot !== null) return { kept, snapshot }
    at = new Date(kept.firstSeenAt.getTime() - 1)
  }
  return null
}

/** Null: it went meanwhile, or a part of it is lost. */
export async function loadWhole(
  { store, log }: Pick<Ports, 'log' | 'store'>,
  { snapshotId }: KeptSnapshot,
): Promise<PolicySnapshot | null> {
  try {
    return await store.loadSnapshot(snapshotId)
  } catch (error) {
    if (!isPosternError(error, 'internal')) throw error
    log.error('a kept snapshot is not whole', { snapshotId })
    return null
  }
}
