import { describe, expect, it } from 'vitest'
import { type PolicyWhatIfOptions, runPolicyWhatIf } from '../../src/cli/policyWhatIf.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

async function run(files: Readonly<Record<string, string>>, options: PolicyWhatIfOptions = {}) {
  const io = keptIo(files)
  const status = await statusOf(runPolicyWhatIf(io, { file: 'snapshot.json', ...options }))
  return { status, out: io.lines }
}

const GOOD = JSON.stringify(example.snapshot())

describe('postern policy what-if', () => {
  const files = { 'snapshot.json': GOOD, 'sign-in.json': JSON.stringify(example.signIn()) }

  it('tells what happens to one sign-in', async () => {
    const json = await run(files, { signIn: 'sign-in.json', json: true })
    expect(JSON.parse(json.out[0] ?? '')).toEqual({
      outcome: 'block',
      applied: [example.BLOCK_ID],
      reportOnly: [],
      controls: ['block'],
      unknowns: [],
    })
    expect((await run(files, { signIn: 'sign-in.json' })).out[0]).toBe('Outcome: block')
  })

  it('asks for the sign-in', async () => {
    expect((await run(files)).status).toBe(64)
  })

  it('reads the sign-in from standard input where it is named -, and not both from there', async () => {
    const piped = await run({ ...files, '-': files['sign-in.json'] }, { signIn: '-' })
    expect(piped).toMatchObject({ status: 0, out: expect.arrayContaining(['Outcome: block']) })
    expect((await run(files, { file: '-', signIn: '-' })).status).toBe(64)
  })

  it('takes the word of the sign-in log for the flow', async () => {
    const logged = JSON.stringify({ ...example.signIn(), authenticationFlow: 'deviceCode' })
    expect((await run({ ...files, 'sign-in.json': logged }, { signIn: 'sign-in.json' })).out[0]).toBe('Outcome: block')
  })

  it.each([
    ['a flow that is none', { authenticationFlow: 'device code' }],
    ['a member that means nothing', { authenticationflow: 'deviceCodeFlow' }],
    ['an address that is none', { ipAddress: 'not an ip' }],
    ['a country that is no code', { country: 'Germany' }],
    ['no resource', { appId: null }],
  ])('refuses %s, which would be passed over', async (_what, change) => {
    const signIn = JSON.stringify({ ...example.signIn(), ...change })
    expect(await run({ ...files, 'sign-in.json': signIn }, { signIn: 'sign-in.json' })).toEqual({ status: 65, out: [] })
  })

  it('tells the places that are wrong in the sign-in', async () => {
    const io = keptIo({ 'snapshot.json': GOOD, 'sign-in.json': '{"appId":1}' })
    const ran = runPolicyWhatIf(io, { file: 'snapshot.json', signIn: 'sign-in.json' })
    await expect(ran).rejects.toMatchObject({
      code: 'input-invalid',
      detail: { faults: expect.arrayContaining(['userId: invalid_type']) },
    })
  })
})
