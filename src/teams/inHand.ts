/** Puts the words of a message together with those that its cards and quoted messages bring. */
import { looksLikeHtml } from '../domain/codeCheck/normalise/html.js'
import type { InHand } from '../flows/gatherMessage.js'
import type { Brought } from './attachments.js'
import { asMarkup, type Quote } from './markup.js'

type Said = Brought['texts'][number]

export interface Written {
  /** Undefined where Teams sent plain text alone. */
  readonly html: string | undefined
  /** What stands there besides: the whole message where there is no markup, the subject of a post. */
  readonly text: string
  /** Without what is quoted. */
  readonly own: string
  readonly hasWords: boolean
  readonly quotes: readonly Quote[]
}

export function inHand({ html, text, own, hasWords, quotes }: Written, brought: Brought): InHand {
  const said: readonly Said[] = [{ form: 'plain', text }, { form: 'markup', text: html ?? '' }, ...brought.texts]
  // Plain text that the judge would take for markup has to say that it is none.
  const isMarkup =
    html !== undefined || said.some((part) => (part.form === 'markup' ? part.text !== '' : looksLikeHtml(part.text)))
  return {
    text: said
      .filter((part) => part.text.trim() !== '')
      .map((part) => (isMarkup && part.form === 'plain' ? asMarkup(part.text) : part.text))
      .join('\n\n'),
    own,
    hasWords: hasWords || brought.texts.some(({ text }) => text.trim() !== ''),
    quotes: [...quotes, ...brought.quotes],
    pointers: brought.pointers,
    unread: brought.unread,
  }
}
