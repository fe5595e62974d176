/**
 * The built bot as a process of its own, beside an event hub on this machine: what was in the event hub is worked with
 * once, however often the process is killed.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../src/demo/freePort.js'
import { PEOPLE, seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { type RunningTenant, startSimulatedTenant } from '../../src/demo/tenant/server.js'
import type { Finding } from '../../src/flows/doctor.js'
import type { Readiness } from '../../src/flows/ports.js'
import { temporaryDirectory } from '../support/engines.js'
import { type EventHub, startEventHub } from '../support/eventHub.js'
import { type Env, postern, type Running, start } from '../support/postern.js'
import { phish } from '../support/signInRows.js'
import { envelope } from '../support/streamRows.js'

const HUB = 'sign-ins'
const PATIENT = { timeout: 60_000, interval: 50 }
const folder = temporaryDirectory()
let tenant: RunningTenant
let hub: EventHub
let port: number
let env: Env
let bot: Running

beforeAll(async () => {
  tenant = await startSimulatedTenant({ data: seedTenant(new Date()) })
  hub = await startEventHub(HUB, 2)
  port = await freePort(0)
  env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    POSTERN_GRAPH_SIMULATED_ORIGIN: tenant.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_DATA_DIR: folder.path,
    POSTERN_EVENT_HUB_CONNECTION_STRING: hub.connectionString,
    POSTERN_EVENT_HUBS: HUB,
  }
})
afterEach(async () => {
  bot.process.kill('SIGKILL')
  await bot.ended
})
afterAll(async () => {
  await tenant.close()
  await hub.stop()
  folder.remove()
})

const started = async (settings = env): Promise<void> => {
  bot = start(['serve'], { env: settings })
  await bot.saying('"msg":"listening"')
}
const checks = async () => {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`)
  return ((await response.json()) as Readiness).checks
}
const exported = async (table: string) => {
  const { out } = await postern(['store', 'export'], { env })
  const lines = out.trim().split('\n')
  return lines.flatMap((line) => {
    const one = JSON.parse(line) as { table?: string; row?: Record<string, unknown> }
    return one.table === table && one.row !== undefined ? [one.row] : []
  })
}
const flow = (n: number) => {
  const hex = n.toString(16).padStart(12, '0')
  const [approval, tokens] = phish({
    userId: PEOPLE.employee.id,
    correlationId: `c0ffee00-0000-4000-8000-${hex}`,
    sessionId: `5e551010-0000-4000-8000-${hex}`,
    at: new Date(Date.now() - 60_000),
  })
  return [
    { ...approval, id: `stream-approval-${n}` },
    { ...tokens, id: `stream-tokens-${n}` },
  ] as const
}
const append = (n: number) => {
  const [approval, tokens] = flow(n)
  hub.append(n % 2, envelope(approval), new Date())
  hub.append((n + 1) % 2, envelope(tokens), new Date())
}

describe('the bot on a stream', () => {
  it('loses and doubles nothing however often it is killed', async () => {
    for (let kill = 0; kill < 4; kill++) {
      await started()
      // Killed while it begins, while it is given events, and with more that came while it was gone.
      const attached = hub.attached()
      if (kill > 0) await vi.waitFor(() => expect(hub.attached()).toBeGreaterThan(attached), PATIENT)
      append(2 * kill)
      bot.process.kill('SIGKILL')
      await bot.ended
      append(2 * kill + 1)
    }
    await started()
    await vi.waitFor(async () => {
      const all = await checks()
      for (const partition of ['0', '1'])
        expect(all[`sign-in-stream/${HUB}/${partition}`]).toMatchObject({
          ok: true,
          detail: { lagMs: expect.any(Number) },
        })
      expect(all[`sign-in-stream/${HUB}`]?.ok).toBe(true)
    }, PATIENT)
    await vi.waitFor(() => expect(hub.readers()).toBe(2), PATIENT)
    const { status, find } = await examined()
    expect(find(`sign-in-stream/${HUB}`)?.state).toBe('ok')
    expect(status).toBe(1)
    bot.process.kill('SIGTERM')
    expect((await bot.ended).status).toBe(0)
    const rows = (await exported('sign_in_record')).map((row) => String(row.record_id))
    const wanted = Array.from({ length: 8 }, (_one, n) => [`stream-approval-${n}`, `stream-tokens-${n}`]).flat()
    expect(rows.filter((id) => id.startsWith('stream-')).sort()).toEqual(wanted.sort())
    const cases = (await exported('device_code_case')).filter((one) => JSON.stringify(one).includes('stream-approval'))
    expect(cases).toHaveLength(8)
    const alerts = (await exported('alert')).map((one) => one.case_id)
    expect(new Set(alerts).size).toBe(alerts.length)
  }, 240_000)

  it('does without polls where it is told to', async () => {
    append(100)
    await started({ ...env, POSTERN_POLL: 'off', POSTERN_POLL_SECONDS: '2' })
    await vi.waitFor(async () => {
      const all = await checks()
      expect(all['sign-in-stream']).toMatchObject({ ok: true, detail: { reachAgeMs: expect.any(Number) } })
      expect(all['sign-in-log']).toBeUndefined()
    }, PATIENT)
  })

  it('says no word of a stream any more that is no longer set', async () => {
    const { POSTERN_EVENT_HUB_CONNECTION_STRING: _gone, POSTERN_EVENT_HUBS: _too, ...polled } = env
    await started(polled)
    await vi.waitFor(
      async () => expect(Object.keys(await checks()).filter((name) => name.startsWith('sign-in-stream/'))).toEqual([]),
      PATIENT,
    )
  })
})

async function examined() {
  const { status, out } = await postern(['doctor', '--json'], { env })
  const { findings } = JSON.parse(out) as { findings: readonly Finding[] }
  return { status, find: (subject: string) => findings.find((one) => one.subject === subject) }
}
