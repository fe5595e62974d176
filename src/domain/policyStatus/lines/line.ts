/** The shape of a line of status: data and codes, no words. Names in it are the tenant's and untrusted. */
import type { NamedThing, PolicyRef } from '../evidence.js'
import type { PortalPage } from '../portalPages.js'
import { LINE_CODES, type LineCode, type LineState, type StatusLineName } from './codes.js'

export interface StatusLine {
  readonly line: StatusLineName
  readonly code: LineCode
  readonly state: LineState
  readonly page: PortalPage
  /** Where it is unknown: Graph's code, ours where Graph gave none, or a short reason. */
  readonly why: string | null
  readonly policies: readonly PolicyRef[]
  readonly things: readonly NamedThing[]
  /** (untrusted) Ranges, domains or platforms it is about, as written. */
  readonly values: readonly string[]
  /** ISO 8601: usually not before when, or when last; null where the line has no date. */
  readonly date: string | null
}

type Parts = Partial<Pick<StatusLine, 'why' | 'policies' | 'things' | 'values' | 'date'>>

export function line(code: LineCode, parts: Parts = {}): StatusLine {
  const { line: name, state, page } = LINE_CODES[code]
  return { line: name, code, state, page, why: null, policies: [], things: [], values: [], date: null, ...parts }
}
