/**
 * The words of a card that somebody sent on: texts, labels and buttons, a button as `[title](address)`. A code and a
 * page to enter it on lure from a card as they do from a message.
 *
 * Sources: Adaptive Cards schema 1.6; Bot Framework, "Cards reference" (hero, thumbnail, receipt, sign-in); Office 365
 * connector card reference (MessageCard). One walk reads them all: which words are shown is told by their names, so that
 * an element of a later version is read too.
 */

export interface CardText {
  readonly text: string
  /** Pictures of the card: they lie wherever its maker chose, so none is fetched. */
  readonly pictures: number
  /** False where the card goes on beyond what is read. */
  readonly isComplete: boolean
}

const TEXT_LENGTH_MAX = 32_768
const NODES_MAX = 5_000
const DEPTH_MAX = 40
const WORDS = new Set([
  ...['title', 'subtitle', 'text', 'summary', 'label', 'placeholder', 'altText', 'fallbackText', 'speak'],
  ...['activityTitle', 'activitySubtitle', 'activityText', 'displayName', 'author', 'errorMessage'],
])
/** Shown beside each other in facts and choices, and data elsewhere. */
const PAIRED = new Set(['name', 'value'])
const ADDRESSES = ['url', 'uri', 'value'] as const
const PICTURE_TYPES = new Set(['image', 'media', 'imageset'])
const PICTURE_FIELDS = new Set(['image', 'images', 'heroImage', 'activityImage', 'backgroundImage', 'media'])

export function cardText(card: unknown): CardText {
  const walk = new CardWalk()
  walk.visit(parsed(card), 0)
  return walk.done()
}

/** In Graph's form the card is a JSON text; in the Bot Framework's it is an object. */
function parsed(card: unknown): unknown {
  if (typeof card !== 'string') return card
  try {
    return JSON.parse(card) as unknown
  } catch {
    return { text: card }
  }
}

class CardWalk {
  readonly #lines: string[] = []
  #length = 0
  #nodes = 0
  #pictures = 0
  #isComplete = true

  /** `isPicture`: the value of a field that holds pictures. */
  visit(value: unknown, depth: number, isPicture = false): void {
    if (typeof value !== 'object' || value === null) return
    this.#nodes += 1
    if (depth > DEPTH_MAX || this.#nodes > NODES_MAX || this.#length > TEXT_LENGTH_MAX) {
      this.#isComplete = false
      return
    }
    if (Array.isArray(value)) {
      for (const item of value) {
        // The inlines of a RichTextBlock may be bare strings.
        if (typeof item === 'string') this.#write(item)
        else this.visit(item, depth + 1, isPicture)
        if (!this.#isComplete) return
      }
      return
    }
    this.#object(value as Readonly<Record<string, unknown>>, depth, isPicture)
  }

  done(): CardText {
    return {
      text: this.#lines.join('\n').slice(0, TEXT_LENGTH_MAX),
      pictures: this.#pictures,
      isComplete: this.#isComplete,
    }
  }

  #object(node: Readonly<Record<string, unknown>>, depth: number, isPicture: boolean): void {
    const type = typeof node.type === 'string' ? node.type.toLowerCase() : ''
    if (isPicture || PICTURE_TYPES.has(type)) this.#pictures += 1
    else {
      const address = ADDRESSES.map((name) => node[name]).find(isWebAddress)
      const title = [node.title, node.name, node.text].find((text) => typeof text === 'string')
      if (address !== undefined) this.#write(`[${String(title ?? address).replace(/[[\]]/g, ' ')}](${address})`)
    }
    for (const [name, value] of Object.entries(node)) {
      if (typeof value === 'string') {
        if (WORDS.has(name) || (PAIRED.has(name) && !isWebAddress(value))) this.#write(value)
        else if (PICTURE_FIELDS.has(name)) this.#pictures += 1
      } else {
        // Data that a button hands back is not shown.
        if (name !== 'data') this.visit(value, depth + 1, PICTURE_FIELDS.has(name))
      }
    }
  }

  #write(text: string): void {
    const whole = text.trim()
    if (whole === '') return
    const line = whole.slice(0, Math.max(0, TEXT_LENGTH_MAX - this.#length))
    if (line.length < whole.length) this.#isComplete = false
    this.#lines.push(line)
    this.#length += line.length + 1
  }
}

const isWebAddress = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 4_096 && /^\s*(?:https?|ms-appinstaller|data|javascript):/i.test(value)
