/** Text and HTML. A QR code can stand in HTML itself, as a `data:` address, and is then in no attachment. */
import type { Part, Tools } from './part.js'

const DATA_PICTURE = /data:image\/[a-z0-9.+-]{1,40}(?:;[a-z0-9=-]{1,40}){0,4};base64,([A-Za-z0-9+/=%\s]{16,})/gi

/** OpenPGP within the text itself, as its older programs send it. */
const SEALED = /^\s{0,100}-----BEGIN PGP MESSAGE-----/

/** HTML is kept as it is: what it hides is for the check to see. */
export async function readDocument(
  text: string,
  { name, depth }: Pick<Part, 'name' | 'depth'>,
  tools: Tools,
): Promise<void> {
  if (SEALED.test(text)) return tools.found.unread(name, 'encrypted')
  const pictures: string[] = []
  // A picture's letters would fill what is read of the text.
  const rest = text.replace(DATA_PICTURE, (_, encoded: string) => {
    pictures.push(encoded)
    return 'data:image'
  })
  tools.found.passage('file', rest, name)
  for (const encoded of pictures) await tools.read({ name: null, bytes: bytesOf(encoded), depth: depth + 1 })
}

const bytesOf = (encoded: string): Uint8Array =>
  Buffer.from(
    encoded.replace(/%(2b|2f|3d)/gi, (octet) => decodeURIComponent(octet)),
    'base64',
  )
