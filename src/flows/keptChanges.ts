/** Changes as they are kept: in the order in which people look at them, and the time in which they came about. */
import { worstFirst } from '../domain/policyStatus/index.js'
import type { KeptChange } from './ports.js'

export function ranked(changes: readonly KeptChange[]): readonly KeptChange[] {
  const byId = new Map(changes.map((one) => [one.change.id, one]))
  return worstFirst(changes.map(({ change }) => change)).flatMap(({ id }) => byId.get(id) ?? [])
}

/** `from` is null where all of it stands. At least one change. */
export function spanOf(changes: readonly KeptChange[]): { readonly from: Date | null; readonly to: Date } {
  const starts = changes.flatMap(({ from }) => (from === null ? [] : [from.getTime()]))
  return {
    from: starts.length === 0 ? null : new Date(Math.min(...starts)),
    to: new Date(Math.max(...changes.map(({ to }) => to.getTime()))),
  }
}
