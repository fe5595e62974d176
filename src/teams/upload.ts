/**
 * Puts a file where Teams said it may go, after the person agreed: the address comes in an activity that Teams signed,
 * and is compared with this cloud's hosts of files all the same. It carries its own permission; no token of ours goes
 * along, and no redirect is followed.
 * Source: Microsoft Learn, "Send and receive files using bot" (`uploadUrl`, a PUT with Content-Range).
 */
import { type Cloud, isFileUrlOf } from '../domain/clouds.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import { isLoopbackUrl } from '../domain/loopback.js'

const PATIENCE_MS = 15_000

export interface TeamsUploads {
  /** Errors: `file-not-allowed`, `file-unavailable`. */
  put(url: string, bytes: Uint8Array): Promise<void>
}

export interface TeamsUploadsOptions {
  readonly cloud: Cloud
  /** This machine only, where the bot has no identity. */
  readonly isLoopback: boolean
  /** Tests stand in for Microsoft's hosts here. */
  readonly send?: typeof fetch
}

export function createTeamsUploads({ cloud, isLoopback, send = fetch }: TeamsUploadsOptions): TeamsUploads {
  const isAllowed = (url: string): boolean => (isLoopback ? isLoopbackUrl(url) : isFileUrlOf(cloud, url))
  return {
    async put(url, bytes) {
      if (!isAllowed(url)) throw new PosternError('file-not-allowed')
      try {
        const response = await send(url, {
          method: 'PUT',
          headers: {
            'content-type': 'application/octet-stream',
            'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
          },
          body: new Uint8Array(bytes),
          redirect: 'manual',
          signal: AbortSignal.timeout(PATIENCE_MS),
        })
        await response.body?.cancel()
        if (response.status < 200 || response.status > 299)
          throw new PosternError('file-unavailable', { status: response.status })
      } catch (error) {
        if (isPosternError(error)) throw error
        throw new PosternError('file-unavailable', {}, { cause: error })
      }
    },
  }
}
