/**
 * Everything that came with a message, made into one input for the judge: its words, and what can be read of its files
 * and pictures. What could not be read is told with its reason, in time for the answer, whatever hangs.
 */
import { type CodeCheckInput, checkMessage } from '../domain/codeCheck/index.js'
import type { MessageAuthor } from '../domain/codeCheck/verification/index.js'
import { bytesOfDataPicture, hasWordsBeside, takeDataPictures } from '../domain/dataPictures.js'
import { errorCodeOf, errorFields } from '../domain/errors.js'
import type { Actor } from './actor.js'
import type { FileInHand, FilePointer, Ports, Reading, Unread, UnreadReason } from './ports.js'

export type GatherPorts = Pick<Ports, 'deadlines' | 'files' | 'fileTurns' | 'log' | 'reader'>

/** A message as it arrived. */
export interface InHand {
  /** All words: written, quoted, and those of cards. Plain text or markup. */
  readonly text: string
  /** What its writer wrote himself, without what he quotes. */
  readonly own: string
  /** Whether there are any words at all. */
  readonly hasWords: boolean
  /** Messages and cards of others that stand in it. */
  readonly quotes: readonly { readonly authorId: string | null }[]
  readonly pointers: readonly FilePointer[]
  /** What is known already not to be readable. */
  readonly unread: readonly Unread[]
}

export interface Gathered {
  readonly input: CodeCheckInput
  readonly unread: readonly Unread[]
  /** Letters were read off a picture: a machine knows those of some languages only. */
  readonly hasPictures: boolean
  /** Whom a mail or an invitation names as its sender; null where none does. */
  readonly author: MessageAuthor | null
  /** There were no words, and nothing else could be read: there is nothing to judge. */
  readonly isEmpty: boolean
}

/** A message with more is an album; each file costs a request and a reader's time. */
const FILES_MAX = 5
const AT_ONCE_MAX = 2
/** A picture that stands in the text itself. */
interface Held {
  readonly kind: 'in-text'
  readonly encoded: string
}

const NOTHING: Reading = { passages: [], author: null, unread: [] }

/**
 * `writer`: who wrote the message, where Teams says so. `patienceMs`: for all files together.
 *
 * Whose words they are raises caution only. A mail or an invitation counts as somebody else's whatever its From says,
 * since anybody can write the asker's own address there. So do quoted messages and cards, unless the writer's own words
 * have a code or a link, too.
 */
export async function gatherMessage(
  ports: GatherPorts,
  actor: Actor,
  message: InHand,
  { writer, patienceMs }: { readonly writer: 'asker' | 'someone-else' | null; readonly patienceMs: number },
): Promise<Gathered> {
  const { text, pictures } = takeDataPictures(message.text)
  const all = [...message.pointers, ...pictures.map((encoded): Held => ({ kind: 'in-text', encoded }))]
  const readings = await readAll(ports, actor, all.slice(0, FILES_MAX), patienceMs)
  const tooMany = all.slice(FILES_MAX).map((pointer) => unreadOf(pointer, 'too-many'))
  const unread = [...message.unread, ...readings.flatMap((reading) => reading.unread), ...tooMany]
  const passages = readings.flatMap((reading) => reading.passages)
  const named = readings.find(({ author }) => author !== null)?.author ?? null
  const isOthers = writer === 'someone-else' || named !== null || isOthersWords(message, actor)
  const author = isOthers ? 'someone-else' : writer
  if (unread.length > 0) ports.log.info('parts of a message not read', { why: unread.map(({ why }) => why) })
  return {
    input: {
      text,
      passages,
      hasUnread: unread.length > 0,
      ...(author === null ? {} : { author }),
    },
    unread,
    hasPictures: passages.some(({ from }) => from === 'picture'),
    author: named === null ? null : { userId: null, ...named },
    isEmpty: passages.length === 0 && unread.length > 0 && !(message.hasWords && saysSomething(text)),
  }
}

