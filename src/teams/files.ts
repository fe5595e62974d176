/**
 * Fetches what came with a message: attached files from SharePoint and OneDrive, without a token, and pasted pictures
 * from the Bot Connector, with the bot's.
 *
 * The addresses stand in an activity that Teams signed, but whoever wrote the message had a hand in them. So a host is
 * compared with this cloud's list before every step, a redirect is a step, and the token goes to one path of the
 * connector and is never taken further.
 *
 * Sources: Microsoft Learn, "Send and receive files using bot" (`downloadUrl`, pre-authorised, a plain GET); Teams SDK
 * documentation, "Receiving Inline Images" (`…/v3/attachments/{id}/views/original`, behind the bot's token).
 */
import { type Cloud, isFileUrlOf, isServiceUrlOf } from '../domain/clouds.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import { isLoopbackUrl } from '../domain/loopback.js'
import type { FileInHand, FilePointer, FileSource } from '../flows/ports.js'
import { readBounded } from './boundedBody.js'
import type { ConnectorToken } from './credentials.js'

const BYTES_MAX = 25 * 1024 * 1024
/** From the first request to the last byte. */
const PATIENCE_MS = 15_000
const REDIRECTS_MAX = 2
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Below the region, and the tenant where the service names it. No other path of the connector is a file. */
const ATTACHMENT_PATH = /^\/(?:[\w-]{1,64}\/){0,3}v3\/attachments\/[\w.~-]{1,512}\/views\/[\w-]{1,64}$/

export interface TeamsFilesOptions {
  readonly cloud: Cloud
  /** Null: the loopback mode, in which only this machine is asked, without a token. */
  readonly token: ConnectorToken | null
  readonly limits?: { readonly bytes?: number; readonly patienceMs?: number }
  /** Tests stand in for Microsoft's hosts here. */
  readonly send?: typeof fetch
}

/** The kinds of pointer that Teams can follow. */
export type TeamsFilePointer = Extract<FilePointer, { readonly kind: 'teams-download' | 'connector' }>

export interface TeamsFiles {
  /** Errors as `FileSource` says, `graph-forbidden` apart. */
  fetch(pointer: TeamsFilePointer, options?: Parameters<FileSource['fetch']>[1]): Promise<FileInHand>
}

interface Errand {
  readonly isAllowed: (url: string) => boolean
  readonly token: ConnectorToken | null
  readonly redirectsMax: number
}

export function createTeamsFiles(options: TeamsFilesOptions): TeamsFiles {
  const { cloud, token, limits, send = fetch } = options
  const bytesMax = limits?.bytes ?? BYTES_MAX
  const download: Errand = {
    isAllowed: token === null ? isLoopbackUrl : (url) => isFileUrlOf(cloud, url),
    token: null,
    redirectsMax: REDIRECTS_MAX,
  }
  const connector: Errand = {
    isAllowed: (url) =>
      (token === null ? isLoopbackUrl(url) : isServiceUrlOf(cloud, url)) && ATTACHMENT_PATH.test(new URL(url).pathname),
    token,
    redirectsMax: 0,
  }

  async function open(address: string, errand: Errand, signal: AbortSignal): Promise<Response> {
    let url = address
    for (let redirects = 0; ; redirects += 1) {
      if (!errand.isAllowed(url)) throw new PosternError('file-not-allowed', { redirects })
      // Identity, so that the bytes on the way are the bytes that are counted; a server may compress all the same.
      const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'Postern' }
      if (errand.token !== null) headers.authorization = `Bearer ${await errand.token()}`
      const response = await send(url, { headers, redirect: 'manual', signal })
      if (response.status === 200) return response
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
      await response.body?.cancel()
      if (location === null) throw new PosternError('file-unavailable', { status: response.status })
      if (redirects >= errand.redirectsMax || !URL.canParse(location, url)) {
        throw new PosternError('file-not-allowed', { redirects: redirects + 1 })
      }
      url = new URL(location, url).href
    }
  }

  return {
    async fetch(pointer, { signal } = {}) {
      const timeout = AbortSignal.timeout(limits?.patienceMs ?? PATIENCE_MS)
      const deadline = signal === undefined ? timeout : AbortSignal.any([timeout, signal])
      const errand = pointer.kind === 'connector' ? connector : download
      try {
        const response = await open(pointer.url, errand, deadline)
        const contentType = response.headers.get('content-type')
        if (isPageInstead(pointer, response.headers)) {
          await response.body?.cancel()
          throw new PosternError('file-unavailable', { reason: 'a page in its place' })
        }
        const bytes = await readBounded(response, bytesMax)
        return { name: pointer.kind === 'connector' ? null : pointer.name, contentType, bytes }
      } catch (error) {
        if (isPosternError(error, 'file-not-allowed') || isPosternError(error, 'file-too-large')) throw error
        if (isPosternError(error, 'file-unavailable')) throw error
        throw new PosternError('file-unavailable', { outOfTime: deadline.aborted }, { cause: error })
      }
    },
  }
}

/** A sign-in or error page with status 200 is not what was attached, and must not be judged in its place. */
function isPageInstead(pointer: TeamsFilePointer, headers: Headers): boolean {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (pointer.kind === 'connector')
    return type !== '' && type !== 'application/octet-stream' && !type.startsWith('image/')
  const isAttached = /^\s*attachment\b/i.test(headers.get('content-disposition') ?? '')
  return type === 'text/html' && !isAttached && !/\.html?$/i.test(pointer.name ?? '')
}
