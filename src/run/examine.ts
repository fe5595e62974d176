/** `postern doctor`, put together: settings that cannot be read are findings too, and end the examination. */
import { type App, clock, deadlines } from '../app.js'
import { type Config, readConfig } from '../config.js'
import { PosternError } from '../domain/errors.js'
import { understandsPlainQuestion } from '../flows/chooseQuestion.js'
import { examineAll, examineFaultySettings, type Finding } from '../flows/doctor.js'
import type { Inspection } from '../flows/ports.js'
import { settingsOf } from '../settings.js'
import { createTuningFile } from '../tuningFile.js'
import { askRunning } from './askRunning.js'
import { withConfig } from './withApp.js'

function modelOf(app: App): Inspection['model'] {
  const [{ model }, chooser] = [app.config, app.chooser()]
  if (model === null || chooser === null) return null
  return {
    host: new URL(model.endpoint).host,
    name: model.name,
    style: model.azureApiVersion === null ? 'openai' : 'azure',
    understands: () => understandsPlainQuestion({ chooser, deadlines }),
  }
}

export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof PosternError) || !Array.isArray(error.detail.faults)) throw error
    return examineFaultySettings(error.code, error.detail.faults)
  }
  return withConfig(config, async (app) => {
    const graph = app.graph()
    const teams = await app.teams()
    return examineAll({
      clock,
      store: () => app.store(),
      directory: graph.directory,
      messenger: teams.messenger,
      settings: settingsOf(config),
      inspection: {
        cloudName: config.cloudName,
        cloud: config.cloud,
        appId: config.identity?.appId ?? null,
        databaseLink: config.databaseLink,
        permissions: () => graph.probe(),
        serverTime: () => graph.serverTime(),
        running: () => askRunning(config),
        tuning: () => createTuningFile(config.tuningFile).read(),
        appToken: () => app.appToken(),
        policyAppToken: () => app.policyAppToken(),
        model: modelOf(app),
        connectorStatus: () => teams.connectorStatus(),
      },
    })
  })
}
