/**
 * The built bot as a process of its own, in the loopback mode against the simulated tenant: it starts, answers, is
 * examined while it holds its database, and stops when it is told to.
 */
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../src/demo/freePort.js'
import { seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { type RunningTenant, startSimulatedTenant } from '../../src/demo/tenant/server.js'
import type { Finding } from '../../src/flows/doctor.js'
import { temporaryDirectory } from '../support/engines.js'
import { type Env, postern, type Running, start } from '../support/postern.js'

const folder = temporaryDirectory()
let tenant: RunningTenant
let port: number
let env: Env
let bot: Running

beforeAll(async () => {
  tenant = await startSimulatedTenant({ data: seedTenant(new Date()) })
  port = await freePort(0)
  env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    POSTERN_GRAPH_SIMULATED_ORIGIN: tenant.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_DATA_DIR: folder.path,
    POSTERN_POLL_SECONDS: '60',
  }
  bot = start(['serve'], { env })
  await bot.saying('"msg":"listening"')
})
afterAll(async () => {
  bot.process.kill('SIGKILL')
  await bot.ended
  await tenant.close()
  folder.remove()
})

const ask = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
/** The first poll is under way when the server listens. Each question gives it a turn, so no clock is needed. */
const read = async (): Promise<Record<string, unknown>> => {
  for (let question = 0; question < 2000; question++) {
    const { body } = await ask('/readyz')
    if (JSON.stringify(body).includes('"sign-in-log":{"ok":true')) return body
  }
  throw new Error('the sign-in log is not read')
}
const examined = async (settings: Env = env) => {
  const { status, out } = await postern(['doctor', '--json'], { env: settings })
  const { findings } = JSON.parse(out) as { findings: readonly Finding[] }
  const find = (area: string, subject: string) =>
    findings.find((finding) => finding.area === area && finding.subject === subject)
  return { status, find }
}

describe('the running bot', () => {
  it('is alive, and ready', async () => {
    expect(await ask('/healthz')).toEqual({ status: 200, body: { alive: true } })
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: { ready: true, checks: { store: { ok: true } } } })
  })

  it('reads the log, and says how old what it read is', async () => {
    expect(await read()).toMatchObject({ checks: { 'sign-in-log': { ageMs: expect.any(Number) } } })
  })

  it('is asked by the doctor in place of the database that it holds', async () => {
    await read()
    const { status, find } = await examined()
    expect(find('store', 'database')).toMatchObject({ state: 'ok', facts: { heldBy: 'the running bot' } })
    expect(find('sign-in-log', 'reading')?.code).not.toBe('not-read-yet')
    expect(find('entra', 'app registration')).toMatchObject({ state: 'unknown', code: 'simulated-tenant' })
    expect(find('permission', 'AuditLog.Read.All')).toMatchObject({ state: 'ok' })
    expect(status).toBe(1)
  })

  it('is not taken for the holder by a doctor that looks for it elsewhere', async () => {
    const { find } = await examined({ ...env, PORT: String(await freePort(0)) })
    expect(find('store', 'database')).toMatchObject({ state: 'fault', code: 'store-locked' })
  })

  it('lets no second bot and no command at its database', async () => {
    const { status, err } = await postern(['store', 'export'], { env })
    expect([status, err]).toEqual([70, expect.stringMatching(/Another Postern uses this data folder/)])
  })

  it('finishes and ends with 0 when it is told to stop, and the database is free', async () => {
    bot.process.kill('SIGTERM')
    const { status, out, err } = await bot.ended
    expect([status, err]).toEqual([0, ''])
    expect(out.trim().split('\n').at(-1)).toContain('"msg":"stopped"')
    const exported = await postern(['store', 'export'], { env })
    expect(exported.status).toBe(0)
    expect(exported.out.split('\n')[0]).toContain('"postern":"store"')
  })
})

describe('a bot whose port is taken', () => {
  it('says so in a sentence, and leaves its database free', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const busy = typeof address === 'object' && address !== null ? address.port : 0
    const own = temporaryDirectory()
    try {
      const { status, err } = await postern(['serve'], {
        env: { ...env, PORT: String(busy), POSTERN_DATA_DIR: own.path },
      })
      expect(status).toBe(64)
      expect(err).toContain(`PORT ${busy} is in use: stop what listens there, or set another PORT`)
    } finally {
      taken.close()
      own.remove()
    }
  })
})
