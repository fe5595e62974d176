/** For a command: the tenant's policies as they are now, read by this process alone; the database is not opened. */
import type { PolicySnapshot } from '../domain/policyStatus/index.js'
import { withApp } from './withApp.js'

export const liveSnapshot = (env: Readonly<Record<string, string | undefined>>): Promise<PolicySnapshot> =>
  withApp(env, (app) => app.graph().policies.snapshot({ maxAgeMs: 0 }))
