/**
 * Pictures in Teams messages. Takes nothing of the given address but its ids, and asks this cloud's Graph only.
 *
 * Whether the asker may see the message is not decided here: hand in only what `isPartOf` the message that was picked.
 * Chat.Read.All and ChannelMessage.Read.All are the least application permissions for a chat or team in which the app is
 * not installed, as with most messages under the message action.
 * Source: Microsoft Graph docs, "Get chatMessageHostedContent", v1.0.
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import { parseHostedContent, pathOf } from '../domain/hostedContent.js'
import type { FileInHand } from '../flows/ports.js'
import type { GraphClient } from './client.js'

const BYTES_MAX = 25 * 1024 * 1024
const TIMEOUT_MS = 10_000

/** Errors: `file-not-allowed`, `file-too-large`, `file-unavailable`, `graph-forbidden`. */
export type HostedContents = (url: string) => Promise<FileInHand>

export function createHostedContents(graph: GraphClient, graphOrigin: string): HostedContents {
  return async (url) => {
    const content = parseHostedContent(url)
    if (content === null || content.origin !== graphOrigin) throw new PosternError('file-not-allowed')
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { contentType, bytes } = await graph
      .bytes(pathOf(content), { family: 'teams', once: true, bytesMax: BYTES_MAX, signal })
      .catch((error: unknown) => {
        if (isPosternError(error, 'graph-forbidden') || isPosternError(error, 'file-too-large')) throw error
        const { code, detail } = isPosternError(error) ? error : new PosternError('internal')
        throw new PosternError('file-unavailable', { because: code, status: detail.status }, { cause: error })
      })
    return { name: null, contentType, bytes }
  }
}
