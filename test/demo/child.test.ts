import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type * as children from '../../src/demo/child.js'

/** As it is built, with the guard that it loads: `npm test` builds before it runs. */
const { startChild } = (await import(new URL('../../dist/demo/child.js', import.meta.url).href)) as typeof children

async function run(script: string, env: Readonly<Record<string, string>> = {}): Promise<children.Child> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-test-'))
  const file = join(folder, 'script.mjs')
  await writeFile(file, script)
  const child = startChild({ name: 'the child', command: [file], preload: [], env, folder })
  onTestFinished(async () => {
    child.kill()
    await child.ended
    await rm(folder, { recursive: true, force: true })
  })
  return child
}

/** Whether somebody still listens there; a process's number can live on after it, as a zombie. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
const portOf = (line: string) => Number(/\d+/.exec(line)?.[0])

/** Starts a process of its own that listens, and stays. */
const WITH_GRANDCHILD = `
  import { spawn } from 'node:child_process'
  const listens = "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log('port ' + s.address().port))"
  spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'inherit', 'ignore'] })
  setInterval(() => {}, 1000)`

describe('a process of the demo', () => {
  it('gets what it was given and nothing of the environment of the person', async () => {
    process.env.POSTERN_TEST_SECRET = 'hunter2'
    onTestFinished(() => void delete process.env.POSTERN_TEST_SECRET)
    const child = await run('console.log(JSON.stringify(process.env))', { GIVEN: 'yes' })
    const env = JSON.parse(await child.line(/^\{/))
    expect(env).toMatchObject({ GIVEN: 'yes' })
    expect(env.HOME).not.toBe(process.env.HOME)
    expect(Object.values(env)).not.toContain('hunter2')
  })

  it('is stopped together with what it has started', async () => {
    const child = await run(WITH_GRANDCHILD)
    const port = portOf(await child.line(/^port/))
    expect(await answers(port)).toBe(true)
    await child.stop(5_000)
    expect(await answers(port)).toBe(false)
  })

  it('takes its children along when it heeds and they do not', async () => {
    const deaf = WITH_GRANDCHILD.replace('"const s', "\"process.on('SIGTERM', () => {}); const s")
    const child = await run(`${deaf}\nprocess.on('SIGTERM', () => process.exit(0))`)
    const port = portOf(await child.line(/^port/))
    await child.stop(5_000)
    expect(await answers(port)).toBe(false)
  })

  it('is forced when it does not heed', async () => {
    const child = await run("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')")
    await child.line(/deaf/)
    await child.stop(100)
    await child.ended
  })

  it('cannot reach another machine, and its try is told', async () => {
    const child = await run("fetch('http://192.0.2.1/').catch((error) => console.log('failed', error.cause.code))")
    const tried = new Promise((resolve) => child.onRefusal(resolve))
    expect(await child.line(/^failed/)).toBe('failed ENETUNREACH')
    expect(await tried).toBe('a connection to 192.0.2.1')
  })

  it('leaves its last words', async () => {
    const child = await run("console.error('no database'); process.exit(3)")
    expect((await child.ended).lastLines).toEqual(['no database'])
    await expect(child.line(/never said/)).rejects.toThrow('the child ended')
  })

  it('hears and answers over the channel', async () => {
    const child = await run("process.on('message', (message) => process.send({ heard: message }))")
    const heard = new Promise((resolve) => child.onMessage(resolve))
    child.send({ play: 'phish' })
    expect(await heard).toEqual({ heard: { play: 'phish' } })
  })
})
