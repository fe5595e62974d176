/** For a command: borrows the app, and closes it afterwards whatever happens. */
import { type App, createApp } from '../app.js'
import { type Config, readConfig } from '../config.js'

export async function withApp<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (app: App) => Promise<T>,
): Promise<T> {
  return withConfig(readConfig(env), work)
}

export async function withConfig<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  // A command speaks for itself, and its output may be read by a script.
  const app = createApp({ ...config, logLevel: 'error' })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}
