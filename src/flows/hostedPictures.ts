/**
 * Which pictures of a picked message may be fetched. The addresses are its writer's choice and the app may read every chat
 * of the tenant, so only what is part of this very message passes: anything else could show the asker another chat.
 */
import { isPartOf, type PickedPlace, parseHostedContent } from '../domain/hostedContent.js'
import type { FilePointer } from './ports.js'

/** A message with more is an album; each picture costs a request and a worker's time. */
const PICTURES_MAX = 5

export interface HostedPictures {
  readonly pointers: readonly FilePointer[]
  /** Addresses of Graph's hosted contents that belong to another message, or are not of their form. */
  readonly refused: number
  /** Pictures of this message beyond the limit. */
  readonly tooMany: number
}

/** `addresses`: of the message's pictures, as they stand in its markup. */
export function hostedPictures(addresses: readonly string[], picked: PickedPlace): HostedPictures {
  const own = new Set<string>()
  let refused = 0
  for (const url of new Set(addresses)) {
    const content = parseHostedContent(url)
    if (content !== null && isPartOf(content, picked)) own.add(url)
    else refused += 1
  }
  const urls = [...own]
  const pointers = urls.slice(0, PICTURES_MAX).map((url) => ({ kind: 'hosted-content', url }) as const)
  return { pointers, refused, tooMany: urls.length - pointers.length }
}
