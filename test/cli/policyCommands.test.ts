import { Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { addPolicyCommands } from '../../src/cli/policyCommands.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo } from './io.js'

const fresh = (minutes: number): string =>
  JSON.stringify(example.snapshot({ takenAt: new Date(Date.now() - minutes * 60_000).toISOString() }))

const GROUP = example.ROOMS

async function run(...words: readonly string[]) {
  const io = keptIo({ 'one.json': fresh(9), 'two.json': fresh(1) })
  const ends: number[] = []
  const program = new Command('postern').exitOverride().configureOutput({ writeErr: () => undefined })
  addPolicyCommands(program, io, (status) => void ends.push(status))
  for (const command of program.commands.flatMap(({ commands }) => commands))
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: (text) => io.out(text) })
  const fault = await program.parseAsync(['policy', ...words], { from: 'user' }).catch((error: unknown) => error)
  return { ends, out: io.lines, fault: fault instanceof CommanderError ? fault.code : undefined }
}

describe('postern policy', () => {
  it('hands each command what stands behind it', async () => {
    const diff = await run('diff', 'one.json', 'two.json', '--format', 'sarif', '--report-only-days', '7')
    expect(diff.ends).toEqual([0])
    expect(JSON.parse(diff.out.join('\n')).version).toBe('2.1.0')
    const plan = await run('plan', 'two.json', '--json', '--except-group', GROUP, '--except-group', GROUP)
    expect(JSON.parse(plan.out.join('\n'))).toMatchObject({ kind: 'plan', action: 'none' })
  })

  it.each([
    ['a form that is none', ['plan', 'two.json', '--format', 'yaml'], 'commander.invalidArgument'],
    ['days that are none', ['diff', 'one.json', 'two.json', '--report-only-days', 'x'], 'commander.invalidArgument'],
    ['two answers at once', ['status', 'two.json', '--json', '--format', 'junit'], 'commander.conflictingOption'],
    ['a snapshot of now that was kept', ['snapshot', '--live', '--kept'], 'commander.conflictingOption'],
    ['an impact without a log', ['impact', 'two.json'], 'commander.missingMandatoryOptionValue'],
  ])('refuses %s', async (_what, words, code) => {
    expect(await run(...words)).toMatchObject({ fault: code, ends: [] })
  })

  it.each(['snapshot', 'status', 'who', 'what-if', 'impact', 'plan', 'diff'])(
    'says in the help of %s what it exits with',
    async (command) => {
      expect((await run(command, '--help')).out.join('')).toMatch(/Exits 0\b.*64 or above is a fault/)
    },
  )
})
