/** Names of meeting services in running text: product names, the same in every language. */
import services from '../data/meetingServices.json' with { type: 'json' }

const SERVICE_OF_NAME = new Map(
  services.flatMap((one) => (one.names ?? []).map((name) => [name, one.service] as const)),
)
const NAME = new RegExp(
  `(?<![A-Za-z0-9./@-])(?:${[...SERVICE_OF_NAME.keys()].sort((a, b) => b.length - a.length).join('|')})(?![A-Za-z0-9./@])`,
  'g',
)

export interface ServiceName {
  readonly service: string
  readonly start: number
  readonly end: number
}

const NAMES_MAX = 200

/** Every name with a capital as its owner writes it, in order: `teams` in small letters is a word. */
export function findServiceNames(text: string): ServiceName[] {
  const found: ServiceName[] = []
  for (const match of text.matchAll(NAME)) {
    const service = SERVICE_OF_NAME.get(match[0])
    if (service !== undefined) found.push({ service, start: match.index, end: match.index + match[0].length })
    if (found.length === NAMES_MAX) break
  }
  return found
}

/** The name that stands last before `position`, no further than `reach` away. */
export function nameBefore(names: readonly ServiceName[], position: number, reach: number): ServiceName | undefined {
  let nearest: ServiceName | undefined
  for (const name of names) {
    if (name.start >= position) break
    if (position - name.end <= reach) nearest = name
  }
  return nearest
}
