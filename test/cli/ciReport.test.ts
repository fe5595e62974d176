import { describe, expect, it } from 'vitest'
import { type CiReport, ciLines } from '../../src/cli/ciReport.js'
import { runPolicyStatus } from '../../src/cli/policyStatus.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo } from './io.js'

const HOSTILE = `]]> <script>"&'\u001b[31m\u0000\ufffe\n`
const report = (changes: Partial<CiReport> = {}): CiReport => ({
  name: 'policy status',
  file: 'tenant/a b.json',
  question: 'all is blocked',
  verdict: 'failure',
  takenAt: example.TAKEN_AT,
  meanings: { 'not-all-users': 'some users are not included' },
  findings: [
    { code: 'not-all-users', level: 'failure', message: HOSTILE, id: 'one' },
    { code: 'not-all-users', level: 'note', message: '', id: 'two' },
    { code: 'no-such-code', level: 'unknown', message: 'x', id: HOSTILE },
  ],
  ...changes,
})
const sarif = (changes: Partial<CiReport> = {}) => JSON.parse(ciLines('sarif', report(changes)).join('\n'))

describe('SARIF', () => {
  it('has what the schema demands: version, driver, rules that results name, messages that say something', () => {
    const { version, runs, $schema } = sarif()
    expect(version).toBe('2.1.0')
    expect($schema).toMatch(/^https:\/\/.*sarif.*2\.1\.0/)
    const [{ tool, results }] = runs
    expect(tool.driver.name).toBe('Postern')
    const rules: { id: string; shortDescription: { text: string } }[] = tool.driver.rules
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(results).toHaveLength(3)
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(rules[ruleIndex]?.id).toBe(ruleId)
      expect(rules[ruleIndex]?.shortDescription.text).not.toBe('')
      expect(['none', 'note', 'warning', 'error']).toContain(level)
      expect(message.text).not.toBe('')
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('tenant/a%20b.json')
      expect(locations[0].physicalLocation.region.startLine).toBe(1)
    }
    expect(results.map(({ level }: { level: string }) => level)).toEqual(['error', 'note', 'error'])
  })

  it('names a file of the whole disk as a URI, and standard input as something', () => {
    const uri = (file: string | undefined) =>
      sarif({ file }).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri
    expect(uri('/data/s.json')).toBe('file:///data/s.json')
    expect(uri('C:\\data\\s.json')).toBe('C%3A/data/s.json')
    expect(uri(undefined)).toBe('snapshot.json')
  })

  it('is a run without results where nothing is found', () => {
    expect(sarif({ findings: [] }).runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } })
  })
})

describe('JUnit', () => {
  it('is well-formed whatever stands in a name, and its sums are those of its tests', () => {
    const text = ciLines('junit', report()).join('\n')
    expect(tagsOf(text)).toEqual({ open: [], testcase: 4, failure: 2, error: 1, 'system-out': 1 })
    expect(text).toContain('tests="4" failures="2" errors="1"')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  })

  it('is one passed test where nothing is found', () => {
    const text = ciLines('junit', report({ findings: [], verdict: 'ok' })).join('\n')
    expect(text).toContain('tests="1" failures="0" errors="0"')
    expect(tagsOf(text)).toMatchObject({ testcase: 1, failure: 0 })
  })
})

describe('postern policy status', () => {
  const run = async (snapshot: ReturnType<typeof example.snapshot>, format: 'sarif' | 'junit') => {
    const io = keptIo({ 'snapshot.json': JSON.stringify(snapshot) })
    const now = new Date('2026-03-02T08:05:00Z')
    return { status: await runPolicyStatus(io, { file: 'snapshot.json', format, now }), text: io.lines.join('\n') }
  }
  const partial = example.snapshot({ policies: [example.policy({ conditions: { clientAppTypes: ['browser'] } })] })

  it('fails where its exit status does', async () => {
    const { text, status } = await run(partial, 'junit')
    expect(status).toBe(1)
    expect(text).toMatch(/failures="[1-9]/)
    expect(JSON.parse((await run(partial, 'sarif')).text).runs[0].results).toContainEqual(
      expect.objectContaining({ ruleId: 'client-app-limited', level: 'error' }),
    )
  })

  it('passes where all is blocked, and tells the rest beside it', async () => {
    const { text, status } = await run(example.snapshot({ policies: [example.policy()] }), 'junit')
    expect(status).toBe(0)
    expect(text).toContain('failures="0" errors="0"')
    expect(text).toContain('warning: no-signin-risk-policy')
  })

  it('is an error where nobody knows', async () => {
    const unread = example.policy({ conditions: { times: { start: '08:00' } } })
    const { text, status } = await run(example.snapshot({ policies: [unread] }), 'junit')
    expect(status).toBe(2)
    expect(text).toMatch(/failures="0" errors="[1-9]/)
  })
})

/** Elements that are never closed, and how many there are of some. */
function tagsOf(text: string) {
  const counts: Record<string, number> = { testcase: 0, failure: 0, error: 0, 'system-out': 0 }
  const open: string[] = []
  const rest = text.replace(
    /<\?xml[^?]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
    (_all, end, name, _attributes, alone) => {
      if (name === undefined) return ''
      if (end === '/') {
        if (open.pop() !== name) open.push(`not ${name}`)
        return ''
      }
      if (name in counts) counts[name] = (counts[name] ?? 0) + 1
      if (alone === '') open.push(name)
      return ''
    },
  )
  if (/[<>]|&(?!amp;|lt;|gt;|quot;|apos;)/.test(rest)) open.push('text that is none')
  return { open, ...counts }
}
