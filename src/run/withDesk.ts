/** For `postern alerts`: the store, and names from the directory; Teams is not loaded. */
import { clock } from '../app.js'
import type { DeskPorts } from '../flows/askDesk.js'
import { settingsOf } from '../settings.js'
import { withApp } from './withApp.js'

export async function withDesk<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (ports: () => Promise<DeskPorts>) => Promise<T>,
): Promise<T> {
  return withApp(env, (app) =>
    work(async () => ({
      clock,
      store: await app.store(),
      directory: app.graph().directory,
      settings: settingsOf(app.config),
    })),
  )
}
