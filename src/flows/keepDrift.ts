/**
 * What changed is written down once, by its id, with the card that is owed of it.
 *
 * A thing that goes back and forth is told a few times a day; from then on its returns are added to its last card, which
 * is edited. What lets somebody in is told at once in a card of its own, however often: who could make us tire of it
 * could hide in it.
 */
import type { DriftChange, PolicyDiff } from '../domain/policyStatus/index.js'
import { jobOf } from './jobs.js'
import type { DriftId, DriftSpan, Ports } from './ports.js'

const DAY_MS = 24 * 60 * 60 * 1000
/** Cards a day about one thing that lets nobody in. */
const CARDS_MAX = 3

/** Changes that came about in one span. No change stands in two of them. */
export interface FoundDrift {
  readonly diff: Pick<PolicyDiff, 'changes' | 'notCompared'>
  readonly span: DriftSpan
}

/**
 * All of a look at once, so that none of it comes to a card that was sent already, as an edit that nobody is called by.
 *
 * @param key names the card, so that what is looked at again after a crash is told in the same one.
 */
export async function keepDrift(
  { store, clock, log }: Pick<Ports, 'clock' | 'log' | 'store'>,
  found: readonly FoundDrift[],
  key: string,
): Promise<{ readonly told: number; readonly added: number }> {
  const at = clock.now()
  const all = found.flatMap(({ diff }) => diff.changes)
  const kept = await store.transaction(async (tx) => {
    const fresh = await tx.unknownChanges(
      all.map(({ id }) => id),
      at,
    )
    const changes = all.filter(({ id }) => fresh.has(id))
    if (changes.length === 0) return { told: 0, added: 0 }
    const tallies = await tx.topicTallies(changes.map(topicOf), new Date(at.getTime() - DAY_MS))
    const lastOf = (change: DriftChange): DriftId | null => {
      const tally = tallies.get(topicOf(change))
      return tally === undefined || tally.cards < CARDS_MAX || isGrave(change) ? null : tally.latest
    }
    const owe = async (driftId: DriftId, own: readonly DriftChange[]) => {
      for (const { diff, span } of found) {
        const inSpan = own.filter((change) => diff.changes.includes(change))
        await tx.addChanges(
          driftId,
          inSpan.map((change) => ({ change, topic: topicOf(change) })),
          { ...span, at },
        )
      }
      await tx.oweAgain(
        jobOf.tellDrift(
          driftId,
          own.some(({ opens }) => opens === true),
          at,
        ),
      )
    }
    // Where a card is owed anyway, the rest stands in it.
    if (changes.some((change) => lastOf(change) === null)) {
      const notCompared = found[0]?.diff.notCompared ?? []
      const driftId = await tx.openDrift({ key, dueAt: at, foundAt: at, notCompared })
      await owe(driftId, changes)
      return { told: changes.length, added: 0 }
    }
    for (const last of new Set(changes.map(lastOf)))
      if (last !== null)
        await owe(
          last,
          changes.filter((change) => lastOf(change) === last),
        )
    return { told: 0, added: changes.length }
  })
  if (kept.told + kept.added > 0) {
    const isStanding = found.every(({ span }) => span.from === null)
    log.info(isStanding ? 'policies wait for a decision' : 'policies have changed', kept)
  }
  return kept
}

/** It lets somebody in, or may, or touches emergency access. That a reading fell short is no change of policy. */
function isGrave({ code, opens, fields }: DriftChange): boolean {
  if (code === 'unknown-appeared' || fields.some(({ field, after }) => field === 'blocked' && after === 'unknown'))
    return false
  return opens !== false || code === 'emergency-reached' || code === 'emergency-missing'
}

/** There and back are two changes of one thing. */
const topicOf = ({ code, subject }: DriftChange): string =>
  subject.kind === 'tenant' ? `tenant:${code.split('-')[0]}` : `${subject.kind}:${subject.id.toLowerCase()}`
