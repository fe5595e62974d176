/**
 * The rule language of device and application filters: a parser and an evaluator.
 *
 * Source: Microsoft Learn, "Conditional Access: Filter for devices" (operators, null semantics, whole-string
 * `-contains` on collections) and "Rules for dynamic membership groups" (precedence `-not`, `-and`, `-or`; optional
 * hyphen; the backtick escapes a quotation mark).
 * Trap: on a null property positive operators do not match and negative ones do, so an unregistered device is caught by
 * `-ne`. Comparison ignores letter case.
 */
export type Operator = 'eq' | 'startswith' | 'endswith' | 'contains' | 'in'

export type Rule =
  | { readonly kind: 'and' | 'or'; readonly left: Rule; readonly right: Rule }
  | { readonly kind: 'not'; readonly rule: Rule }
  | Comparison

export interface Comparison {
  readonly kind: 'compare'
  /** Lower case, with its prefix: `device.model`. */
  readonly property: string
  readonly operator: Operator
  readonly negated: boolean
  /** Lower case; null stands for the literal `null`. */
  readonly values: readonly (string | null)[]
}

/** What a property holds: a string, a collection, or nothing. Strings may be in any letter case. */
export type PropertyValue = string | readonly string[] | null

/** Longer than the 3,072 characters Entra accepts; a guard, not a rule. */
const RULE_LENGTH_MAX = 8192
const NESTING_MAX = 64

const OPERATORS = new Map<string, { operator: Operator; negated: boolean }>([
  ['eq', { operator: 'eq', negated: false }],
  ['ne', { operator: 'eq', negated: true }],
  ['startswith', { operator: 'startswith', negated: false }],
  ['notstartswith', { operator: 'startswith', negated: true }],
  ['endswith', { operator: 'endswith', negated: false }],
  ['notendswith', { operator: 'endswith', negated: true }],
  ['contains', { operator: 'contains', negated: false }],
  ['notcontains', { operator: 'contains', negated: true }],
  ['in', { operator: 'in', negated: false }],
  ['notin', { operator: 'in', negated: true }],
])

type Token =
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: '(' | ')' | '[' | ']' | ',' }

const isWordCharacter = (character: string): boolean =>
  (character >= 'a' && character <= 'z') ||
  (character >= 'A' && character <= 'Z') ||
  (character >= '0' && character <= '9') ||
  character === '_' ||
  character === '.' ||
  character === '-'

function tokenize(source: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const character = source.charAt(at)
    if (character === ' ' || character === '\t' || character === '\n' || character === '\r') {
      at += 1
    } else if ('()[],'.includes(character)) {
      tokens.push({ kind: character as '(' | ')' | '[' | ']' | ',' })
      at += 1
    } else if (character === '"' || character === "'") {
      let value = ''
      at += 1
      while (at < source.length && source.charAt(at) !== character) {
        if (source.charAt(at) === '`' && at + 1 < source.length) at += 1
        value += source.charAt(at)
        at += 1
      }
      if (at >= source.length) return null
      tokens.push({ kind: 'text', value: value.toLowerCase() })
      at += 1
    } else if (isWordCharacter(character)) {
      const start = at
      while (at < source.length && isWordCharacter(source.charAt(at))) at += 1
      tokens.push({ kind: 'word', value: source.slice(start, at).toLowerCase() })
    } else {
      return null
    }
  }
  return tokens
}

const bare = (word: string): string => (word.startsWith('-') ? word.slice(1) : word)

