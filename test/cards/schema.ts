/**
 * What Adaptive Cards 1.5 allow of the elements we use, as a closed table: an unknown element, property or value is a
 * problem. Source: the Schema Explorer of adaptivecards.io, and "Format cards in Teams" (learn.microsoft.com) for what
 * Teams leaves out. No package in the registry ships the JSON schema itself; the official parser, which `checks.ts` asks
 * as well, passes over properties that it does not know.
 */
type Value = 'text' | 'flag' | 'list' | 'object' | readonly string[]
type Shape = Readonly<Record<string, Value>>

const SPACING = ['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding']
const ELEMENT: Shape = {
  type: 'text',
  id: 'text',
  spacing: SPACING,
  separator: 'flag',
  isVisible: 'flag',
  height: ['auto', 'stretch'],
}
const ACTION: Shape = {
  type: 'text',
  id: 'text',
  title: 'text',
  style: ['default', 'positive', 'destructive'],
  tooltip: 'text',
  isEnabled: 'flag',
  mode: ['primary', 'secondary'],
}
const INPUT: Shape = { ...ELEMENT, id: 'text', label: 'text', isRequired: 'flag', errorMessage: 'text', value: 'text' }

/** Elements that every Teams client shows; `Media`, `Table` and the like are left out until a card needs them. */
const SHAPES: Readonly<Record<string, Shape>> = {
  AdaptiveCard: {
    type: 'text',
    $schema: ['https://adaptivecards.io/schemas/adaptive-card.json'],
    version: ['1.5'],
    lang: 'text',
    rtl: 'flag',
    speak: 'text',
    fallbackText: 'text',
    body: 'list',
    actions: 'list',
    msteams: 'object',
  },
  Container: {
    ...ELEMENT,
    items: 'list',
    bleed: 'flag',
    selectAction: 'object',
    style: ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'],
  },
  TextBlock: {
    ...ELEMENT,
    text: 'text',
    wrap: 'flag',
    isSubtle: 'flag',
    style: ['default', 'heading'],
    size: ['default', 'small', 'medium', 'large', 'extraLarge'],
    weight: ['default', 'lighter', 'bolder'],
    color: ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'],
    fontType: ['default', 'monospace'],
    horizontalAlignment: ['left', 'center', 'right'],
  },
  Image: { ...ELEMENT, url: 'text', altText: 'text', size: ['auto', 'stretch', 'small', 'medium', 'large'] },
  ActionSet: { ...ELEMENT, actions: 'list' },
  // Of Teams, and of no version of the schema: learn.microsoft.com, "Charts in Adaptive Cards".
  'Chart.Donut': { ...ELEMENT, title: 'text', data: 'list', fallback: ['drop'] },
  'Chart.HorizontalBar': { ...ELEMENT, title: 'text', data: 'list', fallback: ['drop'] },
  'Chart.VerticalBar': { ...ELEMENT, title: 'text', data: 'list', fallback: ['drop'] },
  'Input.Text': { ...INPUT, isMultiline: 'flag', maxLength: 'object', placeholder: 'text' },
  'Input.Toggle': { ...INPUT, title: 'text', valueOn: 'text', valueOff: 'text', wrap: 'flag' },
  'Input.ChoiceSet': {
    ...INPUT,
    choices: 'list',
    style: ['compact', 'expanded'],
    isMultiSelect: 'flag',
    wrap: 'flag',
    placeholder: 'text',
  },
  'Action.Execute': { ...ACTION, verb: 'text', data: 'object', associatedInputs: ['auto', 'none'] },
  'Action.Submit': { ...ACTION, data: 'object', associatedInputs: ['auto', 'none'] },
  'Action.ToggleVisibility': { ...ACTION, targetElements: 'list' },
  'Action.OpenUrl': { ...ACTION, url: 'text' },
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['version', 'body', 'fallbackText', 'lang'],
  Container: ['items'],
  TextBlock: ['text'],
  Image: ['url', 'altText'],
  ActionSet: ['actions'],
  'Chart.Donut': ['title', 'data', 'fallback'],
  'Chart.HorizontalBar': ['title', 'data', 'fallback'],
  'Chart.VerticalBar': ['title', 'data', 'fallback'],
  'Input.Text': ['id', 'label'],
  'Input.Toggle': ['id', 'title'],
  'Input.ChoiceSet': ['id', 'label', 'choices'],
  'Action.Execute': ['title', 'verb', 'data'],
  'Action.Submit': ['title', 'data'],
  'Action.ToggleVisibility': ['title', 'targetElements'],
  'Action.OpenUrl': ['title', 'url'],
}

/** Where elements stand: what an action carries is data of ours and no part of the layout. */
const CHILDREN = ['body', 'items', 'actions'] as const

/** Teams shows six actions of a set. */
const ACTIONS_MAX = 6

export function schemaProblems(part: unknown): readonly string[] {
  if (!isObject(part)) return ['an element is no object']
  const type = String(part.type)
  const shape = SHAPES[type]
  if (shape === undefined) return [`unknown element ${type}`]
  const missing = (REQUIRED[type] ?? []).filter((key) => part[key] === undefined || part[key] === '')
  const unfit = Object.entries(part).filter(([key, value]) => !fits(shape[key], value))
  const actions = Array.isArray(part.actions) ? part.actions.length : 0
  return [
    ...missing.map((key) => `${type} without ${key}`),
    ...unfit.map(([key, value]) => `${type}.${key} cannot be ${JSON.stringify(value)}`),
    ...(actions > ACTIONS_MAX ? [`${actions} actions in a set`] : []),
    ...CHILDREN.flatMap((key) => (Array.isArray(part[key]) ? part[key].flatMap(schemaProblems) : [])),
  ]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fits(wanted: Value | undefined, value: unknown): boolean {
  if (wanted === undefined) return false
  if (wanted === 'text') return typeof value === 'string'
  if (wanted === 'flag') return typeof value === 'boolean'
  if (wanted === 'list') return Array.isArray(value)
  if (wanted === 'object') return true
  // enumerations are compared without case, as all renderers do
  return typeof value === 'string' && wanted.some((one) => one.toLowerCase() === value.toLowerCase())
}
