/** Kept for all replicas, so that a restart loses no notice. */
import { type GroupWatch, readGroupWatch } from '../domain/policyStatus/index.js'
import type { LookupStore } from './ports.js'

export const readWatch = async (store: Pick<LookupStore, 'lookup'>): Promise<GroupWatch> =>
  readGroupWatch((await store.lookup('group-changes', 'tenant'))?.body)

export const saveWatch = (store: Pick<LookupStore, 'saveLookup'>, body: GroupWatch, readAt: Date): Promise<void> =>
  store.saveLookup('group-changes', 'tenant', { readAt, body })
