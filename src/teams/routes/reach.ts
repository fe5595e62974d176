/** `reach`: how many the bot cannot reach, and why; `reach 1`: who they are. Told where answers about policy are. */
import type { TurnContext } from 'botbuilder'
import { renderReach, say } from '../../cards/index.js'
import type { Actor } from '../../flows/actor.js'
import { askReach } from '../../flows/askReach.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { isPlaceForPolicy, tellInPrivate } from './policy.js'

/** The page that is asked for, from 1; 0 for the counts; null where the words are something else. */
export function readReachPage(text: string): number | null {
  const asked = /^\s*reach(?:\s+(\d{1,3}))?\s*[?.!]?\s*$/i.exec(text)
  return asked === null ? null : Number(asked[1] ?? 0)
}

export async function answerReach(ports: BotPorts, context: TurnContext, actor: Actor, page: number): Promise<void> {
  const asked = await askReach(ports, actor, page)
  const reply =
    asked.kind === 'answer'
      ? { card: renderReach(asked.view, actor.locale) }
      : { refusal: say(`refused.${asked.why}`, actor.locale) }
  if (!isPlaceForPolicy(ports, actor)) {
    await context.sendActivity(await tellInPrivate(ports, actor, reply))
    return
  }
  await context.sendActivity('card' in reply ? { attachments: [attachment(reply.card)] } : reply.refusal)
}
