/**
 * The queue: what is owed, in the same database as what it is owed for, so that both are written in one transaction.
 *
 * A claim takes rows nobody else is taking (`for update skip locked`) for as long as a lease lasts, by the clock of
 * the database. Every later step of a job is fenced: it counts only while the row still runs under its claimant.
 * When a job is due is a matter of the caller's clock, passed in.
 */
import { z } from 'zod/v4'
import type { Job, JobKind, JobSubject, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { firstsIn, gather } from './gather.js'
import { json, readRows, word } from './values.js'

const JOB: z.ZodType<Job> = z.object({
  jobId: z.number(),
  owner: z.string(),
  key: z.string(),
  kind: word<JobKind>(),
  subject: word<JobSubject>(),
  priority: z.number(),
  runAt: z.date(),
  attempts: z.number(),
  lastCode: z.string().nullable(),
  startedAt: z.date().nullable(),
})
const COUNTS = z.object({ waiting: z.number(), running: z.number(), abandoned: z.number() })

/**
 * Waiting rows and lapsed ones are sought apart, so that each search follows its own index however long the other
 * list is. `now()` in the search lets it use the index; the lease is counted from when the row is written.
 */
const CLAIM = `
  with waiting as (
    select job_id, priority, run_at from job where state = 'waiting' and run_at <= $4
      and ($5::jsonb is null or ($5::jsonb ? kind) = $6)
    order by priority, run_at, job_id limit $2 for update skip locked
  ), lapsed as (
    select job_id, priority, run_at from job where state = 'running' and lease_until < now()
      and ($5::jsonb is null or ($5::jsonb ? kind) = $6)
    order by priority, run_at, job_id limit $2 for update skip locked
  ), due as (
    select job_id from (select * from waiting union all select * from lapsed) as either
    order by priority, run_at, job_id limit $2
  ), claimed as (
    update job set state = 'running', owner = $1, attempts = attempts + 1,
      lease_until = clock_timestamp() + $3 * interval '1 millisecond'
    from due where job.job_id = due.job_id
    returning job.*
  )
  select job_id as "jobId", owner, key, kind, subject, priority, run_at as "runAt", attempts, last_code as "lastCode",
    started_at as "startedAt"
  from claimed order by priority, run_at, job_id`

/** The row still runs under this claimant. */
const FENCE = "where job_id = $1 and owner = $2 and state = 'running'"

interface Held {
  readonly jobId: number
  readonly owner: string
  readonly runAt?: Date
}

/** What the fence keeps, for many at once. */
const ofHeld = (changes: string): string => `
  update job set ${changes}
  from jsonb_to_recordset($1::jsonb) as held("jobId" bigint, owner text, "runAt" timestamptz)
  where job.job_id = held."jobId" and job.owner = held.owner and job.state = 'running'
  returning held."jobId" || ' ' || held.owner as key`

export const jobs = (
  sql: Sql,
): Pick<
  StoreTx,
  | 'addJob'
  | 'oweAgain'
  | 'claimJobs'
  | 'startJob'
  | 'finishJob'
  | 'retryJob'
  | 'postponeJob'
  | 'hastenJobs'
  | 'abandonJob'
  | 'cancelJob'
  | 'jobCounts'
> => {
  const changing = (changes: string) =>
    gather(sql, async (held: readonly Held[]) =>
      firstsIn(held, ({ jobId, owner }) => `${jobId} ${owner}`, await sql.query(ofHeld(changes), [json(held)])),
    )
  const start = changing('started_at = clock_timestamp()')
  const finish = changing("state = 'done', lease_until = null, last_code = null")
  const postpone = changing(
    `state = 'waiting', owner = null, lease_until = null, run_at = held."runAt", attempts = attempts - 1`,
  )
  return {
    async addJob({ key, kind, subject, priority, runAt }) {
      const { count } = await sql.query(
        'insert into job (key, kind, subject, priority, run_at) values ($1, $2, $3, $4, $5) on conflict (key) do nothing',
        [key, kind, subject, priority, runAt],
      )
      return count === 1
    },

    /** Whoever runs it now finds that it is not his any more, and ends it for nobody. */
    async oweAgain({ key, kind, subject, priority, runAt }) {
      await sql.query(
        `insert into job (key, kind, subject, priority, run_at) values ($1, $2, $3, $4, $5)
       on conflict (key) do update set state = 'waiting', owner = null, lease_until = null, started_at = null,
         run_at = excluded.run_at, priority = excluded.priority, attempts = 0, last_code = null
       where job.state <> 'waiting'`,
        [key, kind, subject, priority, runAt],
      )
    },

    async claimJobs({ owner, limit, leaseMs, now, lane }) {
      const kinds = lane === undefined ? null : json(lane.kinds)
      return readRows(JOB, await sql.query(CLAIM, [owner, limit, leaseMs, now, kinds, lane?.inside ?? true]))
    },

    startJob: (jobId, owner) => start({ jobId, owner }),
    finishJob: (jobId, owner) => finish({ jobId, owner }),

    /** `started_at` stays: a call that began and failed may have had its effect all the same. */
    async retryJob(jobId, owner, runAt, code) {
      const { count } = await sql.query(
        `update job set state = 'waiting', owner = null, lease_until = null, run_at = $3, last_code = $4 ${FENCE}`,
        [jobId, owner, runAt, code],
      )
      return count === 1
    },

    postponeJob: (jobId, owner, runAt) => postpone({ jobId, owner, runAt }),

    async hastenJobs(code, now) {
      const hasten = "update job set run_at = $2 where state = 'waiting' and last_code = $1 and run_at > $2"
      return (await sql.query(hasten, [code, now])).count
    },

    async abandonJob(jobId, owner, code) {
      const abandon = `update job set state = 'abandoned', lease_until = null, last_code = $3 ${FENCE}`
      return (await sql.query(abandon, [jobId, owner, code])).count === 1
    },

    async cancelJob(key) {
      const cancel = "update job set state = 'cancelled' where key = $1 and state = 'waiting'"
      return (await sql.query(cancel, [key])).count === 1
    },

    async jobCounts() {
      const counts = await sql.query(
        `select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'running') as running,
         count(*) filter (where state = 'abandoned') as abandoned
       from job where state in ('waiting', 'running', 'abandoned')`,
      )
      return readRows(COUNTS, counts)[0] ?? { waiting: 0, running: 0, abandoned: 0 }
    },
  }
}
