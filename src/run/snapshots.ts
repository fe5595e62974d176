/** For commands: the tenant's policies as they are now, or as they were kept. */
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import { withApp } from './withApp.js'

type Env = Readonly<Record<string, string | undefined>>

/** Read by this process alone: the database may be in the bot's hands. */
export const liveSnapshot = (env: Env): Promise<PolicySnapshot> =>
  withApp(env, (app) => app.graph().policies.snapshot({ maxAgeMs: 0 }))

/** Null where none is kept. Errors: `store-*`, among them `store-locked` while the bot has the embedded database. */
export const keptSnapshot = (env: Env, atOrBefore: Date | undefined): Promise<PolicySnapshot | null> =>
  withApp(env, async (app) => {
    const store = await app.store()
    const newest = await store.newestSnapshot(atOrBefore === undefined ? {} : { atOrBefore })
    return newest === null ? null : store.loadSnapshot(newest.snapshotId)
  })
