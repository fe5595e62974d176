import { beforeEach, expect, it } from 'vitest'
import type { SentNotice } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { ADELE, ALERT, ALERT_ID, AT, CASE, CONVERSATION, LIDIA, later } from '../examples.js'

const SENT: SentNotice = {
  alertId: ALERT_ID,
  audience: 'owner',
  conversationId: CONVERSATION.conversationId,
  activityId: '1700000000001',
  at: AT,
}

export function conversationsContract(place: Place): void {
  it('gives back a conversation as it was written', async () => {
    await place.store.saveConversation(CONVERSATION)
    expect(await place.store.conversationById('a:adele')).toEqual(CONVERSATION)
    expect(await place.store.personalConversation(ADELE)).toEqual(CONVERSATION)
    expect(await place.store.personalConversation(LIDIA)).toBeNull()
  })

  it('takes for a person’s chat only a personal one, and of two the newest', async () => {
    await place.store.saveConversation({ ...CONVERSATION, conversationId: '19:group', kind: 'group' })
    expect(await place.store.personalConversation(ADELE)).toBeNull()
    await place.store.saveConversation({ ...CONVERSATION, conversationId: 'a:new' })
    await place.store.saveConversation(CONVERSATION)
    expect((await place.store.personalConversation(ADELE))?.conversationId).toBe('a:adele')
  })

  it('replaces what has changed and forgets what is gone', async () => {
    await place.store.saveConversation(CONVERSATION)
    const moved = { ...CONVERSATION, serviceUrl: 'https://smba.trafficmanager.net/emea/' }
    await place.store.saveConversation(moved)
    expect(await place.store.conversationById('a:adele')).toEqual(moved)
    await place.store.forgetConversation('a:adele')
    expect(await place.store.conversationById('a:adele')).toBeNull()
  })

  describeSent(place)
}

function describeSent(place: Place): void {
  beforeEach(async () => {
    await place.store.saveCase(CASE)
    await place.store.addAlert(ALERT)
  })

  it('remembers every card that was sent about an alert, by audience', async () => {
    const second = { ...SENT, activityId: '1700000000002', at: later(1) }
    const toTeam = { ...SENT, audience: 'team', conversationId: '19:team', activityId: '3' } as const
    for (const sent of [second, SENT, SENT, toTeam]) await place.store.saveSent(sent)
    expect(await place.store.sentFor(ALERT_ID, 'owner')).toEqual([SENT, second])
    expect(await place.store.sentFor(ALERT_ID, 'team')).toEqual([toTeam])
  })
}
