/**
 * A bearer token of the app itself for a scope (`<resource>/.default`). Cached until shortly before it ends; `fresh` asks
 * for a new one, because the last was refused.
 * Throws PosternError `entra-refused` (trying again changes nothing) or `entra-unavailable`.
 */
export type TokenSource = (scope: string, options?: { readonly fresh?: boolean }) => Promise<string>
