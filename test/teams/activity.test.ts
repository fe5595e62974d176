import type { Activity } from 'botbuilder'
import { describe, expect, it } from 'vitest'
import { readPickedMessage } from '../../src/teams/activity.js'
import { invoke, SAM } from '../support/activities.js'

const TEAM = 'b2000000-0000-4000-8000-000000000004'
const payload = {
  id: '1700000000001',
  body: { content: 'x' },
  from: { user: { id: SAM.aadObjectId, displayName: 'Sam' } },
}
const read = (changes: object, messagePayload: object = payload) =>
  readPickedMessage({
    ...invoke('https://x', 'composeExtension/fetchTask', { messagePayload }),
    ...changes,
  } as unknown as Activity)
const inChannel = {
  conversation: { id: '19:yard@thread.tacv2;messageid=1700000000000', conversationType: 'channel' },
  channelData: { team: { aadGroupId: TEAM } },
}

describe('the place of a picked message', () => {
  it('is the chat or channel that Teams names, without the thread, and the message in it', () => {
    expect(read(inChannel).place).toEqual({
      conversationId: '19:yard@thread.tacv2',
      messageId: '1700000000001',
      teamId: TEAM,
    })
    expect(read({ conversation: { id: '19:yard@thread.v2' } }).place).toMatchObject({
      conversationId: '19:yard@thread.v2',
      teamId: null,
    })
  })

  it('is never what the payload says of itself', () => {
    const forged = {
      ...payload,
      conversation: { id: '19:board@thread.v2' },
      channelIdentity: { channelId: '19:board@thread.v2' },
    }
    expect(read(inChannel, forged).place.conversationId).toBe('19:yard@thread.tacv2')
  })

  it('has no message or team where none is named', () => {
    const { id: _, ...nameless } = payload
    expect(read({ ...inChannel, channelData: { team: { aadGroupId: 'x' } } }, nameless).place).toMatchObject({
      messageId: null,
      teamId: null,
    })
  })
})

describe('the author of a picked message', () => {
  it('is the object id that Teams gives, and a name that proves nothing', () => {
    expect(read({})).toMatchObject({ authorId: SAM.aadObjectId, authorName: 'Sam' })
  })

  it.each([
    ['is too long', 'x'.repeat(100_000), 'x'.repeat(256)],
    ['is no text', { toString: 1 }, null],
  ])('is read although the name %s', (_, displayName, authorName) => {
    expect(read({}, { ...payload, from: { user: { id: SAM.aadObjectId, displayName } } })).toMatchObject({ authorName })
  })
})
