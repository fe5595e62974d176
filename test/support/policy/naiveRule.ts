/**
 * A second reading of the filter language, written from the documents alone and in another way than the product's:
 * the text is evaluated while it is read, nothing is parsed ahead.
 */
export type Held = (property: string) => unknown

/** Whether a rule matches; throws where the text is not a rule. */
export function naiveRuleMatches(source: string, held: Held): boolean {
  const reader = new Reader(source, held)
  const result = reader.either()
  reader.end()
  return result
}

class Reader {
  private at = 0

  constructor(
    private readonly source: string,
    private readonly held: Held,
  ) {}

  end(): void {
    this.passBlanks()
    if (this.at < this.source.length) throw new Error(`left over: ${this.source.slice(this.at)}`)
  }

  either(): boolean {
    let result = this.both()
    while (this.take('or')) {
      const right = this.both()
      result = result || right
    }
    return result
  }

  private both(): boolean {
    let result = this.one()
    while (this.take('and')) {
      const right = this.one()
      result = result && right
    }
    return result
  }

  private one(): boolean {
    if (this.take('not')) return !this.one()
    if (!this.mark('(')) return this.comparison()
    const inside = this.either()
    if (!this.mark(')')) throw new Error('no closing bracket')
    return inside
  }

  private comparison(): boolean {
    const property = this.word()
    const operator = this.word().toLowerCase().replace(/^-/, '')
    const wanted = this.mark('[') ? this.list() : [this.literal()]
    const negative = operator === 'ne' || operator.startsWith('not')
    const name = operator === 'ne' ? 'eq' : operator.replace(/^not/, '')
    return positive(name, this.held(property), wanted) !== negative
  }

  private list(): (string | null)[] {
    const values = [this.literal()]
    while (this.mark(',')) values.push(this.literal())
    if (!this.mark(']')) throw new Error('no end of list')
    return values
  }

  private literal(): string | null {
    this.passBlanks()
    const quote = this.source[this.at]
    if (quote !== '"' && quote !== "'") {
      const bare = this.word()
      return bare.toLowerCase() === 'null' ? null : bare
    }
    let value = ''
    for (this.at += 1; this.source[this.at] !== quote; this.at += 1) {
      if (this.source[this.at] === '`') this.at += 1
      if (this.at >= this.source.length) throw new Error('no closing quote')
      value += this.source[this.at]
    }
    this.at += 1
    return value
  }

  private word(): string {
    this.passBlanks()
    const found = /^[-\w.]+/.exec(this.source.slice(this.at))
    if (found === null) throw new Error(`no word at ${this.at}`)
    this.at += found[0].length
    return found[0]
  }

  private take(keyword: string): boolean {
    this.passBlanks()
    const found = /^-?([a-z]+)(?![-\w.])/i.exec(this.source.slice(this.at))
    if (found?.[1]?.toLowerCase() !== keyword) return false
    this.at += found[0].length
    return true
  }

  private mark(symbol: string): boolean {
    this.passBlanks()
    if (this.source[this.at] !== symbol) return false
    this.at += 1
    return true
  }

  private passBlanks(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at += 1
  }
}

function positive(operator: string, held: unknown, wanted: readonly (string | null)[]): boolean {
  const empty = held === null || held === undefined
  if (empty) return wanted.includes(null)
  const entries = (Array.isArray(held) ? held : [held]).map((entry) => String(entry).toLowerCase())
  const texts = wanted.flatMap((value) => (value === null ? [] : [value.toLowerCase()]))
  return entries.some((entry) =>
    texts.some((value) => {
      if (operator === 'startswith') return entry.startsWith(value)
      if (operator === 'endswith') return entry.endsWith(value)
      if (operator === 'contains') return Array.isArray(held) ? entry === value : entry.includes(value)
      if (operator === 'eq' || operator === 'in') return entry === value
      throw new Error(`operator ${operator}`)
    }),
  )
}
