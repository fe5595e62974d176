/**
 * Graph's `$filter` on sign-ins, the documented part of it, parsed and not pattern-matched: what is not supported is
 * refused with 400 as Graph does, so that a query which works here is one that the docs promise.
 *
 * Grammar: comparisons (`in` with 15 values at most) joined by `and`, `or` and parentheses; `startswith(field,'…')`; one form of lambda,
 * `signInEventTypes/any(t: t eq '…' or …)`.
 * Source: Microsoft Graph docs, "signIn resource type" (beta), the column of supported filters.
 */
import { invalidFilter } from './graphError.js'
import { valueAt } from './valueAt.js'

export type Predicate = (row: Readonly<Record<string, unknown>>) => boolean
type Operator = 'eq' | 'ne' | 'ge' | 'le' | 'in'

export interface FilterRules {
  /** Operators by field path. `startswith` counts as an operator. */
  readonly fields: Readonly<Record<string, readonly (Operator | 'startswith')[]>>
  /** Collections of text that take `any`, with eq and ne; of objects, with the member that is compared: `things/id`. */
  readonly collections: readonly string[]
}

type Token =
  | { readonly kind: 'word' | 'text'; readonly value: string }
  | { readonly kind: '(' | ')' | ',' | ':'; readonly value: string }

/** Longer than any filter that we send; keeps the recursion shallow. */
const LONGEST = 4_000
/** Graph's own. Source: Microsoft Graph docs, "Use the $filter query parameter". */
const IN_MAX = 15

function tokenize(filter: string): readonly Token[] {
  if (filter.length > LONGEST) throw invalidFilter('too long.')
  const tokens: Token[] = []
  let at = 0
  while (at < filter.length) {
    const char = filter.charAt(at)
    if (char === ' ') {
      at += 1
    } else if (char === '(' || char === ')' || char === ',' || char === ':') {
      tokens.push({ kind: char, value: char })
      at += 1
    } else if (char === "'") {
      const { value, end } = readText(filter, at)
      tokens.push({ kind: 'text', value })
      at = end
    } else {
      // A name or path; else a number or an instant, whose colons belong to it.
      const word = /^(?:[A-Za-z_][\w/.]*|[\d-][\w.:+-]*)/.exec(filter.slice(at, at + 200))?.[0]
      if (word === undefined) throw invalidFilter(`unexpected character at position ${at}.`)
      tokens.push({ kind: 'word', value: word })
      at += word.length
    }
  }
  return tokens
}

/** A quoted text from `start`; a doubled quote is a quote. */
function readText(filter: string, start: number): { readonly value: string; readonly end: number } {
  let value = ''
  for (let at = start + 1; at < filter.length; at += 1) {
    const char = filter.charAt(at)
    if (char !== "'") value += char
    else if (filter.charAt(at + 1) === "'") {
      value += "'"
      at += 1
    } else return { value, end: at + 1 }
  }
  throw invalidFilter('a text has no end.')
}

/** @throws GraphFault 400 for anything outside the rules. */
export function parseFilter(filter: string, rules: FilterRules): Predicate {
  const parser = new Parser(tokenize(filter), rules)
  const predicate = parser.or()
  parser.end()
  return predicate
}

