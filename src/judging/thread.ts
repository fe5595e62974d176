/**
 * The thread that judges a large tenant: it loads the domain and nothing else, and holds one snapshot; while two are
 * compared, another.
 */
import { parentPort } from 'node:worker_threads'
import {
  compareSnapshots,
  dateAgain,
  type ImpactSignIns,
  judgeHere,
  type PolicySnapshot,
  SnapshotBuilder,
  type Thing,
} from '../domain/policyStatus/index.js'
import type { Order, Seen, Slot, Verdict } from './protocol.js'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

let builder = new SnapshotBuilder()
let slot: Slot = 'now'
const held: { now: PolicySnapshot | null; before: PolicySnapshot | null } = { now: null, before: null }

let records: unknown[] = []

port.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin':
      // The older one goes before the newer comes.
      slot = order.slot
      held[slot] = null
      builder = new SnapshotBuilder()
      return
    case 'things':
      for (const { kind, value } of JSON.parse(order.json) as Thing[]) builder.add(kind, value)
      return
    case 'memberships':
      builder.addPacked(order.slice)
      return
    case 'end':
      held[slot] = builder.build(order.header)
      builder = new SnapshotBuilder()
      return
    case 'records':
      records.push(...order.slice)
      return
    case 'judge': {
      const args = order.judgement === 'impact' ? withRecords(order.args) : order.args
      port.postMessage(
        answered(order, (snapshot) => judgeHere(order.judgement, snapshot, order.now, ...(args as never))),
      )
      return
    }
    case 'compare': {
      const { before } = held
      held.before = null
      port.postMessage(
        answered(order, (snapshot) => {
          if (before === null) throw new TypeError('no snapshot was sent to compare with')
          return compareSnapshots(before, snapshot, order.options)
        }),
      )
    }
  }
})

function withRecords([signIns, ...rest]: readonly unknown[]): readonly unknown[] {
  const sent = records
  records = []
  return [{ ...(signIns as ImpactSignIns), records: sent }, ...rest]
}

function answered(
  { id, seen }: { readonly id: number; readonly seen: Seen },
  answer: (snapshot: PolicySnapshot) => unknown,
): Verdict {
  try {
    if (held.now === null) throw new TypeError('no snapshot was sent')
    if (held.now.takenAt !== seen.takenAt) held.now = dateAgain(held.now, seen)
    return { id, result: answer(held.now) }
  } catch (error) {
    return { id, failed: error instanceof Error ? error.name : 'unknown' }
  }
}
