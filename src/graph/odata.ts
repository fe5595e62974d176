/**
 * Writing OData safely. Ids come from Graph and from people's messages alike, so each is quoted or encoded here and
 * never pasted into a URL by hand.
 */

/** A string literal: quotes are doubled (OData 4.01, part 2, section 5.1.1.6.1). */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** One segment of a path. */
export const segment = (value: string): string => encodeURIComponent(value)

/** `/path?$a=…&$b=…`, values percent-encoded, names as they are. */
export function withQuery(path: string, parameters: Readonly<Record<string, string>>): string {
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/** Whether a collection of texts holds one of these. */
export const holdsAny = (collection: string, values: readonly string[]): string =>
  `${collection}/any(x: ${values.map((value) => `x eq ${literal(value)}`).join(' or ')})`

/** Whether a property is one of these; Graph takes 15 at most. */
export const isAnyOf = (property: string, values: readonly string[]): string =>
  `${property} in (${values.map(literal).join(', ')})`

/** An instant as Graph's filters want it: ISO 8601 in UTC, unquoted. */
export const instant = (date: Date): string => date.toISOString()
