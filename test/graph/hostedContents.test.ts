import { describe, expect, it } from 'vitest'
import { startWorld } from './world.js'

const CHAT = '/chats/19:yard@thread.v2/messages/1700000000001/hostedContents/aWQ9eA=='
const TEAM = '/teams/b2000000-0000-4000-8000-000000000004/channels/19:yard@thread.tacv2/messages/1700000000001'
const POST = `${TEAM}/hostedContents/aWQ9eA==`
const REPLY = `${TEAM}/replies/1700000000002/hostedContents/aWQ9eA==`
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 255])
const urlOf = (path: string) => `https://graph.microsoft.com/v1.0${path}/$value`

const world = async (path = CHAT, bytes = PNG) => {
  const started = await startWorld()
  started.tenant.hostedContents.set(path, { contentType: 'image/png', bytes })
  const asked = () => started.tenant.requests.filter(({ url }) => url.includes('hostedContents'))
  return { ...started, asked }
}

describe('a picture in a message', () => {
  it.each([
    ['a chat', CHAT],
    ['a post', POST],
    ['an answer to a post', REPLY],
  ])('of %s is fetched, byte for byte', async (_, path) => {
    const { graph } = await world(path)
    const { name, contentType, bytes } = await graph.hostedContent(urlOf(path))
    expect([name, contentType, [...bytes]]).toEqual([null, 'image/png', [...PNG]])
  })

  it('is asked of v1.0 by its ids, encoded anew, whatever the address was', async () => {
    const { graph, asked } = await world()
    await graph.hostedContent(urlOf(CHAT).replace('v1.0', 'beta'))
    const path = '/v1.0/chats/19%3Ayard%40thread.v2/messages/1700000000001/hostedContents/aWQ9eA%3D%3D/$value'
    expect(asked().map(({ url }) => url)).toEqual([path])
  })

  it.each([
    ['another host', urlOf(CHAT).replace('graph.microsoft.com', 'graph.microsoft.com.pictures.example')],
    ['another cloud’s Graph', urlOf(CHAT).replace('graph.microsoft.com', 'graph.microsoft.us')],
    ['plain http', urlOf(CHAT).replace('https', 'http')],
    ['another port', urlOf(CHAT).replace('graph.microsoft.com', 'graph.microsoft.com:8443')],
    ['something else of Graph', 'https://graph.microsoft.com/v1.0/users'],
    ['a file', 'file:///etc/passwd'],
    ['nothing', ''],
  ])('is never fetched from %s', async (_, url) => {
    const { graph, tenant } = await world()
    await expect(graph.hostedContent(url)).rejects.toMatchObject({ code: 'file-not-allowed' })
    expect(tenant.requests).toEqual([])
  })

  it.each([
    ['a chat', CHAT, 'Chat.Read.All'],
    ['a channel', POST, 'ChannelMessage.Read.All'],
  ])('of %s needs its own permission', async (_, path, permission) => {
    const { graph, tenant } = await world(path)
    tenant.withheld.add(permission)
    await expect(graph.hostedContent(urlOf(path))).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('larger than 25 MB is not taken', async () => {
    const { graph } = await world(CHAT, new Uint8Array(25 * 1024 * 1024 + 1))
    await expect(graph.hostedContent(urlOf(CHAT))).rejects.toMatchObject({ code: 'file-too-large' })
  })

  it('of 25 MB is', async () => {
    const { graph } = await world(CHAT, new Uint8Array(25 * 1024 * 1024))
    expect((await graph.hostedContent(urlOf(CHAT))).bytes.byteLength).toBe(25 * 1024 * 1024)
  })

  it.each([
    ['gone', { kind: 'status', status: 404 }],
    ['throttled', { kind: 'status', status: 429 }],
    ['cut off', { kind: 'cut' }],
  ] as const)('that is %s is unavailable, and asked for once', async (_, fault) => {
    const { graph, tenant, asked, waits } = await world()
    tenant.fault({ ...fault, on: 'hostedContents', times: 9 })
    await expect(graph.hostedContent(urlOf(CHAT))).rejects.toMatchObject({ code: 'file-unavailable' })
    expect([asked().length, waits]).toEqual([1, []])
  })
})
