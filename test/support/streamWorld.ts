/** A world whose sign-ins come from an event hub on this machine, read by Microsoft's own library. */
import { setTimeout as waitFor } from 'node:timers/promises'
import { vi } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import type { Ports, Store } from '../../src/flows/ports.js'
import { StreamReader } from '../../src/flows/readStream.js'
import { createEventHubs, type RunningStream, type StreamPace } from '../../src/stream/index.js'
import { type EventHub, startEventHub } from './eventHub.js'
import { PEOPLE } from './signInRows.js'
import { createWorld, person, type World } from './world.js'

const HUB = 'insights-logs-signinlogs'
export const HOUR_MS = 60 * 60 * 1000
const PACE: StreamPace = { claimEveryMs: 100, ownershipMs: 3000, idleMs: 100, batchMax: 5 }
const PATIENT = { timeout: 50_000, interval: 20 }

export interface StreamWorld {
  readonly hub: EventHub
  readonly world: World
  readonly stream: string
  start(store?: Store, ports?: Ports): RunningStream
  close(): Promise<void>
  mark(name: string): Promise<Awaited<ReturnType<Store['health']>>[number] | undefined>
  checkpoint(partition: string): Promise<number | null>
  owners(): Promise<readonly string[]>
  alerts(): ReturnType<Store['alertsOf']>
  /** Ids of the rows that are stored of Dana. */
  rows(): Promise<readonly string[]>
}

export const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, PATIENT)

export async function createStreamWorld(store: Store): Promise<StreamWorld> {
  const hub = await startEventHub(HUB, 4)
  const world = createWorld(store)
  world.people.set(...person(PEOPLE.dana))
  const running: RunningStream[] = []
  const stream = `${/sb:\/\/([^;]+)/.exec(hub.connectionString)?.[1]}/${HUB}/$Default`
  const dana = userId(PEOPLE.dana)
  return {
    hub,
    world,
    stream,
    start(own = store, ports = world.ports) {
      const hubs = createEventHubs({
        access: { kind: 'connection-string', connectionString: hub.connectionString },
        hubs: [HUB],
        consumerGroup: '$Default',
        isAlone: false,
        store: own,
        clock: ports.clock,
        log: ports.log,
        // As short as the double is quick; what is waited for is never the time itself.
        wait: async (ms, signal) =>
          void (await waitFor(Math.min(ms, 20), undefined, { signal }).catch(() => undefined)),
        pace: PACE,
      })
      const started = hubs.start((owner) => new StreamReader({ ...ports, store: own }, owner))
      running.push(started)
      return started
    },
    async close() {
      await Promise.all(running.map((one) => one.close()))
      await hub.stop()
    },
    mark: async (name) => (await store.health()).find((one) => one.name === name),
    checkpoint: async (partition) =>
      (await store.checkpointsOf(stream)).find((one) => one.partition === partition)?.sequenceNumber ?? null,
    owners: async () => (await store.partitionsOf(stream)).map(({ owner }) => owner),
    alerts: () => store.alertsOf(dana),
    rows: async () => (await store.recordsOf(dana, new Date(0))).map(({ id }) => id),
  }
}
