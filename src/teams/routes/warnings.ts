/** The buttons by which the security team warns people of a lure. Each press is authorised anew, in the flow. */
import { type Card, type CardAction, renderTeamWarning, say } from '../../cards/index.js'
import type { Actor } from '../../flows/actor.js'
import { decideWarning } from '../../flows/decideWarning.js'
import { nameGroup } from '../../flows/nameGroup.js'
import { warningView } from '../../flows/warningView.js'
import { warnPeople } from '../../flows/warnPeople.js'
import type { BotPorts } from '../botPorts.js'

export type WarningAction = Extract<CardAction, { readonly verb: 'warn-people' | 'name-group' | 'decide-warning' }>

/** The card to show next, or the sentence that says why it stays. */
export type WarningReply = { readonly card: Card } | { readonly sentence: string }

export const isWarningAction = (action: CardAction): action is WarningAction =>
  action.verb === 'warn-people' || action.verb === 'name-group' || action.verb === 'decide-warning'

export async function replyToWarning(ports: BotPorts, actor: Actor, action: WarningAction): Promise<WarningReply> {
  const { locale } = actor
  if (action.verb === 'warn-people') {
    return { sentence: say(`warn.${await warnPeople(ports, actor, action.checkId)}`, locale) }
  }
  const { warningId, version } = action
  if (action.verb === 'decide-warning') {
    const outcome = await decideWarning(ports, actor, { warningId, version, decision: action.decision })
    return { sentence: say(`warn.${outcome}`, locale) }
  }
  const result = await nameGroup(ports, actor, { warningId, version, called: action.group ?? '' })
  switch (result.outcome) {
    case 'several': {
      const warning = await ports.store.warningById(warningId)
      if (warning === null) return { sentence: say('warn.moved-on', locale) }
      return { card: renderTeamWarning(await warningView(ports, warning), locale, result.groups) }
    }
    case 'finding':
      return { sentence: say('warn.finding-members', locale) }
    case 'moved-on':
      return { sentence: say('warn.moved-on', locale) }
    default:
      return { sentence: say(`warn.group-${result.outcome}`, locale) }
  }
}
