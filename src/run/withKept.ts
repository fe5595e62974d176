/** For `postern policy snapshot`: the kept snapshots, whose database is opened only where they are asked for. */
import type { App } from '../app.js'
import { createApp } from '../app.js'
import { readConfig } from '../config.js'
import type { PolicySnapshotStore } from '../flows/ports.js'

export async function withKept<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (snapshots: () => Promise<PolicySnapshotStore>) => Promise<T>,
): Promise<T> {
  let app: App | undefined
  try {
    return await work(async () => {
      app = createApp({ ...readConfig(env), logLevel: 'error' })
      return app.store()
    })
  } finally {
    await app?.close()
  }
}
