/** A mail as it travels (RFC 5322, MIME): its head, its bodies, and all that is attached. */
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { decodeText } from '../domain/fileFormat.js'
import type { Author } from '../flows/ports/files.js'
import { type Letter, NOBODY, tellLetter } from './letter.js'
import { LIMITS } from './limits.js'
import type { Part, Tools } from './part.js'

export async function readMail(part: Part, tools: Tools): Promise<void> {
  const mail = await parsed(part, tools)
  const letter: Letter = {
    subject: mail.subject ?? '',
    from: authorOf(mail.from),
    sender: authorOf(mail.sender),
    replyTo: (mail.replyTo ?? []).slice(0, 5).map(authorOf),
    text: mail.text ?? '',
    html: mail.html ?? '',
  }
  await tellLetter(letter, part, tools)
  for (const attached of mail.attachments) {
    if (attached.mimeType === 'application/pgp-encrypted') tools.found.unread(part.name, 'encrypted')
    else if (!isCipherOf(attached, mail.attachments)) await tools.read(partOf(attached, part.depth + 1))
  }
}

async function parsed({ bytes, name }: Part, { found }: Tools): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      // Attached mails come as files, so that they are counted and no deeper than other files.
      forceRfc822Attachments: true,
      maxNestingDepth: 64,
      // Of all parts together: the file itself is no larger.
      maxHeadersSize: LIMITS.bytes,
    })
  } catch (error) {
    // Its source is still something that can be judged.
    found.passage('file', decodeText(bytes), name)
    throw error
  }
}

/** RFC 3156: a part that says the version, and beside it the sealed one, which is no file of its own. */
const isCipherOf = (attached: Attachment, all: readonly Attachment[]): boolean =>
  attached.mimeType === 'application/octet-stream' &&
  all.length === 2 &&
  all.some((other) => other.mimeType === 'application/pgp-encrypted')

const partOf = ({ filename, content }: Attachment, depth: number): Part => ({
  name: filename,
  bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  depth,
})

function authorOf(address: Address | undefined): Author {
  const one = address?.group === undefined ? address : address.group[0]
  if (one === undefined) return NOBODY
  return { address: one.address || null, displayName: one.name || null }
}
