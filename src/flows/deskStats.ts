/** The last 30 days in figures, or those since an instant. */
import type { StatsView } from '../domain/desk/index.js'
import { ANSWERS, type CloseReason, OUTCOMES, readClosing, SEVERITIES } from '../domain/signInAlert/index.js'
import type { Ports } from './ports.js'

const SPAN_MS = 30 * 24 * 60 * 60 * 1000

export async function stats(
  { clock, store }: Pick<Ports, 'clock' | 'store'>,
  since = new Date(clock.now().getTime() - SPAN_MS),
): Promise<StatsView> {
  const { cases, answers, closings, answeredMs, containedMs } = await store.tallies(since)
  const sum = (counts: readonly { readonly count: number }[]): number =>
    counts.reduce((total, { count }) => total + count, 0)
  const reasons = new Map<CloseReason, number>()
  for (const { why, count } of closings) {
    // Closed before reasons were asked for: something else, as far as anybody can tell.
    const reason = readClosing(why).reason ?? 'other'
    reasons.set(reason, (reasons.get(reason) ?? 0) + count)
  }
  return {
    bySeverity: tally(SEVERITIES, (wanted) => sum(cases.filter(({ severity }) => severity === wanted))),
    byOutcome: tally(OUTCOMES, (wanted) => sum(cases.filter(({ outcome }) => outcome === wanted))),
    answers: tally(ANSWERS, (wanted) => sum(answers.filter(({ answer }) => answer === wanted))),
    closings: [...reasons].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count),
    answeredMs,
    containedMs,
  }
}

const tally = <Code extends string>(codes: readonly Code[], count: (code: Code) => number): Record<Code, number> =>
  Object.fromEntries(codes.map((code) => [code, count(code)])) as Record<Code, number>
