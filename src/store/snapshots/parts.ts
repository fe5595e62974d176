/**
 * Things → parts that are named by their contents.
 *
 * Where a part ends is decided by the key of a thing and not by its place, so that one person more changes one part and
 * not all behind it.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { PosternError } from '../../domain/errors.js'

/** About so many things are in a part; a power of two. */
const THINGS_EACH = 1024
const CHARACTERS_MAX = 1024 * 1024
/** Far above what a part can be. */
const BYTES_MAX = 64 * 1024 * 1024
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
/** The others hold ids of things, and can be many. */
const NAMING_PEOPLE = new Set(['header', 'policy', 'user', 'membership', 'role'])

export interface Part {
  readonly digest: string
  readonly kind: string
  readonly lines: readonly string[]
}

/** Collects things in their order; answers the part that is full, if one is. */
export class PartMaker {
  private kind = ''
  private lines: string[] = []
  private characters = 0

  /** @param text the thing as JSON without line breaks */
  add(kind: string, key: string, text: string): readonly Part[] {
    const full = kind === this.kind ? [] : this.rest()
    this.kind = kind
    this.lines.push(text)
    this.characters += text.length
    return this.characters >= CHARACTERS_MAX || endsHere(key) ? [...full, ...this.rest()] : full
  }

  rest(): readonly Part[] {
    if (this.lines.length === 0) return []
    const made = partOf(this.kind, this.lines)
    this.lines = []
    this.characters = 0
    return [made]
  }
}

export const partOf = (kind: string, lines: readonly string[]): Part => ({
  kind,
  lines,
  digest: digestOf([kind, ...lines]),
})

export function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\n')
  return hash.digest('hex')
}

/** FNV-1a: spread well enough, and cheap. */
function endsHere(key: string): boolean {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return ((hash ^ (hash >>> 15)) & (THINGS_EACH - 1)) === 0
}

export function peopleIn({ kind, lines }: Part): readonly string[] {
  if (!NAMING_PEOPLE.has(kind)) return []
  return [...new Set(lines.flatMap((line) => line.match(ID) ?? []).map((id) => id.toLowerCase()))]
}

const packed = promisify(gzip)
const unpacked = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)

/** As base64. */
export const packLines = async (lines: readonly string[]): Promise<string> =>
  (await packed(Buffer.from(lines.join('\n')))).toString('base64')

/** @param base64 what `packLines` made. Errors: `internal` where it is something else. */
export async function unpackLines(base64: string): Promise<readonly string[]> {
  try {
    const bytes = await unpacked(Buffer.from(base64, 'base64'), { maxOutputLength: BYTES_MAX })
    return bytes.toString('utf8').split('\n')
  } catch (cause) {
    throw new PosternError('internal', { why: 'a part of a snapshot cannot be read' }, { cause })
  }
}
