/** One event hub, read until it is told to stop. Faults are marked, waited out, and tried again for ever. */
import { setTimeout } from 'node:timers/promises'
import type { EventHubConsumerClient, PartitionContext, ReceivedEventData, Subscription } from '@azure/event-hubs'
import { errorFields } from '../domain/errors.js'
import type { StreamEvent, StreamPlace } from '../flows/ports.js'
import type { StreamReader } from '../flows/readStream.js'
import type { StreamPart } from '../flows/streamMarks.js'
import { faultOf, kindOf } from './access.js'
import type { EventHubsOptions, StreamPace } from './options.js'
import { createPartitionClaims, type PartitionClaims } from './partitionClaims.js'

export interface HubReading {
  close(): Promise<void>
}

type HubOptions = Pick<EventHubsOptions, 'store' | 'clock' | 'log' | 'wait' | 'isAlone'> & {
  readonly stream: string
  readonly pace: StreamPace
  readonly reader: StreamReader
  readonly connect: (claims: PartitionClaims) => EventHubConsumerClient
}

const RETRY_MIN_MS = 1000
const RETRY_MAX_MS = 60_000
/** The connection is marked as sound this often. */
const MARK_EVERY_MS = 60_000
const FAREWELL_MAX_MS = 5000

const backOff = (attempt: number): number => Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(attempt, 6))

