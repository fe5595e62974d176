/**
 * One event of a stream → sign-in records, and what in it could not be read, each with its reason. An event holds many
 * records (`{"records": […]}`); one that is broken must not take its neighbours with it.
 */
import { isGuid } from '../ids.js'
import { fieldsOf } from './fields.js'
import { readRecords } from './readRecords.js'
import { recognise } from './recognise.js'
import type { SignInRecord } from './record.js'

/** Event Hubs takes events of 1 MB, a dedicated cluster of 20. */
const EVENT_MAX_CHARACTERS = 24_000_000
const EXCERPT_MAX_CHARACTERS = 4096

export interface UnreadPart {
  /** Where in the event; 0 for the event as a whole. */
  readonly index: number
  /** `nobodys`: a device code row that names no person, so that nobody can be asked. */
  readonly reason: 'not-json' | 'not-an-object' | 'id-missing' | 'not-a-sign-in' | 'nobodys' | 'too-large'
  /** Its beginning, for whoever looks into it. */
  readonly excerpt: string
}

export interface EventContents {
  readonly records: readonly SignInRecord[]
  readonly unread: readonly UnreadPart[]
}

/** @param body JSON text, its bytes in UTF-8, or a value that the sender gave a structure */
export function readEvent(body: unknown): EventContents {
  const text = textOf(body)
  if (text !== null && text.length > EVENT_MAX_CHARACTERS) return whole('too-large', text)
  try {
    return readValue(text === null ? body : JSON.parse(text))
  } catch {
    // Also what is nested deeper than the stack.
    return whole('not-json', text ?? '')
  }
}

const UTF8 = new TextDecoder()

function textOf(body: unknown): string | null {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return UTF8.decode(body)
  // A message in several sections.
  const isInParts = Array.isArray(body) && body.length > 0 && body.every((part) => part instanceof Uint8Array)
  return isInParts ? body.map((part) => UTF8.decode(part)).join('') : null
}

const whole = (reason: UnreadPart['reason'], text: string): EventContents => ({
  records: [],
  unread: [{ index: 0, reason, excerpt: text.slice(0, EXCERPT_MAX_CHARACTERS) }],
})

function readValue(value: unknown): EventContents {
  const records: SignInRecord[] = []
  const unread: UnreadPart[] = []
  partsOf(value).forEach((part, index) => {
    const set = (reason: UnreadPart['reason']) => unread.push({ index, reason, excerpt: excerptOf(part) })
    const read = readRecords(part)
    for (const { error } of read.errors)
      set(error === 'not-an-object' || error === 'id-missing' ? error : 'not-a-sign-in')
    for (const record of read.records) {
      if (recognise(record) === 'device-code' && !isGuid(record.userId)) set('nobodys')
      else records.push(record)
    }
  })
  return { records, unread }
}

/** Each record in an envelope of its own, so that each says for itself what is wrong with it. */
function partsOf(value: unknown): readonly unknown[] {
  const records = fieldsOf(value)?.get('records')
  if (Array.isArray(records)) return records.map((record: unknown) => ({ records: [record] }))
  return Array.isArray(value) ? value : [value]
}

function excerptOf(value: unknown): string {
  const text: unknown = JSON.stringify(value)
  return typeof text === 'string' ? text.slice(0, EXCERPT_MAX_CHARACTERS) : ''
}
