/** The thread is real and runs the build. */
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { compareSnapshots, dateAgain, judgeHere, PackedMemberships } from '../../src/domain/policyStatus/index.js'
import { readRecords } from '../../src/domain/signInAlert/index.js'
import { createPolicyJudge } from '../../src/judging/index.js'
import { BEN, ENGINEERS, GUEST, policy, snapshot, TAKEN_AT, tenant } from '../domain/policyStatus/example.js'
import { row } from '../support/signInRows.js'

const now = new Date(Date.parse(TAKEN_AT) + 60_000)
const leaky = snapshot({ policies: [policy({ users: { excludeGroups: [ENGINEERS] } })] })
const tight = snapshot({ policies: tenant().policies })
const people = { kind: 'people', of: 'left-open', only: null, page: 0 } as const
const ben = { id: BEN, displayName: 'Ben', guestOrExternalUserType: null }
const newGuest = { id: GUEST.replace(/.$/, 'f'), userType: 'Guest', guestOrExternalUserType: 'b2bCollaborationGuest' }

describe('a tenant judged on a thread', () => {
  let judge: ReturnType<typeof createPolicyJudge>
  beforeAll(() => {
    judge = createPolicyJudge({ smallThingsMax: 0 })
  })
  afterAll(() => judge.close())

  it('gets the answers that it gets in place', async () => {
    const whatIf = { kind: 'what-if', who: { id: BEN }, from: null, app: null, platform: null } as const
    const whyOpen = { kind: 'why-open', who: { id: BEN } } as const
    const asked = [
      [judge.judge('policy', leaky, now, { kind: 'status' }), judgeHere('policy', leaky, now, { kind: 'status' })],
      [judge.judge('people', leaky, now, people), judgeHere('people', leaky, now, people)],
      [judge.judge('why-open', leaky, now, whyOpen, ben), judgeHere('why-open', leaky, now, whyOpen, ben)],
      [judge.judge('why-open', leaky, now, whyOpen, newGuest), judgeHere('why-open', leaky, now, whyOpen, newGuest)],
      [judge.judge('what-if', leaky, now, whatIf, ben), judgeHere('what-if', leaky, now, whatIf, ben)],
      [judge.judge('risk-policies', leaky, now), judgeHere('risk-policies', leaky, now)],
      [judge.judge('dated', leaky, now), judgeHere('dated', leaky, now)],
      [judge.judge('openness', leaky, now, [BEN, GUEST]), judgeHere('openness', leaky, now, [BEN, GUEST])],
    ]
    for (const [there, here] of asked) expect(await there).toEqual(here)
    expect(judgeHere('openness', leaky, now, [BEN, GUEST])).toEqual(['open', 'blocked'])
  })

  it('is compared with one of before as in place, and goes on being judged as itself', async () => {
    const load = async () => tight
    const [diff, status] = await Promise.all([
      judge.compare(load, leaky, { deviceAccounts: new Set([BEN]), reportOnlyDaysMax: 30 }),
      judge.judge('policy', leaky, now, { kind: 'status' }),
    ])
    expect(diff).toEqual(compareSnapshots(tight, leaky, { deviceAccounts: new Set([BEN]) }))
    expect(diff?.changes.length).toBeGreaterThan(0)
    expect(status).toEqual(judgeHere('policy', leaky, now, { kind: 'status' }))
    expect(await judge.compare(async () => null, leaky, {})).toBeNull()
    await expect(judge.compare(() => Promise.reject(new PosternError('store-unavailable')), leaky, {})).rejects.toThrow(
      expect.objectContaining({ code: 'store-unavailable' }),
    )
    expect(await judge.judge('first-look', leaky, now, {})).toEqual(judgeHere('first-look', leaky, now, {}))
  })

  it('gets its memberships packed, as they are held where there are many', async () => {
    const { directory } = leaky
    const memberships = new PackedMemberships()
    for (const one of directory.memberships ?? []) memberships.add(one)
    const packed = { ...leaky, directory: { ...directory, memberships: memberships.close() } }
    expect(await judge.judge('people', packed, now, people)).toEqual(judgeHere('people', leaky, now, people))
    // What was sent is still here.
    expect([...packed.directory.memberships]).toEqual(directory.memberships)
  })

  it('gets the sign-ins of an impact, of each those that are its own', async () => {
    const at = new Date(now.getTime() - 24 * 60 * 60_000)
    const rows = Array.from({ length: 450 }, (_, index) =>
      row({
        id: `row-${index}`,
        at,
        userId: BEN,
        correlationId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      }),
    )
    const signIns = (count: number) => ({
      records: readRecords({ value: rows.slice(0, count) }).records,
      days: new Set([at.toISOString().slice(0, 10)]),
      deviceAccounts: new Set<string>(),
    })
    const counts = [450, 3]
    const answers = await Promise.all(counts.map((count) => judge.judge('impact', leaky, now, signIns(count), null)))
    expect(answers).toEqual(counts.map((count) => judgeHere('impact', leaky, now, signIns(count), null)))
    expect(answers).toMatchObject(counts.map((completed) => ({ seen: { completed } })))
  })

  it('is never answered from another snapshot, however they are asked for', async () => {
    const asked = [leaky, tight, leaky].map((of) => judge.judge('policy', of, now, { kind: 'status' }))
    const answers = await Promise.all(asked)
    expect(answers.map((answer) => (answer.kind === 'status' ? answer.blocked : null))).toEqual([
      'partial',
      'yes',
      'partial',
    ])
  })

  it('has the time at which it was seen last', async () => {
    const seenAgain = dateAgain(leaky, { takenAt: new Date(now.getTime() - 1000).toISOString() })
    expect(await judge.judge('dated', seenAgain, now)).toEqual(judgeHere('dated', seenAgain, now))
  })

  it('is judged again after the thread has ended', async () => {
    await judge.close()
    expect(await judge.judge('dated', tight, now)).toEqual(judgeHere('dated', tight, now))
  })

  it('fails, and leaves nobody waiting, where the thread ends while it is sent', async () => {
    const large = snapshot({ policies: Array.from({ length: 4_000 }, () => policy({})) })
    const asked = judge.judge('dated', large, now)
    const failed = expect(asked).rejects.toMatchObject({ code: 'internal' })
    await turn()
    await judge.close()
    await failed
  })
})

it('starts no thread for a small tenant', async () => {
  const judge = createPolicyJudge()
  expect(await judge.judge('dated', leaky, now)).toEqual(judgeHere('dated', leaky, now))
  expect(judge.isRunning).toBe(false)
})