export function readHub(options: HubOptions): HubReading {
  const { stream, pace, reader, log, wait, clock } = options
  const closing = new AbortController()
  /** Work with batches: the library does not wait for it when it closes. */
  const inHand = new Set<Promise<void>>()
  const attempts = new Map<string, number>()
  const partitions = new Map<string, AbortController>()
  let soundAt: Date | null = null
  let partitionCount = 0

  const placeOf = ({ partitionId }: Pick<PartitionContext, 'partitionId'>): StreamPlace => ({
    stream,
    partition: partitionId,
  })

  /** Marks a fault and waits: the longer, the more often it came in a row. The database may be what is at fault. */
  async function sitOut(part: StreamPart, error: unknown, signal: AbortSignal): Promise<void> {
    const code = faultOf(error)
    if (code === null || signal.aborted) return
    const key = part.partition ?? ''
    const attempt = attempts.get(key) ?? 0
    attempts.set(key, attempt + 1)
    if (part.partition === undefined) soundAt = null
    log.error('the sign-in stream cannot be read', { ...part, code, kind: kindOf(error), attempt })
    await reader.mark(part, code).catch(() => undefined)
    await wait(backOff(attempt), signal)
  }

  const isSound = async (): Promise<void> => {
    attempts.delete('')
    if (soundAt !== null && clock.now().getTime() - soundAt.getTime() < MARK_EVERY_MS) return
    soundAt = clock.now()
    await reader.mark({ stream }, null, { partitions: partitionCount })
  }

  async function begin(client: EventHubConsumerClient, claims: PartitionClaims, place: StreamPlace): Promise<void> {
    partitions.get(place.partition)?.abort()
    const signal = newSignal(place)
    const end = await endOf(client, place, signal)
    if (end !== null)
      await untilDone(place, signal, () => reader.begin(place, claims.checkpointAt(place.partition), end))
  }

  function newSignal({ partition }: StreamPlace): AbortSignal {
    const controller = new AbortController()
    partitions.set(partition, controller)
    return AbortSignal.any([controller.signal, closing.signal])
  }

  const signalOf = ({ partition }: StreamPlace): AbortSignal => partitions.get(partition)?.signal ?? closing.signal

  /** Tries until it is done or there is no more reason to. Null: the latter. */
  async function untilDone<T>(part: StreamPart, signal: AbortSignal, work: () => Promise<T>): Promise<T | null> {
    while (!signal.aborted && !closing.signal.aborted) {
      try {
        const done = await work()
        attempts.delete(part.partition ?? '')
        return done
      } catch (error) {
        await sitOut(part, error, AbortSignal.any([signal, closing.signal]))
      }
    }
    return null
  }

  const endOf = (client: EventHubConsumerClient, place: StreamPlace, signal: AbortSignal) =>
    untilDone(place, signal, async () => {
      const { isEmpty, lastEnqueuedSequenceNumber, lastEnqueuedOnUtc } = await client.getPartitionProperties(
        place.partition,
      )
      return { isEmpty, lastSequenceNumber: lastEnqueuedSequenceNumber, lastEnqueuedAt: lastEnqueuedOnUtc }
    })

  async function receive(client: EventHubConsumerClient, place: StreamPlace, received: readonly ReceivedEventData[]) {
    const signal = signalOf(place)
    if (signal.aborted || closing.signal.aborted) return null
    const [first, ...rest] = received.map(eventOf)
    if (first === undefined) {
      const end = await endOf(client, place, signal)
      return end === null ? null : untilDone(place, signal, () => reader.idle(place, end))
    }
    const batch = reader.sift(place, [first, ...rest])
    const kept = await untilDone(place, signal, () => reader.keep(batch))
    if (kept === null) reader.giveUp(batch)
    return kept
  }

  async function subscribe(client: EventHubConsumerClient, claims: PartitionClaims): Promise<Subscription | null> {
    const ids = await untilDone({ stream }, closing.signal, async () => {
      if (options.isAlone) await options.store.releasePartitions(stream)
      return client.getPartitionIds()
    })
    if (ids === null) return null
    partitionCount = ids.length
    // The library refuses an empty object; each is set to where it belongs when it is claimed.
    for (const id of ids) claims.startPositions[id] = { enqueuedOn: clock.now().getTime() }
    return client.subscribe(
      {
        processInitialize: (context) => begin(client, claims, placeOf(context)),
        processEvents: (received, context) => {
          const work = receive(client, placeOf(context), received).then((outcome) => {
            // Ends the pump: the partition is read from where its new owner began.
            if (outcome === 'lost') throw new PartitionLost()
          })
          const held = work.catch(() => undefined).finally(() => inHand.delete(held))
          inHand.add(held)
          return work
        },
        processError: async (error, { partitionId }) => {
          if (error instanceof PartitionLost) return
          const place = partitionId === '' ? { stream } : placeOf({ partitionId })
          await sitOut(place, error, partitionId === '' ? closing.signal : signalOf(placeOf({ partitionId })))
        },
        processClose: async (_reason, context) => {
          partitions.get(context.partitionId)?.abort()
          reader.end(placeOf(context))
        },
      },
      {
        maxBatchSize: pace.batchMax,
        prefetchCount: 2 * pace.batchMax,
        maxWaitTimeInSeconds: pace.idleMs / 1000,
        startPosition: claims.startPositions,
        skipParsingBodyAsJson: true,
      },
    )
  }

  async function run(): Promise<void> {
    const claims = createPartitionClaims({ ...options, firstFrom: () => reader.firstFrom(), onRound: isSound })
    const client = options.connect(claims)
    await reader.mark({ stream }, 'not-read-yet').catch(() => undefined)
    const subscription = await subscribe(client, claims)
    await aborted(closing.signal)
    // Those in hand first: they still own their partitions.
    await Promise.all(inHand)
    await inTime(subscription?.close())
    await inTime(client.close())
  }

  const running = run().catch((error: unknown) => {
    log.error('the sign-in stream ended over a fault', { stream, ...errorFields(error) })
  })
  return {
    close: async () => {
      closing.abort()
      await running
    },
  }
}

/** A connection that is half gone never answers the farewell; whoever stops the bot does not wait for it. */
async function inTime(farewell: Promise<void> | undefined): Promise<void> {
  const patience = setTimeout(FAREWELL_MAX_MS, undefined, { ref: false })
  await Promise.race([farewell?.catch(() => undefined), patience])
}

class PartitionLost extends Error {
  override readonly name = 'PartitionLost'
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const eventOf = ({ body, sequenceNumber, offset, enqueuedTimeUtc }: ReceivedEventData): StreamEvent => ({
  body,
  sequenceNumber,
  offset: String(offset),
  enqueuedAt: enqueuedTimeUtc,
})
