/** Fetching what came with a message: real HTTP to this machine, which stands for Microsoft's hosts. */
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLOUDS } from '../../src/domain/clouds.js'
import type { PosternError } from '../../src/domain/errors.js'
import { createTeamsFiles, type TeamsFilePointer } from '../../src/teams/files.js'
import { type FileHost, file, flood, redirect, startFileHost, trickle } from '../support/fileHost.js'

const TOKEN = 'the-bot-token'
const SHAREPOINT = 'https://contoso-my.sharepoint.com'
const CONNECTOR = 'https://smba.trafficmanager.net'
const PICTURE = '/amer/v3/attachments/0-weu-d1-abc/views/original'
const BYTES_MAX = 100_000

let host: FileHost
/** Hosts that were asked, of all clouds and elsewhere. */
let reached: string[]
beforeEach(async () => {
  host = await startFileHost()
  reached = []
})
afterEach(() => host.close())

/** Whatever the host, this machine answers: nobody is protected by a name that does not resolve. */
const send: typeof fetch = (input, init) => {
  const url = new URL(String(input))
  reached.push(url.host)
  return fetch(`${host.origin}${url.pathname}${url.search}`, init)
}
const inCloud = (limits = {}) =>
  createTeamsFiles({ cloud: CLOUDS.public, token: async () => TOKEN, send, limits: { bytes: BYTES_MAX, ...limits } })
const download = (url: string, name: string | null = 'screen.png'): TeamsFilePointer => ({
  kind: 'teams-download',
  url,
  name,
})
const picture = (url: string): TeamsFilePointer => ({ kind: 'connector', url, contentType: 'image/png' })
const failure = (work: Promise<unknown>): Promise<PosternError> =>
  work.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: PosternError) => error,
  )
const codeOf = async (work: Promise<unknown>) => (await failure(work)).code

describe('an attached file', () => {
  it('is fetched from SharePoint, without a token, under the name that Teams gave it', async () => {
    host.at.set('/f', file('the file', { 'content-type': 'image/png' }))
    const found = await inCloud().fetch(download(`${SHAREPOINT}/f?tempauth=secret`))
    expect({ ...found, bytes: Buffer.from(found.bytes).toString() }).toEqual({
      name: 'screen.png',
      contentType: 'image/png',
      bytes: 'the file',
    })
    expect(host.asked[0]?.headers).not.toHaveProperty('authorization')
    expect(host.asked[0]?.headers).not.toHaveProperty('cookie')
  })

  it('may be one or two redirects away, on the same hosts', async () => {
    host.at.set('/f', redirect('/g'))
    host.at.set('/g', redirect('https://contoso.sharepoint.com/h', 307))
    host.at.set('/h', file('x'))
    expect((await inCloud().fetch(download(`${SHAREPOINT}/f`))).bytes).toHaveLength(1)
    expect(host.asked.some(({ headers }) => 'authorization' in headers)).toBe(false)
    host.at.set('/e', redirect('/f'))
    expect(await codeOf(inCloud().fetch(download(`${SHAREPOINT}/e`)))).toBe('file-not-allowed')
  })

  it.each([
    'http://contoso.sharepoint.com/f',
    'https://contoso.sharepoint.com@evil.example/f',
    'https://contoso.sharepoint.com:8443/f',
    'https://evilsharepoint.com/f',
    'https://sharepoint.com.evil.example/f',
    'https://contoso.sharepoint.us/f',
    'https://127.0.0.1/f',
    'http://127.0.0.1/f',
    'http://169.254.169.254/metadata/instance',
    'https://[::1]/f',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
  ])('at %j is not asked for, nor where a redirect leads there', async (url) => {
    expect(await codeOf(inCloud().fetch(download(url)))).toBe('file-not-allowed')
    expect(reached).toEqual([])
    host.at.set('/f', redirect(url))
    expect(await codeOf(inCloud().fetch(download(`${SHAREPOINT}/f`)))).toBe('file-not-allowed')
    expect(reached).toEqual(['contoso-my.sharepoint.com'])
  })

  it.each(['', 'not an address', '//contoso.sharepoint.com/f'])('at %j is at no address', async (url) => {
    expect(await codeOf(inCloud().fetch(download(url)))).toBe('file-not-allowed')
  })

  it.each<[string, () => Parameters<FileHost['at']['set']>[1]]>([
    ['says that it is', () => file('x'.repeat(BYTES_MAX + 1))],
    ['does not say so and never ends', () => flood],
    ['is small on the way (gzip)', () => file(gzipSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'gzip' })],
    ['is small on the way (br)', () => file(brotliCompressSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'br' })],
  ])('that is too large is given up, where it %s', async (_, answer) => {
    host.at.set('/f', answer())
    expect(await codeOf(inCloud().fetch(download(`${SHAREPOINT}/f`)))).toBe('file-too-large')
  })

  it('that comes in drops is given up', async () => {
    host.at.set('/f', trickle)
    const error = await failure(inCloud({ patienceMs: 30 }).fetch(download(`${SHAREPOINT}/f`)))
    expect(error).toMatchObject({ code: 'file-unavailable', detail: { outOfTime: true } })
  })

  it('is given up when nobody waits for it any more', async () => {
    host.at.set('/f', trickle)
    const given = { signal: AbortSignal.abort() }
    expect(await codeOf(inCloud().fetch(download(`${SHAREPOINT}/f`), given))).toBe('file-unavailable')
  })

  it.each([401, 403, 404, 410, 500, 204, 206, 304])('is unavailable where the host answers %i', async (status) => {
    host.at.set('/f', (response) => {
      response.writeHead(status)
      response.end()
    })
    expect(await failure(inCloud().fetch(download(`${SHAREPOINT}/f`)))).toMatchObject({
      code: 'file-unavailable',
      detail: { status },
    })
  })

  it('is not the sign-in page that stands in its place; a web page that was attached is', async () => {
    host.at.set('/f', file('<html>Sign in</html>', { 'content-type': 'text/html; charset=utf-8' }))
    expect(await codeOf(inCloud().fetch(download(`${SHAREPOINT}/f`)))).toBe('file-unavailable')
    expect((await inCloud().fetch(download(`${SHAREPOINT}/f`, 'saved.html'))).bytes).not.toHaveLength(0)
    host.at.set('/f', file('x', { 'content-type': 'text/html', 'content-disposition': 'attachment; filename=a' }))
    expect((await inCloud().fetch(download(`${SHAREPOINT}/f`))).bytes).toHaveLength(1)
  })

  it('leaves no address behind in the error, which is logged', async () => {
    const error = await failure(inCloud().fetch(download('https://evil.example/f?tempauth=secret', 'Salaries.xlsx')))
    expect(JSON.stringify({ ...error.detail, message: error.message })).not.toMatch(/evil|secret|Salaries/)
  })
})

