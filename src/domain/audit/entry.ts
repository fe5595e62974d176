/**
 * One entry of the audit trail, and what its seal is made over. Each seal covers the one before it, so that a changed,
 * removed or moved entry breaks the chain from there on.
 */

/** What can stand in the trail, with its meaning. Codes are never reused. */
export const AUDIT_EVENTS = {
  'message-checked': 'somebody asked about a message',
  'check-origin-answered': 'the asker said whether they began the sign-in of a message',
  'check-reported': 'a checked message was reported to the security team',
  'code-entered': 'the asker said that they entered a code',
  'watch-opened': 'a check opened a watch of its asker’s sign-ins',
  'watch-ended': 'a watch saw a sign-in, or ended',
  'alert-raised': 'an alert was made',
  'alert-answered': 'the owner of an alert answered',
  'alert-step': 'an alert took a step, by a person or by itself',
  'containment-step': 'a containment step was done, failed or left to the team',
  'warning-step': 'a warning of a lure took a step',
  'warning-settled': 'one person was warned of a lure, or could not be',
  'policy-asked': 'somebody asked how policy stands, and was answered',
  'policy-refused': 'somebody asked how policy stands, and was refused',
  'policy-write': 'a change of the tenant’s policies took a step: asked for, approved, sent, read back or taken back',
  'policy-write-refused': 'somebody pressed for a change of policy, and was refused',
  'alerts-asked': 'somebody of the security team asked about alerts or sign-ins, and was answered',
  'alerts-refused': 'somebody asked about alerts or sign-ins of others, and was refused',
  'press-refused': 'somebody without the role pressed a button of the security team',
  'bot-started': 'an instance of the bot started, with this containment mode',
  'containment-mode-changed': 'the bot started with another containment mode than before',
  'person-exported': 'the operator had everything of a person written out',
  'person-erased': 'the operator had a person’s data erased',
  'trail-trimmed': 'entries older than the retention were let go',
} as const

export type AuditEvent = keyof typeof AUDIT_EVENTS

/** Who did it besides people: the bot by itself, or whoever runs its commands. */
export const AUDIT_ACTORS = ['postern', 'operator'] as const

/** Told from an actor by its beginning. `random`: nothing that could be computed from the person, by whatever key. */
export const pseudonymOf = (random: string): string => `p-${random}`
export const isPseudonym = (name: string): boolean => name.startsWith('p-')

/** Where the chain stood: what an operator keeps elsewhere, to tell later whether its end was cut off. */
export interface TrailAnchor {
  readonly position: number
  readonly seal: string
}

/** What stays when a person is erased: codes, instants, pseudonyms and digests. */
export interface TrailEntry extends TrailAnchor {
  readonly at: Date
  readonly event: string
  /** The answer, step, verdict or outcome, as a code; null where the event says it all. */
  readonly what: string | null
  /** A pseudonym, or one of `AUDIT_ACTORS`. */
  readonly actor: string
  /** The pseudonym of the person whom it concerns. */
  readonly about: string | null
  /** Of the salted details, which stand in a table of their own. */
  readonly digest: string
  /** Of `trail-trimmed` only: the last entry that was let go, as `writeAnchor` writes it. */
  readonly anchor: string | null
}

/** A keyed hash (HMAC): whoever lacks the key can neither make nor check one. */
export type Seal = (text: string) => string

// The first word of each keeps a value of one kind from ever passing for one of another.
export const sealOf = (seal: Seal, entry: Omit<TrailEntry, 'seal'>, previous: string): string => {
  const { position, at, event, what, actor, about, digest, anchor } = entry
  const text = ['postern-audit-1', position, at.toISOString(), event, what, actor, about, digest, anchor, previous]
  return seal(JSON.stringify(text))
}

/** Salted, so that nobody can try out guesses once the salt is gone with the details; not even with the key. */
export const digestOf = (seal: Seal, salt: string, details: string): string =>
  seal(JSON.stringify(['postern-audit-details-1', salt, details]))

/** Binds a pseudonym to its person: two people’s lines cannot be exchanged. */
export const personSealOf = (seal: Seal, userId: string, pseudonym: string): string =>
  seal(JSON.stringify(['postern-audit-person-1', userId, pseudonym]))

export const writeAnchor = ({ position, seal }: TrailAnchor): string => `${position}:${seal}`

/** Null where it is none. */
export function readAnchor(text: string): TrailAnchor | null {
  const [, position, seal] = /^(\d{1,15}):([\w-]{43})$/.exec(text.trim()) ?? []
  return position === undefined || seal === undefined ? null : { position: Number(position), seal }
}
