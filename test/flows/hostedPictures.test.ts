import { describe, expect, it } from 'vitest'
import { hostedPictures } from '../../src/flows/hostedPictures.js'

const picked = { conversationId: '19:yard@thread.v2', messageId: '1700000000001', teamId: null }
const picture = (content: string, chat = picked.conversationId, message = picked.messageId) =>
  `https://graph.microsoft.com/v1.0/chats/${chat}/messages/${message}/hostedContents/${content}/$value`

describe('the pictures of a picked message', () => {
  it('are fetched, each once', () => {
    const found = hostedPictures([picture('one'), picture('two'), picture('one')], picked)
    expect(found).toEqual({
      pointers: [
        { kind: 'hosted-content', url: picture('one') },
        { kind: 'hosted-content', url: picture('two') },
      ],
      refused: 0,
      tooMany: 0,
    })
  })

  it('leave out an address that its writer forged to show another chat', () => {
    const forged = [picture('one', '19:board@thread.v2'), picture('one', picked.conversationId, '1700000000000')]
    expect(hostedPictures(forged, picked)).toEqual({ pointers: [], refused: 2, tooMany: 0 })
  })

  it('leave out everything where Teams did not say which message it is', () => {
    expect(hostedPictures([picture('one')], { ...picked, messageId: null })).toMatchObject({ pointers: [], refused: 1 })
  })

  it('are five at most', () => {
    const many = Array.from({ length: 8 }, (_, n) => picture(`c${n}`))
    const { pointers, tooMany } = hostedPictures(many, picked)
    expect([pointers.length, tooMany]).toEqual([5, 3])
  })
})
