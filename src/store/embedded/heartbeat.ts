/**
 * A sign of life in the data directory, for those whom the kernel's lock cannot tell of each other: two containers, or
 * two machines, on one volume.
 *
 * It is a file and not a row, since opening the database to read a row would already harm the one who has it open. A
 * newcomer from elsewhere watches whether the beat moves, which needs no clocks that agree. A newcomer from the same
 * place need not wait: he holds the kernel's lock, so the one before him is gone.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod/v4'
import { PosternError } from '../../domain/errors.js'

const BEAT = z.object({ owner: z.string(), place: z.string(), run: z.string(), beat: z.number() })
type Beat = z.infer<typeof BEAT>

export interface Timing {
  readonly beatMs: number
  /** How long a foreign beat is watched before its owner counts as gone. */
  readonly watchMs: number
}
const TIMING: Timing = { beatMs: 5_000, watchMs: 20_000 }

export interface Heartbeat {
  stop(): Promise<void>
}

/** What a kernel's lock can see of itself: the boot and the network namespace on Linux, the machine elsewhere. */
export function currentPlace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/net')}`
  } catch {
    return hostname()
  }
}

/**
 * Call with the lock of the directory in hand. `onLost` is called where somebody else has taken the directory over.
 * Throws `store-locked` where somebody elsewhere is alive.
 */
export async function startHeartbeat(
  directory: string,
  owner: string,
  onLost: () => void,
  { place = currentPlace(), timing = TIMING }: { readonly place?: string; readonly timing?: Timing } = {},
): Promise<Heartbeat> {
  const file = join(directory, 'heartbeat.json')
  let mine: Beat = { owner, place, run: randomUUID(), beat: 0 }
  const write = (flag: 'w' | 'wx') => writeFile(file, JSON.stringify(mine), { flag, mode: 0o600 })

  const before = await read(file)
  if (before === 'none') {
    // Of two who start at the same moment in two places, one creates the file.
    await write('wx').catch((cause) => {
      throw new PosternError('store-locked', {}, { cause })
    })
  } else if (before !== 'unreadable' && before.place === place) {
    await write('w')
  } else {
    await assertGone(file, before, timing)
    await write('w')
    // Another newcomer may have watched the same beat: the last to write stays.
    await sleep(timing.beatMs)
    if (!isRun(await read(file), mine.run)) throw new PosternError('store-locked')
  }

  const timer = setInterval(async () => {
    const seen = await read(file)
    if (isBeat(seen) && seen.run !== mine.run) {
      clearInterval(timer)
      onLost()
      return
    }
    mine = { ...mine, beat: mine.beat + 1 }
    // A full disk stops the beat, not the bot: the database says for itself when it cannot write.
    await write('w').catch(() => undefined)
  }, timing.beatMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      if (isRun(await read(file), mine.run)) await rm(file, { force: true })
    },
  }
}

/** What is in the file. `unreadable`: a crash, or we ourselves, came in the middle of its being written. */
type Seen = Beat | 'none' | 'unreadable'
const isBeat = (seen: Seen): seen is Beat => typeof seen === 'object'
const isRun = (seen: Seen, run: string): boolean => isBeat(seen) && seen.run === run

async function assertGone(file: string, before: Seen, { beatMs, watchMs }: Timing): Promise<void> {
  let last = before
  for (let watchedMs = 0; watchedMs < watchMs; watchedMs += beatMs) {
    await sleep(beatMs)
    const seen = await read(file)
    if (!isBeat(seen)) continue
    if (isBeat(last) && (seen.run !== last.run || seen.beat !== last.beat))
      throw new PosternError('store-locked', { owner: seen.owner })
    last = seen
  }
}

async function read(file: string): Promise<Seen> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return 'none'
  try {
    return BEAT.parse(JSON.parse(text))
  } catch {
    return 'unreadable'
  }
}
