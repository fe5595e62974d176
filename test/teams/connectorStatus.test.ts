/** The doctor's question to the Bot Connector, against a connector over real HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { connectorStatus } from '../../src/teams/connectorStatus.js'
import { type ConnectorDouble, startConnector } from '../support/connector.js'

const token = async () => 'connector-token'

let connector: ConnectorDouble
beforeAll(async () => {
  connector = await startConnector()
})
afterAll(() => connector.close())

describe('the reach of the Bot Connector', () => {
  it('is tried by a request that changes nothing, with the token of the bot', async () => {
    expect(await connectorStatus(token, connector.serviceUrl)).toBe(200)
    expect(connector.sent.at(-1)).toMatchObject({
      method: 'GET',
      path: '/teams/v3/conversations',
      authorization: 'Bearer connector-token',
    })
  })

  it.each([401, 403, 404, 405, 500])('is there where it answers %i', async (status) => {
    connector.fail({ status })
    expect(await connectorStatus(token, connector.serviceUrl)).toBe(status)
  })

  it('is there where it leads elsewhere, and the token does not follow', async () => {
    connector.fail({ status: 302, headers: { location: 'https://evil.example/' } })
    expect(await connectorStatus(token, connector.serviceUrl)).toBe(302)
  })

  it('is not there where nobody answers', async () => {
    connector.fail({ instead: 'cut' })
    await expect(connectorStatus(token, connector.serviceUrl)).rejects.toMatchObject({ code: 'teams-unavailable' })
  })

  it('is not known where there is no address, but the token is tried all the same', async () => {
    expect(await connectorStatus(token, null)).toBeNull()
    const refused = async () => Promise.reject(new PosternError('entra-refused'))
    await expect(connectorStatus(refused, null)).rejects.toMatchObject({ code: 'entra-refused' })
  })

  it('is tried without a token in the loopback mode', async () => {
    await connectorStatus(null, connector.serviceUrl)
    expect(connector.sent.at(-1)?.authorization).toBeUndefined()
  })
})
