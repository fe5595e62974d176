/**
 * `text.matchAll(pattern)` for the many patterns that are seldom found: a search that finds nothing is spared the copy
 * of its expression that `matchAll` makes. `pattern` must be global.
 */
export const matchesOf = (text: string, pattern: RegExp): Iterable<RegExpExecArray> =>
  text.search(pattern) === -1 ? NONE : text.matchAll(pattern)

const NONE: readonly RegExpExecArray[] = []
