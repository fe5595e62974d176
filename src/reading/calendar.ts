/** An invitation (RFC 5545): who invites, to what, where, and every address in it. */
import { decodeText } from '../domain/fileFormat.js'
import { readDocument } from './document.js'
import type { Part, Tools } from './part.js'

interface Property {
  readonly name: string
  readonly params: string
  readonly value: string
}

const TEXTS = ['SUMMARY', 'LOCATION', 'DESCRIPTION', 'X-ALT-DESC', 'COMMENT', 'CONTACT', 'URL', 'CONFERENCE']
/** Rows of time zones and the like say nothing to people. Join addresses come under many X- names. */
const LINK = /\b(?:https?|tel|sip):/i
const PROPERTIES_MAX = 2000

export async function readCalendar(part: Part, tools: Tools): Promise<void> {
  const properties = propertiesOf(decodeText(part.bytes))
  const organiser = properties.find((one) => one.name === 'ORGANIZER')
  const address = organiser === undefined ? null : /^mailto:(.+)$/i.exec(organiser.value.trim())?.[1]?.trim()
  const displayName = organiser === undefined ? null : commonName(organiser.params)
  tools.found.author({ address: address || null, displayName })
  const said = new Set<string>()
  for (const { name, value } of properties) {
    if (TEXTS.includes(name) || (name.startsWith('X-') && LINK.test(value))) said.add(unescaped(value))
  }
  const invites = organiser === undefined ? [] : [`Organizer: ${displayName ?? ''} <${address ?? ''}>`]
  await readDocument([...said, ...invites].join('\n\n'), part, tools)
  for (const { name, params, value } of properties) {
    if (name === 'ATTACH' && /;ENCODING=BASE64/i.test(params))
      await tools.read({ name: null, bytes: Buffer.from(value, 'base64'), depth: part.depth + 1 })
  }
}

/** Long lines are folded; a parameter's value may hold a colon within quotes. */
function propertiesOf(text: string): Property[] {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/, PROPERTIES_MAX)
  return lines.flatMap((line) => {
    const match = /^([A-Za-z0-9-]{1,60})((?:;[^":;]{0,200}(?:"[^"]{0,2000}"[^":;]{0,200}){0,20}){0,20}):(.*)$/.exec(
      line,
    )
    return match === null ? [] : [{ name: match[1]!.toUpperCase(), params: match[2]!, value: match[3]! }]
  })
}

const commonName = (params: string): string | null =>
  /;CN=(?:"([^"]{1,200})"|([^;:"]{1,200}))/i.exec(params)?.slice(1).find(Boolean) ?? null

const unescaped = (value: string): string => value.replace(/\\n/gi, '\n').replace(/\\([\\,;])/g, '$1')
