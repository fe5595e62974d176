/** What the engine and its worker thread say to each other. The engine asks one thing at a time. */
import type { ErrorCode } from '../../domain/errors.js'
import type { Result } from '../engine.js'
import type { SqlFault } from '../faults.js'

export interface Request {
  readonly id: number
  /** `query` is one statement, `run` a script without parameters. */
  readonly kind: 'query' | 'run' | 'close'
  readonly sql: string
  readonly params: readonly (string | number | boolean | null)[]
}

export type Reply =
  /** Sent once, first of all. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly why: string }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: SqlFault }
