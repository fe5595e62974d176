/**
 * Walks the chain from its beginning to its end and says where it does not hold. Needs nothing but the entries, their
 * details where there are some, and the keys.
 *
 * What no walk can see: that the newest entries were cut off, or that somebody who has the key wrote all of it anew.
 * Both show against an anchor that was kept elsewhere.
 */
import {
  digestOf,
  isPseudonym,
  personSealOf,
  readAnchor,
  type Seal,
  sealOf,
  type TrailAnchor,
  type TrailEntry,
} from './entry.js'

export const TRAIL_FAULTS = {
  'entry-missing': 'entries between two others are gone',
  'beginning-missing': 'the trail begins later than its last trimming says',
  'end-missing': 'the trail ends before the entry that the store calls its last',
  'end-under-replaced-key':
    'the newest entry is sealed with the key in the database and not with the configured one; where that is new, start the bot once',
  'entry-changed': 'the entry, or the one before it, was changed, moved or forged',
  'details-changed': 'the details are not those that the entry was written with',
  'details-missing': 'the details are gone, and their person was not erased',
  'person-changed': 'a pseudonym stands for another person than it was made for',
  'person-missing': 'a pseudonym stands for nobody, and its person was not erased',
  'anchor-differs': 'the entry of the anchor is another one now',
  'anchor-missing': 'the trail ends before the anchor',
} as const
export type TrailFaultCode = keyof typeof TRAIL_FAULTS

export interface TrailFault {
  readonly code: TrailFaultCode
  /** Of the entry; null where it is about none. */
  readonly position: number | null
}

export interface TrailReport {
  readonly entries: number
  readonly first: number | null
  /** Where the trail ends now: to be kept elsewhere. Null: it is empty. */
  readonly end: TrailAnchor | null
  /** Entries whose details went with their person. */
  readonly emptied: number
  /** The last entry that the retention let go. */
  readonly trimmedThrough: number | null
  /** `trimmed`: older than the retention, so it proves nothing any more. */
  readonly anchor: 'not-given' | 'holds' | 'trimmed' | 'broken'
  /** The first hundred. */
  readonly faults: readonly TrailFault[]
  readonly faultCount: number
}

export interface WalkedEntry extends TrailEntry {
  /** Null where they were emptied. */
  readonly salt: string | null
  readonly details: string | null
}

export interface TrailBounds {
  /** The newest trimming, as its entry says; that entry is in the chain itself. */
  readonly trimmed: TrailAnchor | null
  /** What the store calls the last entry. */
  readonly head: TrailAnchor | null
  /** Pseudonyms with a `person-erased`. */
  readonly erased: ReadonlySet<string>
  /** What an operator kept elsewhere. */
  readonly anchor: TrailAnchor | null
}

const FAULTS_SHOWN = 100

/**
 * @param seals the key of now first, then the one it has replaced. What was written under a replaced key may only stand
 *   before everything under the newer: whoever learns the old one cannot add to the end.
 */
export function createTrailWalk(seals: readonly Seal[], bounds: TrailBounds) {
  const { trimmed, head, erased, anchor } = bounds
  const faults: TrailFault[] = []
  const pseudonyms = new Set<string>()
  let faultCount = 0
  let entries = 0
  let emptied = 0
  let first: number | null = null
  let last: TrailAnchor | null = null
  let anchorSeen: TrailAnchor | null = null
  let oldestKey = seals.length - 1

  const fault = (code: TrailFaultCode, position: number | null): void => {
    faultCount += 1
    if (faults.length < FAULTS_SHOWN) faults.push({ code, position })
  }

  /** The key that made the seal, or -1. */
  const keyOf = (entry: TrailEntry, previous: string): number =>
    seals.findIndex((seal, index) => index <= oldestKey && sealOf(seal, entry, previous) === entry.seal)

  function begin(entry: WalkedEntry): TrailAnchor {
    first = entry.position
    const before = trimmed ?? { position: 0, seal: '' }
    if (entry.position !== before.position + 1) fault('beginning-missing', entry.position)
    return before
  }

  function lookAtDetails(entry: WalkedEntry): void {
    const { salt, details, position, digest } = entry
    if (salt === null || details === null) {
      emptied += 1
      if (![entry.actor, entry.about].some((name) => name !== null && erased.has(name)))
        fault('details-missing', position)
    } else if (!seals.some((seal) => digestOf(seal, salt, details) === digest)) fault('details-changed', position)
  }

  return {
    /** Entries in the order of their positions. */
    entry(entry: WalkedEntry): void {
      entries += 1
      const before: TrailAnchor = last ?? begin(entry)
      if (last !== null && entry.position !== before.position + 1) fault('entry-missing', entry.position)
      const key = keyOf(entry, before.seal)
      // Said once for a gap: the seal cannot fit there either.
      if (key >= 0) oldestKey = key
      else if (entry.position === before.position + 1) fault('entry-changed', entry.position)
      lookAtDetails(entry)
      for (const name of [entry.actor, entry.about]) if (name !== null && isPseudonym(name)) pseudonyms.add(name)
      if (entry.position === anchor?.position) anchorSeen = entry
      last = { position: entry.position, seal: entry.seal }
    },
    /** All of them, after the entries. */
    person({ userId, pseudonym, seal }: { userId: string; pseudonym: string; seal: string }): void {
      if (!seals.some((key) => personSealOf(key, userId, pseudonym) === seal)) fault('person-changed', null)
      pseudonyms.delete(pseudonym)
    },
    end(): TrailReport {
      for (const pseudonym of pseudonyms) if (!erased.has(pseudonym)) fault('person-missing', null)
      if (head?.position !== last?.position || head?.seal !== last?.seal) fault('end-missing', last?.position ?? null)
      if (last !== null && oldestKey > 0) fault('end-under-replaced-key', last.position)
      const trimmedThrough = trimmed?.position ?? null
      const found = anchorState()
      return { entries, first, end: last, emptied, trimmedThrough, anchor: found, faults, faultCount }
    },
  }

  function anchorState(): TrailReport['anchor'] {
    if (anchor === null) return 'not-given'
    const found = anchor.position === trimmed?.position ? trimmed : anchorSeen
    if (found === null) {
      if (trimmed !== null && anchor.position < trimmed.position) return 'trimmed'
      fault('anchor-missing', anchor.position)
      return 'broken'
    }
    if (found.seal === anchor.seal) return 'holds'
    fault('anchor-differs', anchor.position)
    return 'broken'
  }
}

/** The anchor that a `trail-trimmed` entry carries; null where it carries none that can be read. */
export const trimmedBy = ({ anchor }: Pick<TrailEntry, 'anchor'>): TrailAnchor | null =>
  anchor === null ? null : readAnchor(anchor)
