/** An invitation (RFC 5545): who invites, to what, where, and every address in it. */
import { decodeText } from '../domain/fileFormat.js'
import { readDocument } from './document.js'
import type { Part, Tools } from './part.js'

interface Property {
  readonly name: string
  readonly params: string
  readonly value: string
}

const TEXTS = new Set([
  ...['SUMMARY', 'LOCATION', 'DESCRIPTION', 'X-ALT-DESC', 'COMMENT', 'CONTACT', 'URL', 'CONFERENCE', 'CATEGORIES'],
  // RFC 9073
  ...['STYLED-DESCRIPTION', 'STRUCTURED-DATA'],
])
/** Rows of time zones and the like say nothing to people. Join addresses come under many X- names. */
const LINK = /\b(?:https?|tel|sip):/i
const PROPERTIES_MAX = 20_000

export async function readCalendar(part: Part, tools: Tools): Promise<void> {
  const { properties, isComplete } = propertiesOf(decodeText(part.bytes))
  if (!isComplete) tools.found.unread(part.name, 'too-large')
  const organiser = properties.find((one) => one.name === 'ORGANIZER')
  const address = organiser === undefined ? null : /^mailto:(.+)$/i.exec(organiser.value.trim())?.[1]?.trim()
  const displayName = organiser === undefined ? null : commonName(organiser.params)
  tools.found.author({ address: address || null, displayName })
  const said = new Set<string>()
  for (const { name, params, value } of properties) {
    if (TEXTS.has(name)) said.add(unescaped(/;ENCODING="?QUOTED-PRINTABLE/i.test(params) ? octets(value) : value))
    else if ((name.startsWith('X-') || name === 'ATTACH') && LINK.test(value)) said.add(unescaped(value))
    // Another wording of the same, which some programs show instead.
    const other = /;ALTREP="data:text\/[^,"]{0,100},([^"]{1,20000})"/i.exec(params)?.[1]
    if (other !== undefined) said.add(octets(other))
  }
  const invites = organiser === undefined ? [] : [`Organizer: ${displayName ?? ''} <${address ?? ''}>`]
  await readDocument([...said, ...invites].join('\n\n'), part, tools)
  for (const { name, params, value } of properties) {
    if (name === 'ATTACH' && /;ENCODING=BASE64/i.test(params))
      await tools.read({ name: null, bytes: Buffer.from(value, 'base64'), depth: part.depth + 1 })
  }
}

/**
 * Long lines are folded; a parameter's value may hold a colon within quotes. Programs differ in what they forgive, so a
 * line that has a name is a property, whatever stands between its name and its value.
 */
function propertiesOf(text: string): { readonly properties: readonly Property[]; readonly isComplete: boolean } {
  const lines = text.replace(/(?:\r\n?|\n)[ \t]/g, '').split(/\r\n?|\n/)
  const properties = lines.slice(0, PROPERTIES_MAX).flatMap((line): Property[] => {
    const name = /^(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z0-9-]{1,60})[ \t]{0,8}(?=[:;])/.exec(line)
    if (name === null) return []
    const rest = line.slice(name[0].length)
    const colon = colonOf(rest)
    return colon === -1
      ? []
      : [{ name: name[1]!.toUpperCase(), params: rest.slice(0, colon), value: rest.slice(colon + 1) }]
  })
  return { properties, isComplete: lines.length <= PROPERTIES_MAX }
}

/** The first that is not within quotes; where a quote has no end, the first at all. */
function colonOf(rest: string): number {
  let isQuoted = false
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '"') isQuoted = !isQuoted
    else if (rest[at] === ':' && !isQuoted) return at
  }
  return rest.indexOf(':')
}

/** Quoted-printable, or percent-encoded: octets in hexadecimal. */
const octets = (value: string): string =>
  value.replace(/(?:[=%][0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/[=%]/g, ''), 'hex').toString('utf8'))

const commonName = (params: string): string | null =>
  /;CN=(?:"([^"]{1,200})"|([^;:"]{1,200}))/i.exec(params)?.slice(1).find(Boolean) ?? null

const unescaped = (value: string): string => value.replace(/\\n/gi, '\n').replace(/\\([\\,;])/g, '$1')
