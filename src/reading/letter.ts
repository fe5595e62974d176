/** What a mail says of itself and its two bodies, whatever wrapped it: RFC 5322 and Outlook end here alike. */
import { literally } from '../domain/codeCheck/normalise/html.js'
import type { Author } from '../flows/ports/files.js'
import { readDocument } from './document.js'
import type { Part, Tools } from './part.js'

export interface Letter {
  readonly subject: string
  readonly from: Author
  /** Who sent it in the author's name, and who gets the answers. Told where it is somebody else. */
  readonly sender: Author
  readonly replyTo: readonly Author[]
  readonly text: string
  readonly html: string
  /** A third body, which only Outlook has and shows before the others. With tags where it wraps HTML. */
  readonly rtf?: string
}

export const NOBODY: Author = { address: null, displayName: null }

export async function tellLetter(letter: Letter, part: Part, tools: Tools): Promise<void> {
  const { from, sender, replyTo, subject, text, html, rtf = '' } = letter
  tools.found.author(from)
  const head = [
    line('Subject', subject),
    line('From', written(from)),
    isOther(sender, from) ? line('Sender', written(sender)) : '',
    ...replyTo.filter((one) => isOther(one, from)).map((one) => line('Reply-To', written(one))),
  ]
  tools.found.passage('file', head.filter((one) => one !== '').join('\n'), part.name)
  if (html === '' || saysMore(text, html)) await readDocument(literally(text), part, tools)
  if (html !== '') await readDocument(html, part, tools)
  if (saysMore(rtf, `${text}\n${html}`)) await readDocument(rtf, part, tools)
}

const line = (field: string, value: string): string => (value.trim() === '' ? '' : `${field}: ${oneLine(value)}`)
const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim().slice(0, 1000)
const written = ({ address, displayName }: Author): string =>
  address === null ? (displayName ?? '') : `${displayName ?? ''} <${address}>`.trim()
const isOther = (one: Author, than: Author): boolean =>
  one.address !== null && one.address.toLowerCase() !== than.address?.toLowerCase()

/**
 * Mail programs show one of the two bodies, and their makers choose which. Where the plain one holds a word of its own,
 * both are read; where it repeats the other, reading it twice would only count everything twice.
 */
function saysMore(text: string, html: string): boolean {
  const said = new Set(wordsOf(html))
  return wordsOf(text).some((word) => !said.has(word))
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]{5,}/gu) ?? []
