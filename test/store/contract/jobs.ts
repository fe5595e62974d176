import { expect, it } from 'vitest'
import type { Job } from '../../../src/flows/ports.js'
import type { Place } from '../../support/engines.js'
import { AT, JOB, later } from '../examples.js'

/** A lease that has ended the moment it was given: what a crashed or stalled owner leaves behind. */
const ENDED_MS = -1000
const LEASE_MS = 60_000

export function jobsContract(place: Place): void {
  const claim = (owner: string, options: { limit?: number; leaseMs?: number; now?: Date } = {}) =>
    place.store.claimJobs({ owner, limit: 10, leaseMs: LEASE_MS, now: AT, ...options })
  const claimOne = async (owner: string, leaseMs = LEASE_MS): Promise<Job> => {
    const [job] = await claim(owner, { leaseMs })
    if (job === undefined) throw new Error('there was no job to claim')
    return job
  }

  it('owes an effect once', async () => {
    expect(await place.store.addJob(JOB)).toBe(true)
    expect(await place.store.addJob({ ...JOB, priority: 0 })).toBe(false)
    expect(await place.store.jobCounts()).toEqual({ waiting: 1, running: 0, abandoned: 0 })
  })

  it('still owes it only once after it was done', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one')
    await place.store.finishJob(jobId, 'one')
    expect(await place.store.addJob(JOB)).toBe(false)
    expect(await claim('one')).toEqual([])
  })

  it('owes it anew where that is asked for, after it was done and while it is under way', async () => {
    await place.store.oweAgain(JOB)
    await place.store.oweAgain({ ...JOB, runAt: later(1000) })
    const first = await claimOne('one')
    expect(first.runAt).toEqual(JOB.runAt)
    await place.store.oweAgain(JOB)
    expect(await place.store.finishJob(first.jobId, 'one')).toBe(false)
    const again = await claimOne('two')
    expect(again).toMatchObject({ key: JOB.key, attempts: 1, startedAt: null })
    await place.store.finishJob(again.jobId, 'two')
    await place.store.oweAgain(JOB)
    expect(await claim('one')).toHaveLength(1)
  })

  it('hands out what was written, and that nothing had begun', async () => {
    await place.store.addJob(JOB)
    expect(await claimOne('one')).toEqual({
      ...JOB,
      jobId: 1,
      owner: 'one',
      attempts: 1,
      lastCode: null,
      startedAt: null,
    })
  })

  it('hands out a job when it is due and not before', async () => {
    await place.store.addJob({ ...JOB, runAt: later(1000) })
    expect(await claim('one', { now: later(999) })).toEqual([])
    expect(await claim('one', { now: later(1000) })).toHaveLength(1)
  })

  it('hands out the most urgent first, then the longest due', async () => {
    await place.store.addJob({ ...JOB, key: 'minor', priority: 3, runAt: later(-9000) })
    await place.store.addJob({ ...JOB, key: 'urgent, newer', priority: 0 })
    await place.store.addJob({ ...JOB, key: 'urgent, older', priority: 0, runAt: later(-1) })
    const keys = (jobs: readonly Job[]) => jobs.map((job) => job.key)
    expect(keys(await claim('one', { limit: 2 }))).toEqual(['urgent, older', 'urgent, newer'])
    expect(keys(await claim('one', { limit: 2 }))).toEqual(['minor'])
  })

  it('never hands the same job to two owners', async () => {
    for (let index = 0; index < 60; index += 1) await place.store.addJob({ ...JOB, key: `job ${index}` })
    const rounds = Array.from({ length: 12 }, (_, index) => claim(index % 2 ? 'one' : 'two', { limit: 5 }))
    const claimed = (await Promise.all(rounds)).flat().map((job) => job.key)
    expect(new Set(claimed).size).toBe(claimed.length)
    // Rows that another claim has locked for the moment are passed over, not waited for: the rest comes next time.
    const rest = (await claim('three', { limit: 100 })).map((job) => job.key)
    expect(new Set([...claimed, ...rest]).size).toBe(60)
  })

  it('hands a job to somebody else once its lease has ended, and says that it may have had its effect', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one', ENDED_MS)
    await place.store.startJob(jobId, 'one')
    const again = await claimOne('two')
    expect(again).toMatchObject({ jobId, attempts: 2 })
    expect(again.startedAt).toBeInstanceOf(Date)
    expect(await claim('three')).toEqual([])
  })

  it('refuses every step of an owner whose lease was lost', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one', ENDED_MS)
    await claimOne('two')
    expect(await place.store.startJob(jobId, 'one')).toBe(false)
    expect(await place.store.finishJob(jobId, 'one')).toBe(false)
    expect(await place.store.retryJob(jobId, 'one', AT, 'teams-unavailable')).toBe(false)
    expect(await place.store.abandonJob(jobId, 'one', 'teams-unreachable')).toBe(false)
    expect(await place.store.finishJob(jobId, 'two')).toBe(true)
    expect(await place.store.finishJob(jobId, 'two')).toBe(false)
  })

  it('puts a job back for later', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one')
    expect(await place.store.retryJob(jobId, 'one', later(5000), 'teams-throttled')).toBe(true)
    expect(await claim('one', { now: later(4999) })).toEqual([])
    expect(await claim('one', { now: later(5000) })).toMatchObject([{ jobId, attempts: 2 }])
  })

  it('lets a job that had to wait for its turn come back without a try used up', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one')
    expect(await place.store.postponeJob(jobId, 'two', later(100))).toBe(false)
    expect(await place.store.postponeJob(jobId, 'one', later(100))).toBe(true)
    expect(await claim('two', { now: later(99) })).toEqual([])
    expect(await claim('two', { now: later(100) })).toMatchObject([{ jobId, attempts: 1, lastCode: null }])
  })

  it('calls what waits for the end of a fault, and nothing else', async () => {
    for (const key of ['teams', 'graph', 'never tried']) await place.store.addJob({ ...JOB, key })
    for (const { jobId, key } of await claim('one', { limit: 2 })) {
      await place.store.retryJob(jobId, 'one', later(300_000), `${key}-unavailable`)
    }
    expect(await place.store.hastenJobs('teams-unavailable', later(1000))).toBe(1)
    expect((await claim('one', { now: later(1000) })).map(({ key }) => key).sort()).toEqual(['never tried', 'teams'])
  })

  it('hands out one lane beside the other', async () => {
    await place.store.addJob({ ...JOB, key: 'person', kind: 'tell-owner' })
    await place.store.addJob({ ...JOB, key: 'channel', kind: 'tell-team' })
    const keys = async (inside: boolean) =>
      (
        await place.store.claimJobs({
          owner: 'one',
          limit: 10,
          leaseMs: ENDED_MS,
          now: AT,
          lane: { kinds: ['tell-team', 'refresh-team'], inside },
        })
      ).map(({ key }) => key)
    // Twice: also what an ended lease left behind stays in its lane.
    expect([await keys(true), await keys(false)]).toEqual([['channel'], ['person']])
    expect([await keys(true), await keys(false)]).toEqual([['channel'], ['person']])
  })

  it('keeps what was abandoned in sight of the operator', async () => {
    await place.store.addJob(JOB)
    const { jobId } = await claimOne('one')
    expect(await place.store.abandonJob(jobId, 'one', 'teams-unreachable')).toBe(true)
    expect(await place.store.jobCounts()).toEqual({ waiting: 0, running: 0, abandoned: 1 })
    expect(await claim('two')).toEqual([])
  })

  it('cancels what waits, and not what runs', async () => {
    await place.store.addJob(JOB)
    await place.store.addJob({ ...JOB, key: 'running', priority: 0 })
    await claim('one', { limit: 1 })
    expect(await place.store.cancelJob('running')).toBe(false)
    expect(await place.store.cancelJob(JOB.key)).toBe(true)
    expect(await place.store.cancelJob(JOB.key)).toBe(false)
    expect(await place.store.jobCounts()).toEqual({ waiting: 0, running: 1, abandoned: 0 })
  })
}