describe('a pasted picture', () => {
  it('is fetched from the connector with the token of the bot', async () => {
    host.at.set(PICTURE, file('png', { 'content-type': 'image/png' }))
    expect((await inCloud().fetch(picture(`${CONNECTOR}${PICTURE}`))).bytes).toHaveLength(3)
    expect(host.asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  })

  it.each([
    `https://evil.example${PICTURE}`,
    `https://evil.smba.trafficmanager.net${PICTURE}`,
    `https://smba.trafficmanager.net.evil.example${PICTURE}`,
    `https://smba.trafficmanager.net@evil.example${PICTURE}`,
    `https://smba.trafficmanager.net:8443${PICTURE}`,
    `http://smba.trafficmanager.net${PICTURE}`,
    `http://127.0.0.1${PICTURE}`,
    `${SHAREPOINT}${PICTURE}`,
    `${CONNECTOR}/amer/v3/conversations/19:board@thread.v2/members`,
    `${CONNECTOR}/amer/v3/attachments/x/views/original/../../../conversations`,
    `${CONNECTOR}/amer/v3/attachments/..%2f..%2fconversations/views/original`,
    `${CONNECTOR}/a/b/c/d/v3/attachments/x/views/original`,
  ])('at %s gets no token, and no request', async (url) => {
    expect(await codeOf(inCloud().fetch(picture(url)))).toBe('file-not-allowed')
    expect(reached).toEqual([])
  })

  it.each(['https://evil.example/x', `${CONNECTOR}${PICTURE}2`, '/amer/v3/attachments/y/views/original'])(
    'is not followed to %s',
    async (location) => {
      host.at.set(PICTURE, redirect(location))
      expect(await codeOf(inCloud().fetch(picture(`${CONNECTOR}${PICTURE}`)))).toBe('file-not-allowed')
      expect(host.asked).toHaveLength(1)
    },
  )

  it('is a picture: an answer of another kind is not taken for it', async () => {
    host.at.set(PICTURE, file('{"members":[]}', { 'content-type': 'application/json' }))
    expect(await codeOf(inCloud().fetch(picture(`${CONNECTOR}${PICTURE}`)))).toBe('file-unavailable')
  })

  it('is unavailable where there is no token to be had', async () => {
    const files = createTeamsFiles({ cloud: CLOUDS.public, token: () => Promise.reject(new Error('no')), send })
    expect(await codeOf(files.fetch(picture(`${CONNECTOR}${PICTURE}`)))).toBe('file-unavailable')
    expect(reached).toEqual([])
  })
})

describe('in the loopback mode', () => {
  const files = createTeamsFiles({ cloud: CLOUDS.public, token: null })

  it('this machine is asked, without a token', async () => {
    host.at.set('/f', file('x'))
    host.at.set(PICTURE, file('x', { 'content-type': 'image/png' }))
    await files.fetch(download(`${host.origin}/f`))
    await files.fetch(picture(`${host.origin}${PICTURE}`))
    expect(host.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  })

  it.each([`${SHAREPOINT}/f`, 'http://10.0.0.1/f', 'http://localhost.evil.example/f', 'http://u@127.0.0.1/f'])(
    'nothing else is, such as %s',
    async (url) => {
      expect(await codeOf(files.fetch(download(url)))).toBe('file-not-allowed')
      host.at.set('/f', redirect(url))
      expect(await codeOf(files.fetch(download(`${host.origin}/f`)))).toBe('file-not-allowed')
    },
  )
})
