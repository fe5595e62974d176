/** One line of the table: what was measured, the yardstick of the same run, and the target that the design sets. */
export interface Row {
  readonly what: string
  readonly figure: string
  readonly yardstick: string
  /** Figure over yardstick, or what else the target is about. */
  readonly ratio: string
  readonly target: string
}

/** Runs `work` again and again for about `forMs` after a warm-up; answers runs a second. */
export function ratePerSecond(work: (index: number) => unknown, forMs = 1500): number {
  run(work, forMs / 3)
  return run(work, forMs)
}

function run(work: (index: number) => unknown, forMs: number): number {
  const startMs = performance.now()
  let runs = 0
  // The clock is read every few runs only, or it would be part of what is measured.
  while (performance.now() - startMs < forMs) for (let batch = 0; batch < 16; batch++) kept.result = work(runs++)
  return (runs / (performance.now() - startMs)) * 1000
}

/** Milliseconds of each single run, sorted. */
export function timesMs(work: (index: number) => unknown, runs: number): number[] {
  for (let index = 0; index < Math.min(runs, 200); index++) kept.result = work(index)
  const times = Array.from({ length: runs }, (_, index) => {
    const startMs = performance.now()
    kept.result = work(index)
    return performance.now() - startMs
  })
  return times.sort((a, b) => a - b)
}

/** Keeps results alive, so that the engine cannot leave the work out. */
const kept: { result?: unknown } = {}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB')
export const twoDigits = (value: number): string => value.toFixed(2)
