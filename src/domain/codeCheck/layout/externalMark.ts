/** `(External) …`: what Teams and mail gateways say of a sender who is not of the organisation. */
import marks from '../data/externalMarks.json' with { type: 'json' }
import { fold } from '../language/folding.js'

const WORDS = new Set(marks.words.map(fold))
/** In brackets, before the text or behind the name that begins it. */
const MARK = /^(?:[^\n()[\]（）【】]{0,60})[([（【]\s{0,2}([\p{L}\p{M}/ ]{2,20}?)\s{0,2}[)\]）】]/u

export function isMarkedExternal(text: string): boolean {
  const mark = MARK.exec(text.trimStart())?.[1]
  return mark !== undefined && WORDS.has(fold(mark.trim()))
}
