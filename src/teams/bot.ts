/**
 * What the bot listens to, in order. Each route has a file of its own; none of them decides: they read the activity,
 * call a flow, and show what it said.
 *
 * teams-ai is loaded without its AI parts, without storage (two overlapping turns would overwrite each other's state;
 * ours is in the database) and without its typing timer (one timer for all turns at once).
 */
import { Application } from '@microsoft/teams-ai/lib/Application.js'
import type { TurnState } from '@microsoft/teams-ai/lib/TurnState.js'
import { ActivityTypes, type TurnContext } from 'botbuilder'
import type { Turn } from './adapter.js'
import type { BotPorts } from './botPorts.js'
import { onCardAction } from './routes/cardActions.js'
import { onInstallation } from './routes/install.js'
import { CHECK_MESSAGE, onCheckMessage, onDialogSubmit } from './routes/messageAction.js'
import { onMessage } from './routes/messages.js'
import { onFileConsent } from './routes/policyFile.js'

export type { BotPorts } from './botPorts.js'

export function createBot(ports: BotPorts): Turn {
  const app = new Application<TurnState>({ startTypingTimer: false, removeRecipientMention: true })

  app.activity(ActivityTypes.InstallationUpdate, (context) => onInstallation(ports, context))
  app.addRoute(isInvoke('adaptiveCard/action'), (context) => onCardAction(ports, context), true)
  app.addRoute(isInvoke('fileConsent/invoke'), (context) => onFileConsent(ports, context), true)
  app.addRoute(isCommand('composeExtension/fetchTask'), (context) => onCheckMessage(ports, context), true)
  app.addRoute(
    isCommand('composeExtension/submitAction'),
    (context) => onDialogSubmit(ports, context, context.activity.value.data),
    true,
  )
  // The catch-all comes last: the first route that fits is the only one.
  app.activity(ActivityTypes.Message, (context) => onMessage(ports, context))

  return (context) => app.run(context)
}

const isInvoke = (name: string) => async (context: TurnContext) =>
  context.activity.type === ActivityTypes.Invoke && context.activity.name === name

const isCommand = (name: string) => async (context: TurnContext) =>
  (await isInvoke(name)(context)) && context.activity.value?.commandId === CHECK_MESSAGE
