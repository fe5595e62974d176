/**
 * What comes with a Teams message besides its words: files, pictures, cards that were sent on, messages that are quoted.
 * Each is either something to fetch, words to judge, or said to be unread. Nothing is passed over in silence.
 *
 * Sources: Microsoft Learn, "Send and receive files using bot" (`file.download.info`); botframework-schema
 * (`MessageActionsPayloadAttachment`); Microsoft Graph docs, "chatMessageAttachment" (`reference`, `messageReference`,
 * `forwardedMessageReference`, code snippets; content as a JSON text).
 */
import { z } from 'zod/v4'
import type { PickedPlace } from '../domain/hostedContent.js'
import { isGuid } from '../domain/ids.js'
import { hostedPictures } from '../flows/hostedPictures.js'
import type { FilePointer, Unread, UnreadReason } from '../flows/ports.js'
import { cardText } from './cardText.js'
import { type Quote, readMarkup } from './markup.js'

const ATTACHMENTS_MAX = 20
const NAME_MAX = 260
const URL_MAX = 8_192
const QUOTE_MAX = 65_536

const FILE = 'application/vnd.microsoft.teams.file.download.info'
const CODE_SNIPPET = 'application/vnd.microsoft.card.codesnippet'
const CARD = /^application\/vnd\.microsoft\.(?:teams\.)?card\./
const BODY = new Set(['text/html', 'text/plain'])

const url = z.string().max(URL_MAX).nullish().catch(null)
const attachment = z.object({
  contentType: z.string().max(256),
  contentUrl: url,
  content: z.unknown(),
  name: z
    .string()
    .transform((name) => name.slice(0, NAME_MAX))
    .nullish()
    .catch(null),
})
type Attachment = z.infer<typeof attachment>

const download = z.object({ downloadUrl: z.string().min(1).max(URL_MAX) })
const snippet = z.object({ codeSnippetUrl: z.string().min(1).max(URL_MAX) })
const words = z
  .string()
  .transform((text) => text.slice(0, QUOTE_MAX))
  .nullish()
  .catch(null)
const sender = z
  .object({ user: z.object({ id: z.string().refine(isGuid) }) })
  .nullish()
  .catch(null)
const reference = z.object({
  messagePreview: words,
  messageSender: sender,
  originalMessageContent: words,
  originalMessageSender: sender,
})

export interface Brought {
  readonly pointers: readonly FilePointer[]
  readonly unread: readonly Unread[]
  /** Words that somebody else's cards and quoted messages bring, as plain text or markup. */
  readonly texts: readonly { readonly form: 'plain' | 'markup'; readonly text: string }[]
  /** Whose words those are. */
  readonly quotes: readonly Quote[]
}

/** With a message that somebody sends to the bot. `pictures`: sources of those that stand in its markup. */
export function broughtToBot(attachments: readonly unknown[], pictures: readonly string[]): Brought {
  const found = new Found()
  const images = found.sort(attachments)
  for (const { contentUrl, contentType, name } of images) {
    if (contentUrl) found.pointers.push({ kind: 'connector', url: contentUrl, contentType })
    else found.missed(name, 'could-not-fetch')
  }
  // A picture in the markup comes as an attachment too; one that does not lies elsewhere.
  for (let missing = pictures.length - images.length; missing > 0; missing -= 1)
    found.missed(null, 'source-not-allowed')
  for (const _ of found.hosted) found.missed(null, 'source-not-allowed')
  return found
}

/** With a message under which somebody pressed *Check this message*. */
export function broughtByPicked(
  attachments: readonly unknown[],
  pictures: readonly string[],
  picked: PickedPlace,
): Brought {
  const found = new Found()
  const images = found.sort(attachments).map(({ contentUrl }) => contentUrl ?? '')
  const { pointers, refused, tooMany } = hostedPictures([...pictures, ...images, ...found.hosted], picked)
  found.pointers.push(...pointers)
  for (let left = refused; left > 0; left -= 1) found.missed(null, 'source-not-allowed')
  for (let left = tooMany; left > 0; left -= 1) found.missed(null, 'too-many')
  return found
}

class Found implements Brought {
  readonly pointers: FilePointer[] = []
  readonly unread: Unread[] = []
  readonly texts: Brought['texts'][number][] = []
  readonly quotes: Quote[] = []
  /** Addresses of code snippets, which lie where Graph keeps the pictures of messages. */
  readonly hosted: string[] = []

  missed(name: string | null | undefined, why: UnreadReason): void {
    this.unread.push({ name: name ?? null, why })
  }

  /** Takes in everything but the pictures, which it hands back: where they lie depends on the message. */
  sort(attachments: readonly unknown[]): readonly Attachment[] {
    const images: Attachment[] = []
    for (const item of attachments.slice(0, ATTACHMENTS_MAX)) {
      const read = attachment.safeParse(item)
      if (!read.success) this.missed(null, 'format-unknown')
      else if (/^image\//i.test(read.data.contentType)) images.push(read.data)
      else this.#take(read.data)
    }
    if (attachments.length > ATTACHMENTS_MAX) this.missed(null, 'too-many')
    return images
  }

  #take({ contentType, content, name }: Attachment): void {
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    if (BODY.has(type)) return
    if (type === FILE) {
      const file = download.safeParse(content)
      if (file.success) this.pointers.push({ kind: 'teams-download', url: file.data.downloadUrl, name: name ?? null })
      else this.missed(name, 'could-not-fetch')
    } else if (type === CODE_SNIPPET) {
      const code = snippet.safeParse(objectOf(content))
      if (code.success) this.hosted.push(code.data.codeSnippetUrl)
      else this.missed(name, 'format-unknown')
    } else if (CARD.test(type)) this.#card(content, name)
    else if (type === 'messagereference' || type === 'forwardedmessagereference') this.#quoted(content)
    // A file in a chat's SharePoint: its address takes a user's own rights (MicrosoftDocs/msteams-docs, issue 3887).
    else if (type === 'reference') this.missed(name, 'not-permitted')
    else this.missed(name, 'format-unknown')
  }

  #card(content: unknown, name: string | null | undefined): void {
    const { text, pictures, isComplete } = cardText(content)
    if (text !== '') this.texts.push({ form: 'plain', text })
    this.quotes.push({ authorId: null })
    for (let left = Math.min(pictures, ATTACHMENTS_MAX); left > 0; left -= 1) this.missed(null, 'source-not-allowed')
    if (!isComplete) this.missed(name, 'too-large')
    else if (text === '' && pictures === 0) this.missed(name, 'format-unknown')
  }

  #quoted(content: unknown): void {
    const read = reference.safeParse(objectOf(content))
    const { messagePreview, originalMessageContent } = read.data ?? {}
    const author = read.data?.messageSender ?? read.data?.originalMessageSender
    this.quotes.push({ authorId: author?.user.id.toLowerCase() ?? null })
    if (messagePreview) this.texts.push({ form: 'plain', text: messagePreview })
    if (originalMessageContent) {
      this.texts.push({ form: 'markup', text: originalMessageContent })
      for (const _ of readMarkup(originalMessageContent).pictures) this.missed(null, 'source-not-allowed')
    }
    if (!messagePreview && !originalMessageContent) this.missed(null, 'could-not-fetch')
  }
}

/** Graph writes the content of an attachment as a JSON text. */
function objectOf(content: unknown): unknown {
  if (typeof content !== 'string') return content
  try {
    return JSON.parse(content) as unknown
  } catch {
    return null
  }
}
