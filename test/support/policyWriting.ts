/**
 * Two administrators, a tenant that is really written to over HTTP, and everything that an application asks for: an
 * emergency account, a fresh impact. Each test changes the one thing it is about.
 */
import { onTestFinished } from 'vitest'
import { seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../../src/demo/tenant/server.js'
import type { SimulatedTenant } from '../../src/demo/tenant/simulatedTenant.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { tenantId, type UserId, userId } from '../../src/domain/ids.js'
import { assessImpact, dayOf, type PolicySnapshot } from '../../src/domain/policyStatus/index.js'
import { planNow } from '../../src/flows/policyWrites/planNow.js'
import { confirmWrite, type PressOutcome, proposeWrite } from '../../src/flows/policyWrites/press.js'
import type { PolicyWriter, Ports, Store, StoredWrite } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { createGraph } from '../../src/graph/index.js'
import * as example from '../domain/policyStatus/example.js'
import { PEOPLE } from './signInRows.js'
import { createWorld, person, type World } from './world.js'

export const DANA = userId(PEOPLE.dana)
export const SAM = userId(PEOPLE.sam)
export const CA_ADMIN = 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'
const DAY_MS = 24 * 60 * 60 * 1000

export interface Writing {
  readonly world: World
  readonly tenant: SimulatedTenant
  readonly ports: Ports
  /** Runs before or after a call to Graph has had its effect; throws to fail it, as a crash does. */
  hooks: { before?: (call: string) => void; after?: (call: string) => void }
  snapshot: Partial<PolicySnapshot>
  /** What a card would show. */
  shown(): Promise<string>
  assess(): Promise<void>
  propose(who?: UserId): Promise<PressOutcome>
  confirm(stored: StoredWrite, who?: UserId): Promise<PressOutcome>
  /** Both presses; fails the test where one is refused. */
  approve(): Promise<StoredWrite>
  /** Every job that is due; passes over what waits. */
  work(): Promise<void>
  /** The same for as long as it takes. */
  workFor(ms: number): Promise<void>
  made(): readonly Readonly<Record<string, unknown>>[]
  told(): readonly string[]
  read(stored: StoredWrite): Promise<StoredWrite>
}

export async function startWriting(store: Store): Promise<Writing> {
  const world = createWorld(store)
  const now = () => world.ports.clock.now()
  const data = { ...seedTenant(now()), signIns: [], policies: [example.riskPolicy()], namedLocations: [example.office] }
  const running = await startSimulatedTenant({ data, now })
  onTestFinished(() => running.close())
  const graph = createGraph({
    cloud: CLOUDS.public,
    tenantId: tenantId(TENANT_ID),
    tokens: null,
    simulatedOrigin: running.origin,
    writing: { tokens: null },
    emergencyAccounts: [],
    mfaTrustedIps: [],
    clock: { now },
    log: world.log,
    wait: async (ms) => world.pass(ms),
    timeoutMs: 300,
  })
  const real = graph.policyWriter as PolicyWriter
  // One after the other: time passes only where somebody waits, so requests at once would all fall into one second.
  let last: Promise<unknown> = Promise.resolve()
  const hooked = <T>(name: string, call: () => Promise<T>): Promise<T> => {
    const mine = last
      .catch(() => undefined)
      .then(async () => {
        writing.hooks.before?.(name)
        const answer = await call()
        writing.hooks.after?.(name)
        return answer
      })
    last = mine
    return mine
  }
  const policyWriter: PolicyWriter = {
    policies: () => hooked('policies', () => real.policies()),
    namedLocations: () => hooked('namedLocations', () => real.namedLocations()),
    policy: (id) => hooked('policy', () => real.policy(id)),
    create: (body) => hooked('create', () => real.create(body)),
    change: (id, body) => hooked('change', () => real.change(id, body)),
    remove: (id) => hooked('remove', () => real.remove(id)),
  }
  world.people.set(...person(PEOPLE.dana))
  world.people.set(...person(PEOPLE.sam))
  world.roles.set(DANA, [CA_ADMIN])
  world.roles.set(SAM, [CA_ADMIN])
  const ports: Ports = {
    ...world.ports,
    policyWriter,
    policies: { snapshot: async () => example.snapshot({ takenAt: now().toISOString(), ...writing.snapshot }) },
  }
  const writing: Writing = {
    world,
    tenant: running.tenant,
    ports,
    hooks: {},
    snapshot: {},
    shown: async () => (await planNow(ports)).digest,
    async assess() {
      const { snapshot } = await planNow(ports)
      const days = new Set(Array.from({ length: 30 }, (_, day) => dayOf(now().getTime() - day * DAY_MS)))
      const impact = assessImpact(snapshot, { records: [], days, deviceAccounts: new Set() }, null, now())
      if (impact.kind === 'impact') await store.saveImpact({ impact, at: now() })
    },
    propose: async (who = DANA) => proposeWrite(ports, world.actor(who), await writing.shown()),
    confirm: (stored, who = SAM) => confirmWrite(ports, world.actor(who), stored.writeId, stored.digest),
    async approve() {
      const first = await writing.propose()
      if (first.kind === 'refused') throw new Error(`refused: ${first.why} ${first.refusals}`)
      const second = await writing.confirm(first.stored)
      if (second.kind === 'refused') throw new Error(`refused: ${second.why} ${second.refusals}`)
      return second.stored
    },
    async work() {
      for (let round = 0; round < 20; round++) if ((await runJobs(ports, 'test')).done === 0) return
      throw new Error('jobs keep coming')
    },
    async workFor(ms) {
      for (let passed = 0; passed <= ms; passed += 30_000) {
        await writing.work()
        world.pass(30_000)
      }
    },
    made: () => running.tenant.policies.filter(({ id }) => id !== example.RISK_ID),
    told: () =>
      world
        .cardsFor('team')
        .flatMap(({ notice }) =>
          notice.kind === 'policy-write' ? [`${notice.write.state} ${notice.write.why ?? ''}`.trim()] : [],
        ),
    read: async ({ writeId }) => (await store.policyWriteById(writeId)) as StoredWrite,
  }
  await writing.assess()
  return writing
}
