/**
 * The two forms of a snapshot file: one JSON object, or JSON lines for a tenant too large for one JSON text. Lines are a
 * header, a thing each, and an end with their number, by which a file that was cut short is told from a whole one.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import {
  headerOf,
  type PolicySnapshot,
  parseSnapshot,
  SnapshotBuilder,
  type SnapshotHeader,
  thingsOf,
} from '../domain/policyStatus/index.js'
import { readLines } from './lines.js'

/** Close to the longest text Node can hold. */
const TEXT_BYTES_MAX = 480 * 1024 * 1024
/** A named location with 2,000 ranges takes a quarter of a megabyte. */
const LINE_LENGTH_MAX = 16 * 1024 * 1024
const START_BYTES = 64
const NAME = 'policy-snapshot'
const FORMAT = 1

/** What else stands in it is checked with the whole. */
const header = z.object({ postern: z.literal(NAME), format: z.literal(FORMAT) })
const thing = z.object({ kind: z.string(), value: z.record(z.string(), z.unknown()) })
const end = z.object({ end: z.literal(true), things: z.int() })

export function* linesOf(snapshot: PolicySnapshot): Iterable<string> {
  yield JSON.stringify({ postern: NAME, format: FORMAT, ...headerOf(snapshot) })
  let things = 0
  for (const each of thingsOf(snapshot)) {
    yield JSON.stringify(each)
    things += 1
  }
  yield JSON.stringify({ end: true, things })
}

/** Reads either form. Errors: `input-invalid`, `input-too-large`, what reading throws. */
export async function readSnapshotFile(chunks: AsyncIterable<Buffer>): Promise<PolicySnapshot> {
  const { start, all } = await beginning(chunks)
  return parseSnapshot(/^\s*\{\s*"postern"/.test(start) ? await readThings(all) : await readJson(all, TEXT_BYTES_MAX))
}

/** How the file begins, and all of it again. */
async function beginning(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]()
  const parts: Buffer[] = []
  let bytes = 0
  while (bytes < START_BYTES) {
    const { value, done } = await iterator.next()
    if (done === true) break
    parts.push(value)
    bytes += value.length
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* parts
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  }
  return { start: Buffer.concat(parts).toString('utf8'), all: all() }
}

/** As one JSON object, not yet checked. */
async function readThings(chunks: AsyncIterable<Buffer>): Promise<unknown> {
  const builder = new SnapshotBuilder()
  let first: SnapshotHeader | undefined
  let count = 0
  let isWhole = false
  let line = 0
  const invalid = (why: string) =>
    new PosternError('input-invalid', { what: 'policy snapshot', faults: [`line ${line}: ${why}`] })
  for await (const each of readLines(chunks, LINE_LENGTH_MAX)) {
    line += 1
    if ('tooLong' in each) throw invalid('it is too long')
    if (each.text.trim() === '') continue
    if (isWhole) throw invalid('there is something after the end line')
    const value = jsonOf(each.text)
    const last = end.safeParse(value).data
    const one = thing.safeParse(value).data
    if (first === undefined) {
      if (!header.safeParse(value).success) throw invalid('it is no header that this version reads')
      first = value as SnapshotHeader
    } else if (last !== undefined) {
      if (last.things !== count) throw invalid('lines are missing or there are too many')
      isWhole = true
    } else if (one !== undefined) {
      builder.add(one.kind, one.value)
      count += 1
    } else throw invalid('it is no line of a snapshot')
  }
  if (first === undefined || !isWhole) throw invalid('the end line is missing: the file was cut short')
  return builder.raw(first)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Errors: `input-invalid`, `input-too-large`, what reading throws. */
export async function readJson(chunks: AsyncIterable<Buffer>, bytesMax: number): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new PosternError('input-too-large', { bytesMax })
    parts.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (error) {
    throw new PosternError('input-invalid', { what: 'JSON' }, { cause: error })
  }
}
