/**
 * A bearer token of the app itself for a scope (`<resource>/.default`). Cached until shortly before it ends; `fresh` asks
 * for a new one, because the last was refused. Throws what the identity library throws: each adapter has its own words.
 */
export type TokenSource = (scope: string, options?: { readonly fresh?: boolean }) => Promise<string>
