import { beforeAll, describe, expect, it } from 'vitest'
import { type PolicySnapshotOptions, runPolicySnapshot } from '../../src/cli/policySnapshot.js'
import { linesOf } from '../../src/cli/policySnapshotFile.js'
import { runPolicyStatus } from '../../src/cli/policyStatus.js'
import { PosternError } from '../../src/domain/errors.js'
import { type PolicySnapshot, parseSnapshot } from '../../src/domain/policyStatus/index.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')
const GOOD = example.snapshot()
const IN_LINES = [...linesOf(GOOD)]

async function run(options: PolicySnapshotOptions, live: PolicySnapshot = GOOD, kept: PolicySnapshot | null = null) {
  const asked: unknown[] = []
  const io = {
    ...keptIo(),
    liveSnapshot: async () => live,
    keptSnapshot: async (at: Date | undefined) => {
      asked.push(at)
      return kept
    },
  }
  const status = await statusOf(runPolicySnapshot(io, options))
  return { status, out: io.lines, err: io.faults, saved: io.saved, asked }
}

const statusOfFile = async (text: string) => {
  const io = keptIo({ 'snapshot.json': text })
  const status = await statusOf(runPolicyStatus(io, { file: 'snapshot.json', json: true, now: NOW }))
  return { status, out: io.lines }
}

describe('postern policy snapshot', () => {
  it('writes what the tenant is like now as one JSON object, which the other commands read', async () => {
    const { status, out } = await run({})
    expect(status).toBe(0)
    expect(out).toHaveLength(1)
    expect(parseSnapshot(JSON.parse(out[0] ?? ''))).toEqual(GOOD)
    expect((await statusOfFile(out[0] ?? '')).status).toBe(0)
  })

  it('writes lines into a file, which say the same', async () => {
    const { status, out, saved } = await run({ jsonl: true, out: 'tenant.jsonl' })
    expect({ status, out }).toEqual({ status: 0, out: [] })
    const text = saved.get('tenant.jsonl') ?? ''
    expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toMatchObject({ postern: 'policy-snapshot', format: 1 })
    expect(await statusOfFile(text)).toEqual(await statusOfFile(JSON.stringify(GOOD)))
  })

  it('takes lines by itself where one text would be too long', async () => {
    const users = Array.from({ length: 100_001 }, (_, index) => ({ id: `user ${index}` }))
    const { out } = await run({}, { ...GOOD, directory: { ...GOOD.directory, users } })
    expect(out.length).toBeGreaterThan(100_001)
  })

  it('says what is not known, and that policies are missing by its status', async () => {
    const unknowns = [{ what: 'policies', why: 'Authorization_RequestDenied' }] as const
    const { status, err } = await run({}, { ...GOOD, unknowns })
    expect(status).toBe(2)
    expect(err.join('\n')).toContain('Authorization_RequestDenied')
  })

  it('gives a kept one, of the time that is asked for', async () => {
    const kept = { ...GOOD, takenAt: '2026-03-01T08:00:00Z' }
    const { out, asked } = await run({ kept: true, before: '2026-03-01T12:00:00Z' }, GOOD, kept)
    expect(JSON.parse(out[0] ?? '').takenAt).toBe(kept.takenAt)
    expect(asked).toEqual([new Date('2026-03-01T12:00:00Z')])
    expect((await run({ kept: true })).status).toBe(2)
  })

  it.each([
    [{ before: '2026-03-01T12:00:00Z' }, 64],
    [{ kept: true, before: 'Monday' }, 65],
  ])('does not guess what is meant by %j', async (options, status) => {
    expect((await run(options)).status).toBe(status)
  })

  it('judges no tenant in place of a file that was named as well', async () => {
    const io = { ...keptIo({ 'old.json': JSON.stringify(GOOD) }), liveSnapshot: async () => GOOD }
    expect(await statusOf(runPolicyStatus(io, { file: 'old.json', live: true, now: NOW }))).toBe(65)
    expect(io.lines).toEqual([])
  })

  it('fails where the tenant cannot be reached', async () => {
    const io = {
      ...keptIo(),
      liveSnapshot: async () => {
        throw new PosternError('entra-refused')
      },
    }
    expect(await statusOf(runPolicyStatus(io, { live: true, now: NOW }))).toBe(70)
  })
})

describe('a snapshot in lines', () => {
  let whole: string
  beforeAll(async () => {
    whole = (await statusOfFile(JSON.stringify(GOOD))).out.join()
  })

  it('is read whatever the breaks around it', async () => {
    expect((await statusOfFile(`${IN_LINES.join('\r\n')}\r\n\n`)).out.join()).toBe(whole)
  })

  it.each([
    ['its end', IN_LINES.slice(0, -1)],
    ['a line in the middle', [...IN_LINES.slice(0, 2), ...IN_LINES.slice(3)]],
    ['half a line', [...IN_LINES.slice(0, -2), (IN_LINES.at(-2) ?? '').slice(0, 9)]],
    ['everything but its header', IN_LINES.slice(0, 1)],
  ])('is refused without %s', async (_, lines) => {
    expect((await statusOfFile(lines.join('\n'))).status).toBe(65)
  })

  it('is refused in a form of the future', async () => {
    const [first = '', ...rest] = IN_LINES
    expect((await statusOfFile([first.replace('"format":1', '"format":2'), ...rest].join('\n'))).status).toBe(65)
  })
})