class Parser {
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly rules: FilterRules,
  ) {}

  or(): Predicate {
    const parts = [this.and()]
    while (this.accept('or')) parts.push(this.and())
    return (row) => parts.some((part) => part(row))
  }

  end(): void {
    if (this.at < this.tokens.length) throw invalidFilter(`unexpected '${this.tokens[this.at]?.value}'.`)
  }

  private and(): Predicate {
    const parts = [this.term()]
    while (this.accept('and')) parts.push(this.term())
    return (row) => parts.every((part) => part(row))
  }

  private term(): Predicate {
    if (this.acceptSign('(')) {
      const inner = this.or()
      this.expectSign(')')
      return inner
    }
    const name = this.word()
    if (name.toLowerCase() === 'startswith') return this.startsWith()
    if (name.endsWith('/any')) return this.any(name.slice(0, -'/any'.length))
    return this.comparison(name)
  }

  private startsWith(): Predicate {
    this.expectSign('(')
    const field = this.word()
    this.expectSign(',')
    const start = this.text().toLowerCase()
    this.expectSign(')')
    this.allow(field, 'startswith')
    return (row) => {
      const value = valueAt(row, field)
      return typeof value === 'string' && value.toLowerCase().startsWith(start)
    }
  }

  private any(collection: string): Predicate {
    this.expectSign('(')
    const variable = this.word()
    this.expectSign(':')
    const wanted: { readonly operator: string; readonly value: string }[] = []
    let member: string | undefined
    do {
      const [named, ...path] = this.word().split('/')
      if (named !== variable) throw invalidFilter('a lambda may only look at its own variable.')
      member = path.length === 0 ? undefined : path.join('/')
      const compared = [collection, ...path].join('/')
      if (!this.rules.collections.includes(compared)) throw invalidFilter(`any is not supported on '${compared}'.`)
      const operator = this.word()
      if (operator !== 'eq' && operator !== 'ne') throw invalidFilter(`'${operator}' is not supported on a collection.`)
      wanted.push({ operator, value: this.text() })
    } while (this.accept('or'))
    this.expectSign(')')
    return (row) => {
      const items = valueAt(row, collection)
      if (!Array.isArray(items)) return false
      return items.some((item) => {
        const held = member === undefined ? item : valueAt(item as Readonly<Record<string, unknown>>, member)
        return wanted.some(({ operator, value }) => (held === value) === (operator === 'eq'))
      })
    }
  }

  private comparison(field: string): Predicate {
    const operator = this.word()
    if (operator === 'in') return this.oneOf(field)
    if (operator !== 'eq' && operator !== 'ne' && operator !== 'ge' && operator !== 'le') {
      throw invalidFilter(`'${operator}' is not supported.`)
    }
    this.allow(field, operator)
    const token = this.next()
    if (field.endsWith('DateTime')) return byInstant(field, operator, token)
    const wanted = literalOf(token)
    const matches: Predicate = (row) => {
      const value = valueAt(row, field)
      if (typeof value === 'string' && typeof wanted === 'string') return value.toLowerCase() === wanted.toLowerCase()
      return value === wanted
    }
    return operator === 'ne' ? (row) => !matches(row) : matches
  }

  private oneOf(field: string): Predicate {
    this.allow(field, 'in')
    this.expectSign('(')
    const wanted = [this.text().toLowerCase()]
    while (this.tokens[this.at]?.kind === ',') {
      this.expectSign(',')
      wanted.push(this.text().toLowerCase())
    }
    this.expectSign(')')
    if (wanted.length > IN_MAX) throw invalidFilter('too many values.')
    return (row) => wanted.includes(String(valueAt(row, field) ?? '').toLowerCase())
  }

  private allow(field: string, operator: Operator | 'startswith'): void {
    const allowed = Object.hasOwn(this.rules.fields, field) ? this.rules.fields[field] : undefined
    if (allowed === undefined || !allowed.includes(operator)) {
      throw invalidFilter(`'${operator}' is not supported on '${field}'.`)
    }
  }

  private next(): Token {
    const token = this.tokens[this.at]
    if (token === undefined) throw invalidFilter('it ends too early.')
    this.at += 1
    return token
  }

  private word(): string {
    const token = this.next()
    if (token.kind !== 'word') throw invalidFilter(`a name is expected, not '${token.value}'.`)
    return token.value
  }

  private text(): string {
    const token = this.next()
    if (token.kind !== 'text') throw invalidFilter(`a quoted text is expected, not '${token.value}'.`)
    return token.value
  }

  private accept(word: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word' || token.value !== word) return false
    this.at += 1
    return true
  }

  private acceptSign(sign: '('): boolean {
    if (this.tokens[this.at]?.kind !== sign) return false
    this.at += 1
    return true
  }

  private expectSign(sign: '(' | ')' | ',' | ':'): void {
    if (this.next().kind !== sign) throw invalidFilter(`'${sign}' is expected.`)
  }
}

/** createdDateTime is compared as an instant, and Graph takes it unquoted only. */
function byInstant(field: string, operator: Operator, token: Token): Predicate {
  const wantedMs = token.kind === 'word' ? Date.parse(token.value) : Number.NaN
  if (Number.isNaN(wantedMs)) throw invalidFilter(`${field} takes an unquoted ISO 8601 instant.`)
  return (row) => {
    const ms = Date.parse(String(row[field]))
    if (operator === 'ge') return ms >= wantedMs
    return operator === 'le' ? ms <= wantedMs : ms === wantedMs
  }
}

function literalOf(token: Token): string | number | boolean | null {
  if (token.kind === 'text') return token.value
  if (token.value === 'null') return null
  if (token.value === 'true' || token.value === 'false') return token.value === 'true'
  if (/^-?\d{1,15}$/.test(token.value)) return Number(token.value)
  throw invalidFilter(`'${token.value}' is not a value.`)
}
