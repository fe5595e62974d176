/** The ports as the bot's routes need them: the messenger also sends cards that are no notices, and files go up. */
import type { Ports } from '../flows/ports.js'
import type { TeamsMessenger } from './messenger.js'
import type { TeamsUploads } from './upload.js'

export interface BotPorts extends Ports {
  readonly messenger: TeamsMessenger
  readonly uploads: TeamsUploads
}
