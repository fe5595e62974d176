/** Ids of changes: the same for the same change, different for a change that comes again later. */
import { canonical } from '../change.js'
import type { DriftChange, DriftCode, DriftThing, Some } from './shape.js'

const SHOWN_MAX = 100

/** @param content what makes it this change and no other; not for people, and nothing secret rests on it. */
export const changeId = (code: DriftCode, subject: DriftThing, content: unknown): string =>
  `${code}:${subject.id.toLowerCase()}:${digest(canonical(content))}`

/** FNV-1a in 64 bits: enough to tell the changes of one tenant apart. */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++)
    hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0')
}

export const NONE: Some = { shown: [], count: 0 }
export const some = (things: readonly DriftThing[]): Some => ({
  shown: things.slice(0, SHOWN_MAX),
  count: things.length,
})

type Told = Pick<DriftChange, 'code' | 'subject' | 'opens'> &
  Partial<Omit<DriftChange, 'id'>> & { readonly content: unknown }

/** A change, with what does not concern it left empty. */
export function changeOf({ content, ...told }: Told): DriftChange {
  const rest = { isStanding: false, policies: [], fields: [], added: NONE, removed: NONE, at: null, why: null }
  return { id: changeId(told.code, told.subject, content), ...rest, ...told }
}
