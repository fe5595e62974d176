/**
 * A Graph adapter against the simulated tenant over real HTTP, in time that passes only when somebody waits.
 */
import { onTestFinished } from 'vitest'
import { deviceCodePhish } from '../../src/demo/attacks.js'
import type { SignInRow } from '../../src/demo/tenant/model.js'
import { EMERGENCY_ACCOUNTS, PEOPLE, seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { type RunningTenant, startSimulatedTenant } from '../../src/demo/tenant/server.js'
import type { SimulatedTenant } from '../../src/demo/tenant/simulatedTenant.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { tenantId, userId } from '../../src/domain/ids.js'
import type { Log } from '../../src/flows/ports.js'
import { createGraph, type Graph, type GraphOptions } from '../../src/graph/index.js'

export const NOON = new Date('2026-11-02T12:00:00Z')
export const RILEY = userId(PEOPLE.employee.id)
export const MARTA = userId(PEOPLE.admin.id)

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

export interface World {
  readonly graph: Graph
  readonly tenant: SimulatedTenant
  readonly running: RunningTenant
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[]
  now(): Date
  pass(ms: number): void
}

export async function startWorld(options: Partial<GraphOptions> = {}): Promise<World> {
  let nowMs = NOON.getTime()
  const now = () => new Date(nowMs)
  const waits: number[] = []
  const running = await startSimulatedTenant({ data: { ...seedTenant(NOON), signIns: [] }, now })
  onTestFinished(() => running.close())
  const graph = createGraph({
    cloud: CLOUDS.public,
    tenantId: tenantId(TENANT_ID),
    tokens: null,
    simulatedOrigin: running.origin,
    emergencyAccounts: EMERGENCY_ACCOUNTS.map(userId),
    mfaTrustedIps: ['203.0.113.0/26'],
    clock: { now },
    log: silentLog,
    wait: async (ms) => {
      waits.push(ms)
      nowMs += ms
    },
    ...options,
  })
  return {
    graph,
    tenant: running.tenant,
    running,
    waits,
    now,
    pass: (ms) => {
      nowMs += ms
    },
  }
}

export const phishAt = (at: Date): readonly SignInRow[] => deviceCodePhish(PEOPLE.employee, at)

/** All rows that a window gives, in the order they came. */
export async function readWindow(graph: Graph, from: Date, to: Date): Promise<readonly SignInRow[]> {
  const rows: SignInRow[] = []
  for await (const page of graph.signIns.read({ from, to })) rows.push(...(page as readonly SignInRow[]))
  return rows
}

export const minutesBefore = (date: Date, minutes: number): Date => new Date(date.getTime() - minutes * 60_000)
