/** What an endpoint of the simulated Graph is made of. */
import type { Rows } from './model.js'
import { pageSize } from './signInQuery.js'
import type { SimulatedTenant } from './simulatedTenant.js'
import type { Family } from './throttle.js'

export interface Call {
  readonly tenant: SimulatedTenant
  readonly query: URLSearchParams
  readonly header: (name: string) => string
  /** What came with a POST or PATCH, as text of at most 64 KB. */
  readonly body: string
  /** Parts of the path that the pattern leaves open. */
  readonly part: (index: number) => string
}

/** One object, a collection that is paged by the server, or a body that is no JSON. */
export type Reply =
  /** 204: it was done, and there is nothing to say. */
  | { readonly kind: 'none' }
  | { readonly kind: 'object'; readonly body: Readonly<Record<string, unknown>> }
  /** `deltaToken`: of a change tracking, for the link on the last page. */
  | { readonly kind: 'rows'; readonly rows: Rows; readonly top: number; readonly deltaToken?: string }
  | { readonly kind: 'bytes'; readonly contentType: string; readonly bytes: Uint8Array }

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly pattern: RegExp
  readonly permission: string
  readonly family: Family
  readonly answer: (call: Call) => Reply
}

export const rows = (found: Rows, { query }: Call, largest = 999): Reply => ({
  kind: 'rows',
  rows: found,
  top: pageSize(query.get('$top'), largest),
})