/** “?” beside a screenshot that cannot be read is no message that could be called harmless. */
function saysSomething(text: string): boolean {
  if (hasWordsBeside(text)) return true
  const { codes, links, meetings } = checkMessage({ text }).artifacts
  return codes.length + links.length + meetings.length > 0
}

function isOthersWords({ quotes, own }: InHand, { userId }: Actor): boolean {
  if (!quotes.some(({ authorId }) => authorId !== userId)) return false
  const { codes, links } = checkMessage({ text: own }).artifacts
  return codes.length === 0 && links.length === 0
}

async function readAll(
  ports: GatherPorts,
  actor: Actor,
  pointers: readonly (FilePointer | Held)[],
  patienceMs: number,
): Promise<readonly Reading[]> {
  if (pointers.length === 0) return []
  const signal = ports.deadlines.after(patienceMs)
  const late: Promise<'late'> = new Promise((resolve) => {
    if (signal.aborted) resolve('late')
    else signal.addEventListener('abort', () => resolve('late'), { once: true })
  })
  const readings: Reading[] = pointers.map(() => NOTHING)
  const queue = pointers.entries()
  const work = async (): Promise<void> => {
    for (const [index, pointer] of queue) {
      // A file that never had its turn is not slow.
      let whyLate: UnreadReason = signal.aborted ? 'out-of-time' : 'busy'
      const begun = (): void => {
        whyLate = 'out-of-time'
      }
      const reading = await Promise.race([readInTurn(ports, actor, pointer, { signal, begun }), late])
      readings[index] = reading === 'late' ? nothingOf(pointer, whyLate) : reading
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE_MAX }, work))
  return readings
}

async function readInTurn(
  ports: GatherPorts,
  { userId }: Actor,
  pointer: FilePointer | Held,
  { signal, begun }: { readonly signal: AbortSignal; readonly begun: () => void },
): Promise<Reading> {
  const giveBack = await ports.fileTurns.take(userId, signal)
  if (giveBack === 'busy') return nothingOf(pointer, 'busy')
  begun()
  return readOne(ports, userId, pointer, signal).finally(giveBack)
}

async function readOne(
  { files, reader, log }: GatherPorts,
  whom: Actor['userId'],
  pointer: FilePointer | Held,
  signal: AbortSignal,
): Promise<Reading> {
  if (signal.aborted) return nothingOf(pointer, 'out-of-time')
  try {
    const file = pointer.kind === 'in-text' ? heldFile(pointer) : await files.fetch(pointer, { signal })
    if (signal.aborted) return nothingOf(pointer, 'out-of-time')
    const reading = await reader.read(file, { signal, whom })
    // A file of which nothing is known, not even why, was not read.
    const isSilent = reading.passages.length === 0 && reading.unread.length === 0
    return isSilent ? { ...reading, unread: [unreadOf(pointer, 'nothing-legible')] } : reading
  } catch (error) {
    log.warn('file not read', { kind: pointer.kind, ...errorFields(error) })
    return nothingOf(pointer, signal.aborted ? 'out-of-time' : reasonOf(error))
  }
}

const heldFile = ({ encoded }: Held): FileInHand => ({
  name: null,
  contentType: null,
  bytes: bytesOfDataPicture(encoded),
})

const unreadOf = (pointer: FilePointer | Held, why: UnreadReason): Unread => ({
  name: pointer.kind === 'teams-download' ? pointer.name : null,
  why,
})

const nothingOf = (pointer: FilePointer | Held, why: UnreadReason): Reading => ({
  ...NOTHING,
  unread: [unreadOf(pointer, why)],
})

function reasonOf(error: unknown): UnreadReason {
  switch (errorCodeOf(error)) {
    case 'file-not-allowed':
      return 'source-not-allowed'
    case 'file-too-large':
      return 'too-large'
    case 'graph-forbidden':
      return 'not-permitted'
    case 'internal':
      return 'reader-failed'
    default:
      return 'could-not-fetch'
  }
}