class Parser {
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly isProperty: (property: string) => boolean,
  ) {}

  parse(): Rule | null {
    const rule = this.or(0)
    return rule !== null && this.at === this.tokens.length ? rule : null
  }

  private keyword(word: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word' || bare(token.value) !== word) return false
    this.at += 1
    return true
  }

  private symbol(kind: Token['kind']): boolean {
    if (this.tokens[this.at]?.kind !== kind) return false
    this.at += 1
    return true
  }

  private or(depth: number): Rule | null {
    let left = this.and(depth)
    while (left !== null && this.keyword('or')) {
      const right = this.and(depth)
      left = right === null ? null : { kind: 'or', left, right }
    }
    return left
  }

  private and(depth: number): Rule | null {
    let left = this.not(depth)
    while (left !== null && this.keyword('and')) {
      const right = this.not(depth)
      left = right === null ? null : { kind: 'and', left, right }
    }
    return left
  }

  private not(depth: number): Rule | null {
    if (depth > NESTING_MAX) return null
    if (this.keyword('not')) {
      const rule = this.not(depth + 1)
      return rule === null ? null : { kind: 'not', rule }
    }
    if (this.symbol('(')) {
      const rule = this.or(depth + 1)
      return rule !== null && this.symbol(')') ? rule : null
    }
    return this.comparison()
  }

  private comparison(): Rule | null {
    const property = this.tokens[this.at]
    const word = this.tokens[this.at + 1]
    if (property?.kind !== 'word' || word?.kind !== 'word' || !this.isProperty(property.value)) return null
    const meaning = OPERATORS.get(bare(word.value))
    if (meaning === undefined) return null
    this.at += 2
    const values = meaning.operator === 'in' ? this.list() : this.single()
    return values === null ? null : { kind: 'compare', property: property.value, ...meaning, values }
  }

  private single(): readonly (string | null)[] | null {
    const token = this.tokens[this.at]
    if (token?.kind !== 'text' && token?.kind !== 'word') return null
    this.at += 1
    return [token.kind === 'word' && token.value === 'null' ? null : token.value]
  }

  private list(): readonly (string | null)[] | null {
    if (!this.symbol('[')) return this.single()
    const values: (string | null)[] = []
    do {
      const value = this.single()
      if (value === null) return null
      values.push(...value)
    } while (this.symbol(','))
    return this.symbol(']') ? values : null
  }
}

/**
 * Parses a filter rule.
 *
 * @param isProperty says of a lower-case name (`device.model`) whether it may stand in a rule.
 * @returns null where the text is not a rule of the language; the caller treats that as a stated unknown.
 */
export function parseRule(source: string, isProperty: (property: string) => boolean): Rule | null {
  if (source.length > RULE_LENGTH_MAX) return null
  const tokens = tokenize(source)
  return tokens === null ? null : new Parser(tokens, isProperty).parse()
}

/** Says whether a rule matches; `held` gives what a property holds. */
export function ruleMatches(rule: Rule, held: (property: string) => PropertyValue): boolean {
  switch (rule.kind) {
    case 'and':
      return ruleMatches(rule.left, held) && ruleMatches(rule.right, held)
    case 'or':
      return ruleMatches(rule.left, held) || ruleMatches(rule.right, held)
    case 'not':
      return !ruleMatches(rule.rule, held)
    case 'compare':
      return holds(rule, held(rule.property)) !== rule.negated
  }
}

function holds(rule: Comparison, value: PropertyValue): boolean {
  if (value === null) return rule.values.includes(null)
  if (typeof value === 'string') {
    const lower = value.toLowerCase()
    return rule.values.some((wanted) => wanted !== null && relates(rule.operator, lower, wanted))
  }
  // In a collection `-contains` is about whole entries.
  const operator = rule.operator === 'contains' ? 'eq' : rule.operator
  return value.some((entry) =>
    rule.values.some((wanted) => wanted !== null && relates(operator, entry.toLowerCase(), wanted)),
  )
}

function relates(operator: Operator, held: string, wanted: string): boolean {
  switch (operator) {
    case 'eq':
    case 'in':
      return held === wanted
    case 'startswith':
      return held.startsWith(wanted)
    case 'endswith':
      return held.endsWith(wanted)
    case 'contains':
      return held.includes(wanted)
  }
}

/** Every comparison in a rule, from left to right. */
export function comparisonsOf(rule: Rule): readonly Comparison[] {
  switch (rule.kind) {
    case 'compare':
      return [rule]
    case 'not':
      return comparisonsOf(rule.rule)
    default:
      return [...comparisonsOf(rule.left), ...comparisonsOf(rule.right)]
  }
}
