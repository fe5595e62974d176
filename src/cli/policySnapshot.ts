/**
 * `postern policy snapshot [--out FILE] [--kept]`: the tenant's policies as a file that the other policy commands read.
 *
 * Read now, or with `--kept` the newest of the database. One JSON object, or JSON lines where asked for or where the
 * tenant is too large for one text. Exits 0, or 2 where policies or named locations could not all be read.
 */
import { ONE_TEXT_THINGS_MAX, thingCount } from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { NONE_KEPT, readKept, readLive } from './policyFiles.js'
import { linesOf } from './policySnapshotFile.js'
import { sayUnknowns } from './policyWords.js'

export interface PolicySnapshotOptions {
  /** Absent: standard output. */
  readonly out?: string
  readonly jsonl?: boolean
  /** From the database instead of the tenant. */
  readonly kept?: boolean
  /** With `kept`: the newest that was there at this instant (ISO 8601). */
  readonly before?: string
}

/** Errors: `input-invalid`, what reading the tenant, the database or writing the file throws. */
export async function runPolicySnapshot(io: CliIo, options: PolicySnapshotOptions): Promise<number> {
  if (options.before !== undefined && options.kept !== true) {
    io.err('--before goes with --kept: what the tenant was like is known of kept snapshots alone')
    return EXIT.usage
  }
  const snapshot = options.kept === true ? await readKept(io, options.before) : await readLive(io)
  if (snapshot === null) {
    io.err(NONE_KEPT)
    return EXIT.unknown
  }
  const inLines = options.jsonl === true || thingCount(snapshot) > ONE_TEXT_THINGS_MAX
  await write(io, inLines ? linesOf(snapshot) : [JSON.stringify(snapshot)], options.out)
  for (const line of sayUnknowns(snapshot.unknowns)) io.err(line)
  const isWhole = !snapshot.unknowns.some(({ what }) => what === 'policies' || what === 'named-locations')
  return isWhole ? EXIT.ok : EXIT.unknown
}

async function write(io: CliIo, lines: Iterable<string>, out: string | undefined): Promise<void> {
  if (out !== undefined) return io.saveFile(out, lines)
  for (const line of lines) {
    io.out(line)
    await io.ready()
  }
}
