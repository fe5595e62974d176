/** A mail or invitation as Outlook saves it: a compound file (MS-OXMSG). Other compound files are old Office documents. */
import { decompressRTF } from '@kenjiuno/decompressrtf'
import msgReader, { type FieldsData } from '@kenjiuno/msgreader'
import { decodeText } from '../domain/fileFormat.js'
import type { Author } from '../flows/ports/files.js'
import { type Letter, tellLetter } from './letter.js'
import type { Part, Tools } from './part.js'
import { rtfText } from './rtf.js'

// A CommonJS module: Node hands over all of it as the default.
const { default: MsgReader } = msgReader

export async function readOutlook(part: Part, tools: Tools): Promise<void> {
  if (!isMessage(part.bytes)) return tools.found.unread(part.name, 'format-unknown')
  // A buffer of its own: the library would read on into whatever lies behind the file.
  const file = new MsgReader(Uint8Array.from(part.bytes).buffer)
  const fields = file.getFileData()
  if (fields.dataType !== 'msg' || 'error' in fields) return tools.found.unread(part.name, 'damaged')
  if (/^IPM\.Note\.SMIME$/i.test(fields.messageClass ?? '')) return tools.found.unread(part.name, 'encrypted')
  await tellLetter(letterOf(fields), part, tools)
  for (const attached of fields.attachments ?? []) {
    const name = attached.fileName ?? attached.name ?? null
    // An attached mail is written out as a file of its own, which is then read as any other.
    await tools.read({ name, bytes: file.getAttachment(attached).content, depth: part.depth + 1 })
  }
}

const STORAGE_NAMES = ['__properties_version1.0', '__substg1.0_'].map((name) => Buffer.from(name, 'utf16le'))
const isMessage = (bytes: Uint8Array): boolean => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return STORAGE_NAMES.some((name) => file.includes(name))
}

function letterOf(fields: FieldsData): Letter {
  const html = fields.bodyHtml ?? (fields.html === undefined ? '' : decodeText(fields.html))
  const text = [fields.location ?? '', fields.body ?? ''].filter((one) => one !== '').join('\n\n')
  const { compressedRtf } = fields
  const rtf =
    compressedRtf === undefined ? '' : rtfText(Buffer.from(decompressRTF([...compressedRtf])).toString('latin1'))
  return {
    subject: fields.subject ?? '',
    from: {
      address: mailAddress(fields.sentRepresentingSmtpAddress, fields.senderSmtpAddress, fields.senderEmail),
      displayName: fields.senderName ?? null,
    },
    sender: { address: mailAddress(fields.senderSmtpAddress), displayName: null },
    replyTo: replyTo(fields.headers),
    text,
    html,
    rtf,
  }
}

/** Exchange also has addresses of its own (`/o=…/cn=…`), which say nothing outside. */
const mailAddress = (...candidates: readonly (string | undefined)[]): string | null =>
  candidates.find((one) => one?.includes('@')) ?? null

const REPLY_TO = /^Reply-To:[^\r\n]{0,500}?<?([^\s<>@]{1,64}@[^\s<>@]{1,255})>?\s*$/im

function replyTo(headers: string | undefined): Author[] {
  const address = REPLY_TO.exec(headers ?? '')?.[1]
  return address === undefined ? [] : [{ address, displayName: null }]
}
