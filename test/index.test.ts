/** The entry as a script meets it: the built program in a process of its own, its exit status and its two streams. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { postern, start } from './support/postern.js'

const folder = mkdtempSync(join(tmpdir(), 'postern-index-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('postern ends with', () => {
  it.each<[string, readonly string[], number]>([
    ['0 for help', ['--help'], 0],
    ['0 for an answer', ['check', '--json', file('ok.txt', 'lunch at noon?')], 0],
    ['1 where a line could not be read', ['check', '--jsonl', file('bad.jsonl', '{')], 1],
    ['64 for a command that does not exist', ['chekc'], 64],
    ['64 for an option that does not exist', ['check', '--yaml'], 64],
    ['64 for a what-if without a sign-in', ['policy', 'what-if', file('empty.json', '{}')], 64],
    ['64 for settings that are faulty', ['serve'], 64],
    ['65 for a snapshot that is none', ['policy', 'status', file('none.json', '[]')], 65],
    ['66 for a message that is not there', ['check', join(folder, 'none')], 66],
    ['66 for a folder in place of a message', ['check', '--jsonl', folder], 66],
    ['66 for a log that is not there', ['sign-ins', 'assess', join(folder, 'none')], 66],
    ['66 for a context that is not there', ['sign-ins', 'assess', file('log', ''), '--context', join(folder, 'x')], 66],
    ['66 for a snapshot that is not there', ['policy', 'who', join(folder, 'none')], 66],
  ])('%s', async (_case, args, status) => {
    const ended = await postern(args)
    expect([ended.status, ended.err]).toEqual([status, status < 64 ? '' : expect.stringMatching(/\S/)])
    if (status >= 64) expect(ended.out).toBe('')
  })
})

describe('postern', () => {
  it('checks what comes on standard input, in a terminal that warns of nothing', async () => {
    const input = 'Join: https://microsoft.com/devicelogin, meeting code HNGP5CAF8'
    const { status, out, err } = await postern(['check', '--json'], { input })
    expect([status, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toMatchObject({ verdict: 'phishing' })
  })

  it('says what is wrong with the settings, one a line, and never a value', async () => {
    const env = { MicrosoftAppId: 'hunter2', PORT: 'hunter2' }
    const { status, err } = await postern(['serve'], { env })
    expect(status).toBe(64)
    expect(err).toMatch(/ {2}- MicrosoftAppId must be a GUID\n/)
    expect(err).toMatch(/ {2}- PORT must be a whole number/)
    expect(err).not.toContain('hunter2')
  })

  it('moves a store out and in again, and says 66 of a file that is not there', async () => {
    const simulated = {
      POSTERN_GRAPH_SIMULATED_ORIGIN: 'http://127.0.0.1:9',
      POSTERN_SIMULATED_TENANT_ID: '7e4a4700-0000-4000-8000-000000000001',
    }
    const storeIn = (name: string) => ({ env: { ...simulated, POSTERN_DATA_DIR: join(folder, name) } })
    const exported = await postern(['store', 'export'], storeIn('one'))
    expect([exported.status, exported.err]).toEqual([0, ''])
    const moved = await postern(['store', 'import', file('export.jsonl', exported.out)], storeIn('two'))
    expect(moved.status).toBe(0)
    const missing = await postern(['store', 'import', join(folder, 'none')], storeIn('two'))
    expect([missing.status, missing.err]).toEqual([66, expect.stringMatching(/none/)])
  })

  it('takes faulty settings for findings of the doctor, in JSON too', async () => {
    const { status, out, err } = await postern(['doctor', '--json'], { env: { PORT: 'x' } })
    expect([status, err]).toEqual([1, ''])
    const { findings } = JSON.parse(out) as { findings: { state: string; area: string; subject: string }[] }
    expect(findings).toContainEqual(expect.objectContaining({ area: 'settings', subject: 'PORT', state: 'fault' }))
    expect(findings).toContainEqual(expect.objectContaining({ area: 'permission', state: 'unknown' }))
  })

  it('lists its codes as JSON', async () => {
    const { status, out } = await postern(['codes', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toHaveProperty(['readErrors', 'not-json'])
  })

  it('ends quietly, and not with 0, where its reader goes away', async () => {
    const lines = `${JSON.stringify({ id: 1, text: 'x'.repeat(500) })}\n`.repeat(5000)
    const running = start(['check', '--jsonl'], { input: lines })
    running.process.stdout?.once('data', () => running.process.stdout?.destroy())
    expect(await running.ended).toMatchObject({ status: 74, err: '' })
  })
})
