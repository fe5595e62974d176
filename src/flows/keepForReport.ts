/**
 * What is kept of a message for the case that it is reported: its traces, as keyed hashes, and for a day the text,
 * sealed under a key that only the asker's own card carries. Where others see the card there is no key, and so no text.
 */
import { asRead, type CodeCheck, type CodeCheckInput } from '../domain/codeCheck/index.js'
import type { CheckId } from '../domain/ids.js'
import { type Trace, tracesOf } from '../domain/lures/index.js'
import type { Ports } from './ports.js'
import type { Verifiable } from './verifyMessage.js'

const SEALED_FOR_MS = 24 * 60 * 60 * 1000

export type KeepPorts = Pick<Ports, 'clock' | 'store' | 'sealer' | 'traceHash'>

/** What is under the seal. */
export interface SealedContent {
  readonly message: CodeCheckInput
  /** Address of who a mail says it is from; null where none was read. */
  readonly author: string | null
}

export interface Kept {
  /** Opens the sealed text; null where others see the card. */
  readonly key: string | null
  readonly traces: readonly Trace[]
}

/** The check must be stored before. */
export async function keepForReport(
  ports: KeepPorts,
  checkId: CheckId,
  check: CodeCheck,
  { message, author, audience }: Omit<Verifiable, 'check'> & { readonly message: CodeCheckInput },
): Promise<Kept> {
  const address = author?.address ?? null
  // Which domains are the organisation's own is asked at the report, not while somebody waits for an answer.
  const traces = tracesOf(message, check, { hash: ports.traceHash, ownDomains: [], author: address })
  await ports.store.saveTraces(checkId, traces)
  if (audience !== 'asker') return { key: null, traces }
  const content: SealedContent = { message: asRead(message), author: address }
  const { sealed, key } = ports.sealer.seal(JSON.stringify(content), checkId)
  await ports.store.saveSealed(checkId, sealed, new Date(ports.clock.now().getTime() + SEALED_FOR_MS))
  return { key, traces }
}
