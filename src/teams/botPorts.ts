/** The ports as the bot's routes need them: the messenger also sends cards that are no notices. */
import type { Ports } from '../flows/ports.js'
import type { TeamsMessenger } from './messenger.js'

export interface BotPorts extends Ports {
  readonly messenger: TeamsMessenger
}
