/** The thread that judges a large tenant: it loads the domain and nothing else, and holds one snapshot. */
import { parentPort } from 'node:worker_threads'
import { dateAgain, judgeHere, type PolicySnapshot, SnapshotBuilder, type Thing } from '../domain/policyStatus/index.js'
import type { Order, Verdict } from './protocol.js'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

let builder = new SnapshotBuilder()
let snapshot: PolicySnapshot | null = null
/** Millions of memberships name some hundred thousand ids: each is held once. */
let ids = new Map<string, string>()

port.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin':
      // The older one goes before the newer comes.
      snapshot = null
      builder = new SnapshotBuilder()
      ids = new Map()
      return
    case 'things':
      for (const { kind, value } of JSON.parse(order.json) as Thing[]) builder.add(kind, shared(kind, value))
      return
    case 'end':
      snapshot = builder.build(order.header)
      builder = new SnapshotBuilder()
      ids = new Map()
      return
    case 'judge':
      port.postMessage(judged(order))
  }
})

function judged({ id, judgement, seen, now, args }: Extract<Order, { readonly kind: 'judge' }>): Verdict {
  try {
    if (snapshot === null) throw new TypeError('no snapshot was sent')
    if (snapshot.takenAt !== seen.takenAt) snapshot = dateAgain(snapshot, seen)
    return { id, result: judgeHere(judgement, snapshot, now, ...(args as never)) }
  } catch (error) {
    return { id, failed: error instanceof Error ? error.name : 'unknown' }
  }
}

function shared(kind: string, value: Thing['value']): Thing['value'] {
  if (kind !== 'membership') return value
  const { groupId, memberId } = value as { readonly groupId: string; readonly memberId: string }
  return { groupId: once(groupId), memberId: once(memberId) }
}

function once(id: string): string {
  const known = ids.get(id)
  if (known !== undefined) return known
  ids.set(id, id)
  return id
}
