import { describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { credentialOf, faultOf, kindOf } from '../../src/stream/access.js'

const messaging = (code: string) => Object.assign(new Error('Endpoint=sb://secret'), { name: 'MessagingError', code })

describe('access to the event hub', () => {
  it('is by the token of the app for the scope that the library asks for', async () => {
    const asked: string[] = []
    const credential = credentialOf(async (scope) => {
      asked.push(scope)
      return 'a token'
    })
    const { token, expiresOnTimestamp } = await credential.getToken(['https://eventhubs.azure.net//.default'])
    expect([token, asked]).toEqual(['a token', ['https://eventhubs.azure.net//.default']])
    // The library renews two minutes before; a source may hand out tokens of five minutes.
    expect(expiresOnTimestamp - Date.now()).toBeLessThanOrEqual(5 * 60_000)
  })

  it.each([
    ['stream-refused', messaging('UnauthorizedError')],
    ['stream-refused', messaging('MessagingEntityNotFoundError')],
    ['stream-unavailable', messaging('ServerBusyError')],
    ['stream-unavailable', new Error('socket')],
    ['stream-unavailable', 'no error at all'],
    ['entra-refused', new PosternError('entra-refused')],
    ['store-unavailable', new PosternError('store-unavailable')],
    ['internal', new PosternError('alert-unknown')],
    [null, messaging('ReceiverDisconnectedError')],
  ])('fails as %s', (code, error) => {
    expect(faultOf(error)).toBe(code)
  })

  it('names the kind of a fault, never its text', () => {
    expect([kindOf(messaging('ServerBusyError')), kindOf(new TypeError('secret')), kindOf(null)]).toEqual([
      'ServerBusyError',
      'TypeError',
      'Error',
    ])
  })
})
