/**
 * Reads hostile JSON objects field by field: own properties only, names without regard to case, lengths bounded.
 *
 * Written by hand and not as a schema, because a sign-in log is read row by row by the million, each field may be
 * missing or malformed without harm to its neighbours, and the same field is spelt differently by each source.
 */

/** Own fields of an object under lower-case names. */
export type Fields = Pick<ReadonlyMap<string, unknown>, 'get' | 'has'>

type Source = Readonly<Record<string, unknown>>

const NONE: readonly unknown[] = []
export const NO_FIELDS: Fields = new Map()
const TEXT_MAX = 1024
const NESTED_JSON_MAX = 1_000_000
const LIST_MAX = 1000

/** The own fields of an object; `undefined` for anything else. Of two names that differ in case only, a filled one wins. */
export function fieldsOf(value: unknown): Fields | undefined {
  const source = objectOf(value)
  if (source === undefined) return undefined
  return areLearnt(Object.keys(source)) ? new SeenFields(source) : copied(source)
}

/** The same where the names are values, such as ids: nothing is learnt from them, and they can be listed. */
export function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  const source = objectOf(value)
  return source && copied(source)
}

const objectOf = (value: unknown): Source | undefined =>
  typeof value !== 'object' || value === null || Array.isArray(value) ? undefined : (value as Source)

function copied(source: Source): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const name of Object.keys(source)) {
    const key = name.toLowerCase()
    const earlier = fields.get(key)
    if (earlier === undefined || earlier === null || earlier === '') fields.set(key, source[name])
  }
  return fields
}

/**
 * Rows have the same names by the million, so the ways in which a name was spelt are kept and looked up, in place of a
 * copy of every row. Bounded, since whoever writes a row may invent names: a row with one that is not kept is copied.
 */
const SPELLINGS = new Map<string, string[]>()
const NAMES = new Set<string>()
const LEARNT_MAX = 2000
const SPELLINGS_MAX = 4
const NAME_MAX = 64

/** The names of an object that were all learnt, by the last of them: the next row has the same in the same order. */
const SHAPES = new Map<string, readonly string[]>()

function areLearnt(names: readonly string[]): boolean {
  const last = names.at(-1)
  if (last === undefined) return true
  const shape = SHAPES.get(last)
  if (shape !== undefined && areSame(shape, names)) return true
  for (const name of names) if (!isLearnt(name)) return false
  SHAPES.set(last, names)
  return true
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false
  return true
}

function isLearnt(name: string): boolean {
  if (NAMES.has(name)) return true
  // What every object inherits could not be told from what this one has.
  if (NAMES.size >= LEARNT_MAX || name.length > NAME_MAX || name in Object.prototype) return false
  const key = name.toLowerCase()
  const spellings = SPELLINGS.get(key) ?? []
  if (spellings.length >= SPELLINGS_MAX) return false
  NAMES.add(name)
  SPELLINGS.set(key, [...spellings, name])
  return true
}

class SeenFields implements Fields {
  constructor(private readonly source: Source) {}

  get(key: string): unknown {
    const spellings = SPELLINGS.get(key)
    if (spellings === undefined) return undefined
    let found: unknown
    for (const name of spellings) {
      const value = this.source[name]
      if (value === undefined) continue
      if (found !== undefined) return copied(this.source).get(key)
      found = value
    }
    return found
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }
}

/** A string that is not empty and not longer than `max` characters. */
export function textOf(fields: Fields, name: string, max = TEXT_MAX): string | undefined {
  const value = fields.get(name)
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined
}

/** An id in lower case. */
export function idOf(fields: Fields, name: string): string | undefined {
  return textOf(fields, name, 256)?.toLowerCase()
}

const ENUM_MAX = 100
/** The values of enums are few, and come by the million. Bounded, since whoever writes a row may invent some. */
const PLAIN_ENUMS = new Map<string, string>()

/** Enum values are spelt `deviceCodeFlow` by the API and "Device code flow" by the portal: one spelling for both. */
export function plainEnum(value: string): string {
  if (value.length > ENUM_MAX) return plain(value.slice(0, ENUM_MAX))
  const known = PLAIN_ENUMS.get(value)
  if (known !== undefined) return known
  const made = plain(value)
  if (PLAIN_ENUMS.size < LEARNT_MAX) PLAIN_ENUMS.set(value, made)
  return made
}

const plain = (value: string): string => value.toLowerCase().replace(/[\s_-]/g, '')

/** An enum value in plain spelling; an empty string stays one, since it is a field that is there. */
export function enumOf(fields: Fields, name: string): string | undefined {
  const value = fields.get(name)
  return typeof value === 'string' ? plainEnum(value) : undefined
}

export const integerOf = (fields: Fields, name: string): number | undefined => toInteger(fields.get(name))

/** An integer, or a string that holds one. */
export function toInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  return typeof value === 'string' && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : undefined
}

export function booleanOf(fields: Fields, name: string): boolean | undefined {
  const value = fields.get(name)
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? plainEnum(value) : undefined
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/** A value that Log Analytics may hold as JSON text. Text that does not parse is as if absent. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.length > NESTED_JSON_MAX) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** The fields of a nested object, given as an object or as JSON text; no fields where it is absent. */
export function nestedOf(fields: Fields, name: string): Fields {
  return fieldsOf(unwrapped(fields.get(name))) ?? NO_FIELDS
}

/** The elements of a nested array, given as an array or as JSON text. */
export function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = unwrapped(fields.get(name))
  if (!Array.isArray(value)) return NONE
  return value.length <= LIST_MAX ? value : value.slice(0, LIST_MAX)
}

/** The elements of a nested array that are objects. */
export function objectsOf(fields: Fields, name: string): readonly Fields[] {
  const objects: Fields[] = []
  for (const element of listOf(fields, name)) {
    const object = fieldsOf(element)
    if (object !== undefined) objects.push(object)
  }
  return objects
}
