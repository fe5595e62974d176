/**
 * Pictures that stand in a text itself, as `data:` addresses (RFC 2397): in HTML, in Markdown, or pasted as they are.
 * The blanks by which mails fold them are taken too, but no word behind one: what is swallowed with a picture is read by
 * nobody.
 */

/** Lines after the first one are whole lines of a fold, and the last one ends as Base64 does. */
const DATA_PICTURE =
  /data:image\/[a-z0-9.+-]{1,40}(?:;[a-z0-9=-]{1,40}){0,4};base64,\s{0,4}([A-Za-z0-9+/=%]{16,}(?:\s{1,8}[A-Za-z0-9+/%]{60,})*(?:\s{1,8}[A-Za-z0-9+/%]{1,76}={1,2}(?![A-Za-z0-9+/=%]))?)/gi

/** What is left of the address: a picture's letters would fill what is read of the text. */
const LEFT = 'data:image'

export interface WithoutPictures {
  readonly text: string
  /** As they are encoded. */
  readonly pictures: readonly string[]
}

export function takeDataPictures(text: string): WithoutPictures {
  const pictures: string[] = []
  const rest = text.replace(DATA_PICTURE, (_, encoded: string) => {
    pictures.push(encoded)
    return LEFT
  })
  return { text: rest, pictures }
}

export const bytesOfDataPicture = (encoded: string): Uint8Array =>
  Buffer.from(
    encoded.replace(/%(2b|2f|3d)/gi, (octet) => decodeURIComponent(octet)),
    'base64',
  )

/** Whether a word or a number is written besides such pictures and the tags around them. */
export const hasWordsBeside = (rest: string): boolean =>
  /[\p{L}\p{N}]/u.test(
    rest
      .replace(/<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,4096})?\/?>/gi, '')
      .replaceAll(LEFT, '')
      .replace(/&(?:nbsp|#\d{1,6}|#x[0-9a-f]{1,6});/gi, ''),
  )
