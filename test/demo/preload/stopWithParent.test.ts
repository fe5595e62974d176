import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'

const preload = new URL('../../../dist/demo/preload/stopWithParent.js', import.meta.url).href

/** A parent whose child listens, in a group of its own, and stays. */
const PARENT = `
  const { spawn } = require('node:child_process')
  const listens = "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))"
  spawn(process.execPath, ['--import', '${preload}', '-e', listens], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })`

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.destroy())
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })

it('a process of the demo ends when the demo was killed outright', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: parent.stdout }), 'line')
  const port = Number(line)
  expect(await answers(port)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false)
})
