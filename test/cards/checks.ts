/**
 * What must hold of every card, whatever it says. The parser is the official one: it reports unknown elements, unknown
 * values and missing properties. Its package has no entry that Node can import, hence the bundle through `require`.
 */
import { createRequire } from 'node:module'
import { parseCardAction } from '../../src/cards/actions.js'
import type { Card } from '../../src/cards/index.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { schemaProblems } from './schema.js'

const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards')

/** Teams takes about 100 KB a message, 28 KB in some channels; a card that is read on a phone is far below. */
const SIZE_MAX_BYTES = 28 * 1024

export interface Part {
  readonly type?: unknown
  readonly text?: unknown
  readonly title?: unknown
  readonly verb?: unknown
  readonly data?: unknown
  readonly wrap?: unknown
  readonly style?: unknown
  readonly url?: unknown
}

/** Every object inside a card, outermost first. */
export function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf)
  if (typeof value !== 'object' || value === null) return []
  return [value as Part, ...Object.values(value).flatMap(partsOf)]
}

export const actionsOf = (card: Card): readonly Part[] =>
  partsOf(card).filter(({ type }) => typeof type === 'string' && type.startsWith('Action.'))

/** What a reader reads, in order. */
export const textsOf = (card: Card): readonly string[] =>
  partsOf(card.body).flatMap(({ type, text }) => (type === 'TextBlock' && typeof text === 'string' ? [text] : []))

/** What an `Action.Execute` or `Action.Submit` carries. */
export const payloadsOf = (card: Card): readonly unknown[] =>
  actionsOf(card).flatMap(({ data }) => (data === undefined ? [] : [data]))

/** Our own times, bold labels and defanged dots; whatever else looks like markup came in with a value. */
const OURS =
  /\{\{DATE\(2026-03-\d\dT[\d:]{8}Z, SHORT\)\}\}|\{\{TIME\(2026-03-\d\dT[\d:]{8}Z\)\}\}|^\*\*[^*]+:\*\*|\[[.:]\]|hxxps?:\/\//gm

/** What a client would make a link, an image, a mention, emphasis, code or a time of, in what is read. */
export const effectsIn = (card: Card): readonly string[] =>
  [...textsOf(card), String(card.fallbackText)].flatMap((text) => {
    const left = text.replace(OURS, '')
    return /[[\]{}<>*`~\\\n]|:\/\/|www\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\]\(/u.test(left) ? [text] : []
  })

export function problemsOf(card: Card, sizeMaxBytes = SIZE_MAX_BYTES): readonly string[] {
  return [
    ...parserProblems(card),
    ...schemaProblems(card),
    ...frameProblems(card, sizeMaxBytes),
    ...partsOf(card.body).flatMap(partProblems),
    ...partsOf(card.body).flatMap(toneProblems),
    ...actionsOf(card).flatMap(actionProblems),
  ]
}

const isChart = (type: unknown): boolean => typeof type === 'string' && type.startsWith('Chart.')

function parserProblems(card: Card): readonly string[] {
  const context = new SerializationContext(Versions.v1_5)
  const parsed = new AdaptiveCard()
  // The parser tests the language with a regular expression that remembers where it stopped: every second one fails.
  // It knows no charts. Clients that do not either take what stands in `fallback`.
  const body = (card.body as readonly Part[]).filter(({ type }) => !isChart(type))
  parsed.parse({ ...card, body, lang: undefined }, context)
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)]
}

function frameProblems(card: Card, sizeMaxBytes: number): readonly string[] {
  const json = JSON.stringify(card)
  const problems: string[] = []
  if (card.type !== 'AdaptiveCard' || card.version !== '1.5') problems.push('not an Adaptive Card 1.5')
  if (typeof card.fallbackText !== 'string' || card.fallbackText === '') problems.push('no fallback text')
  if (typeof card.lang !== 'string' || !/^[a-z]{2}$/.test(card.lang)) problems.push('no language')
  if (json.includes('"${')) problems.push('an expression was left unfilled')
  if (json.includes('undefined')) problems.push('a value was undefined')
  if (Buffer.byteLength(json) > sizeMaxBytes) problems.push(`${Buffer.byteLength(json)} bytes`)
  // A refreshed answer is pushed to everybody in the chat by the library that serves it.
  if ('refresh' in card) problems.push('refreshes itself')
  return problems
}

function partProblems(part: Part): readonly string[] {
  const problems: string[] = []
  // The web client breaks long words in a TextBlock only.
  if (part.type === 'RichTextBlock') problems.push('runs off a narrow screen')
  if (part.type === 'TextBlock' && part.wrap !== true) problems.push(`does not wrap: ${String(part.text)}`)
  if (part.type === 'ColumnSet' || part.type === 'FactSet') problems.push('columns, which a phone has no room for')
  if (part.type === 'Image' || ('url' in part && !leadsToPortal(part))) problems.push('leads out of the card')
  if (isChart(part.type) && Object(part).fallback !== 'drop') problems.push('a chart that not every client knows')
  if (part.style === 'good') problems.push('green, which reads as safe')
  for (const text of [part.text, part.title]) {
    if (typeof text === 'string' && /\{[a-zA-Z]+\}/.test(text)) problems.push(`a placeholder was left: ${text}`)
  }
  return problems
}

/** The places outside of Teams that a card may lead to: pages of Microsoft's portals, and in no part but an action. */
const PORTALS = Object.values(CLOUDS).flatMap(({ defenderPortal, entraPortal, intunePortal }) => [
  `${defenderPortal}/v2/advanced-hunting?`,
  `${defenderPortal}/attacksimulator?`,
  `${entraPortal}/#view/Microsoft_AAD_`,
  `${intunePortal}/#view/Microsoft_Intune_`,
])
const leadsToPortal = ({ type, url }: Part): boolean =>
  type === 'Action.OpenUrl' && PORTALS.some((portal) => String(url).startsWith(portal))

/** A colour says nothing to many: words stand in every coloured box, and the first of them is no mere mark. */
function toneProblems(part: Part): readonly string[] {
  if (part.type !== 'Container' || part.style === undefined || part.style === 'default') return []
  const words = partsOf(part).filter(({ type, text }) => type === 'TextBlock' && /\p{L}{2}/u.test(String(text)))
  return words.length === 0 ? ['a colour without words'] : []
}

function actionProblems({ type, title, verb, data }: Part): readonly string[] {
  const problems: string[] = []
  if (typeof title !== 'string' || title === '' || title.length > 40) problems.push(`title: ${String(title)}`)
  // They work in the client alone, and send nothing.
  if (type === 'Action.ToggleVisibility' || type === 'Action.OpenUrl') return problems
  const action = parseCardAction(data)
  if (type === 'Action.Execute' && verb !== action.verb) problems.push(`verb differs: ${String(verb)}`)
  return problems
}
