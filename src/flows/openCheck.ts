/** A kept check, for the person who asked: with the message and the evidence, as long as the key of the card opens them. */
import { type CodeCheck, type CodeCheckInput, checkMessage } from '../domain/codeCheck/index.js'
import type { CheckId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import type { SealedContent } from './keepForReport.js'
import type { Ports, StoredCheck, StoreTx } from './ports.js'

export interface OpenedCheck {
  /** As it was kept, with evidence where the text is there. */
  readonly check: StoredCheck['check']
  /** The message and what was found in it; null where no key came, or the time of the sealed text has passed. */
  readonly message: {
    readonly input: CodeCheckInput
    readonly author: SealedContent['author']
    readonly found: CodeCheck
  } | null
}

export type OpenPorts = Pick<Ports, 'clock' | 'sealer'> & { readonly store: StoreTx }

/** Null where there is no such check of this person: a forged id learns nothing. */
export async function openCheck(
  ports: OpenPorts,
  actor: Actor,
  checkId: CheckId,
  key: string | null,
): Promise<OpenedCheck | null> {
  const stored = await ports.store.checkById(checkId)
  if (stored === null || stored.userId !== actor.userId) return null
  const opened = key === null ? null : await openText(ports, checkId, key)
  if (opened === null) return { check: stored.check, message: null }
  const { message: input, author } = opened
  const found = checkMessage(input)
  const evidenceOf = new Map(found.signals.map(({ code, evidence }) => [code, evidence]))
  const signals = stored.check.signals.map(({ code }) => ({ code, evidence: evidenceOf.get(code) ?? '' }))
  return { check: { ...stored.check, signals }, message: { input, author, found } }
}

async function openText({ store, sealer, clock }: OpenPorts, id: CheckId, key: string): Promise<SealedContent | null> {
  const sealed = await store.sealedText(id, clock.now())
  const text = sealed === null ? null : sealer.open(sealed, id, key)
  // What opens was written by us: the seal says so.
  return text === null ? null : (JSON.parse(text) as SealedContent)
}
