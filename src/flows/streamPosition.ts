/** How one event of a partition stands to another. Numbers have no gaps, and begin again where an event hub is made anew. */
import type { StreamPosition } from './ports.js'

/** The clocks of two brokers of one event hub differ by less. */
const CLOCKS_MS = 5 * 60 * 1000

export const positionOf = ({ sequenceNumber, offset, enqueuedAt }: StreamPosition): StreamPosition => ({
  sequenceNumber,
  offset,
  enqueuedAt,
})

/** An older number at a later time. */
const isOfNewHub = (one: StreamPosition, checkpoint: StreamPosition): boolean =>
  one.sequenceNumber <= checkpoint.sequenceNumber &&
  one.enqueuedAt.getTime() > checkpoint.enqueuedAt.getTime() + CLOCKS_MS

/** Between the checkpoint and this event something was that was never read. */
export const isBeyond = (first: StreamPosition, checkpoint: StreamPosition): boolean =>
  first.sequenceNumber > checkpoint.sequenceNumber + 1 || isOfNewHub(first, checkpoint)

/** Was worked with before. */
export const isBehind = (last: StreamPosition, checkpoint: StreamPosition): boolean =>
  last.sequenceNumber <= checkpoint.sequenceNumber && !isOfNewHub(last, checkpoint)
