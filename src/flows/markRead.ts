/**
 * The mark of something that is read for one person after another. Whoever can be read says nothing of whom it failed
 * for, so a fault lasts until nothing has failed for as long as a second look takes: it is told once, and so is its end.
 * Perhaps nobody is read then, so `watchSources` ends it.
 */
import type { ErrorCode } from '../domain/errors.js'
import type { HealthMark, Ports } from './ports.js'

/** Longer than the wait for a second look at a person. */
const QUIET_MS = 10 * 60 * 1000

/** @param at when the reading began */
export async function markRead(
  { store }: { readonly store: Pick<Ports['store'], 'markHealth'> },
  name: string,
  code: ErrorCode | null,
  at: Date,
): Promise<void> {
  await store.markHealth({ name, ok: code === null, code, at, detail: {} }, new Date(at.getTime() - QUIET_MS))
}

/** Somebody was read since, and nothing has failed for long enough. */
export const isReadAgain = ({ ok, at, detail }: HealthMark, now: Date): boolean =>
  !ok && detail.readAgain === true && now.getTime() - at.getTime() > QUIET_MS
