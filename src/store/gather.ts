/**
 * Many that ask the same at about the same time get one statement. While one is under way the next gather, so nobody
 * waits for company, and under load a delivery costs a share of a statement instead of forty of them.
 */
import { z } from 'zod/v4'
import { isPosternError } from '../domain/errors.js'
import type { Result, Sql } from './engine.js'
import { json, readRows } from './values.js'

const MOST = 100

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * @param run one statement for all: an answer to each, in their order. May be run again for each alone: where it
 * failed, one value that the database refuses must not cost the others theirs.
 */
export function gather<Asked, Answer>(
  sql: Sql,
  run: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  const waiting: Waiting<Asked, Answer>[] = []
  let isUnderWay = false

  const runFor = async (those: readonly Waiting<Asked, Answer>[]): Promise<void> => {
    try {
      const answers = await run(those.map(({ asked }) => asked))
      those.forEach(({ resolve }, index) => void resolve(answers[index] as Answer))
    } catch (error) {
      // Inside a transaction nothing more can be asked, and of a database out of reach nobody need ask twice.
      if (those.length === 1 || sql.isTransaction || isPosternError(error, 'store-unavailable'))
        for (const { reject } of those) reject(error)
      else for (const one of those) await runFor([one])
    }
  }
  const drive = async (): Promise<void> => {
    isUnderWay = true
    while (waiting.length > 0) {
      await allHaveAsked()
      await runFor(waiting.splice(0, MOST))
    }
    isUnderWay = false
  }
  return (asked) =>
    new Promise((resolve, reject) => {
      // Here and not when the statement runs, where nobody knows any more who asked.
      sql.assertUsable?.()
      waiting.push({ asked, resolve, reject })
      if (!isUnderWay) void drive()
    })
}

/** Whoever goes on with the answer to one statement has then asked the next. */
export const allHaveAsked = (): Promise<void> =>
  Promise.resolve().then(() => new Promise((resolve) => process.nextTick(resolve)))

const POSITION = z.object({ position: z.number() })

/** The rows that belong to a key. @param select the statement, with the place of the key filled in */
export function rowsOf<Key extends string, Row>(
  sql: Sql,
  schema: z.ZodType<Row>,
  select: (key: string) => string,
): (key: Key) => Promise<readonly Row[]> {
  const single = select('$1')
  const many = `select k.position, one.* from jsonb_array_elements_text($1::jsonb) with ordinality as k(key, position)
    cross join lateral (${select('k.key')}) as one`
  return gather(sql, async (keys) => {
    if (keys.length === 1) return [readRows(schema, await sql.query(single, [...keys]))]
    const different = [...new Set(keys)]
    const result = await sql.query(many, [json(different)])
    const rows = readRows(schema, result)
    const byKey = new Map<string, Row[]>(different.map((key) => [key, []]))
    readRows(POSITION, result).forEach(({ position }, index) => {
      byKey.get(different[position - 1] ?? '')?.push(rows[index] as Row)
    })
    return keys.map((key) => byKey.get(key) ?? [])
  })
}

/** The one row of a key, or null. */
export function rowOf<Key extends string, Row>(
  sql: Sql,
  schema: z.ZodType<Row>,
  select: (key: string) => string,
): (key: Key) => Promise<Row | null> {
  const rows = rowsOf<Key, Row>(sql, schema, select)
  return async (key) => (await rows(key))[0] ?? null
}

/** Of those who wanted to change the same thing the first did, as where they come one after another. */
export function firstsIn<Asked>(
  asked: readonly Asked[],
  keyOf: (one: Asked) => string | number,
  { rows }: Result,
): readonly boolean[] {
  const changed = new Set(rows.map((row) => Object(row).key as string | number))
  return asked.map((one) => changed.delete(keyOf(one)))
}
