/**
 * Works off what is owed: claims due jobs, most severe first, and gives each to its flow. A job ends in one of three
 * ways: finished, tried again later, or abandoned with a reason that stays for the operator. A crash leaves it to the
 * next owner when its lease ends.
 */
import { type ErrorCode, errorFields, isPosternError } from '../domain/errors.js'
import type { AlertId, CheckId } from '../domain/ids.js'
import { contain } from './jobs/contain.js'
import { escalate } from './jobs/escalate.js'
import { refreshCard } from './jobs/refreshCard.js'
import { reportToTeam } from './jobs/reportToTeam.js'
import { tellOwner } from './jobs/tellOwner.js'
import { tellTeam } from './jobs/tellTeam.js'
import type { Job, JobKind, Ports } from './ports.js'

const CLAIM_MAX = 10
const LEASE_MS = 60 * 1000
const RETRY_BASE_MS = 2000
const RETRY_MAX_MS = 5 * 60 * 1000
/** About a day of trying at the longest interval, for faults of the other side that pass. */
const PASSING_ATTEMPTS_MAX = 300
/** A fault of our own may pass too (a race, a lost connection), but not that often. */
const INTERNAL_ATTEMPTS_MAX = 10

const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'teams-throttled',
  'teams-unavailable',
  'graph-throttled',
  'graph-unavailable',
  'graph-unauthorized',
  'store-unavailable',
])

/** Whether another try may end otherwise. */
function mayPass(code: ErrorCode, attempts: number): boolean {
  if (code === 'internal') return attempts < INTERNAL_ATTEMPTS_MAX
  return PASSING.has(code) && attempts < PASSING_ATTEMPTS_MAX
}

export type JobPorts = Ports

/** Does one job. It calls `begin` right before its effect; false means that the lease is lost and nothing may be done. */
export type JobFlow<Subject> = (
  ports: JobPorts,
  job: Job & { readonly subject: Subject },
  begin: () => Promise<boolean>,
) => Promise<void>

const FLOWS: { readonly [Kind in JobKind]: JobFlow<AlertId & CheckId> } = {
  'tell-owner': tellOwner,
  'tell-team': tellTeam,
  'report-team': reportToTeam,
  'refresh-owner': (ports, job, begin) => refreshCard(ports, job, begin, 'owner'),
  'refresh-team': (ports, job, begin) => refreshCard(ports, job, begin, 'team'),
  contain,
  escalate,
}

/** `again`: the claim was full, there may be more. */
export async function runJobs(
  ports: JobPorts,
  owner: string,
): Promise<{ readonly done: number; readonly again: boolean }> {
  const jobs = await ports.store.claimJobs({ owner, limit: CLAIM_MAX, leaseMs: LEASE_MS, now: ports.clock.now() })
  await Promise.all(jobs.map((job) => runJob(ports, job, owner)))
  return { done: jobs.length, again: jobs.length === CLAIM_MAX }
}

async function runJob(ports: JobPorts, job: Job, owner: string): Promise<void> {
  try {
    await FLOWS[job.kind](ports, job as Job & { subject: AlertId & CheckId }, () =>
      ports.store.startJob(job.jobId, owner),
    )
    await ports.store.finishJob(job.jobId, owner)
  } catch (error) {
    const code = isPosternError(error) ? error.code : 'internal'
    const again = mayPass(code, job.attempts)
    ports.log[again && code !== 'internal' ? 'warn' : 'error']('job not done', {
      key: job.key,
      attempts: job.attempts,
      again,
      ...errorFields(error),
    })
    const retryAfterMs = isPosternError(error) ? error.retryAfterMs : undefined
    if (again) await ports.store.retryJob(job.jobId, owner, retryAt(ports, job, retryAfterMs), code)
    else await ports.store.abandonJob(job.jobId, owner, code)
  }
}

/** What the other side asked for, else doubling with a spread by job, so that a thousand jobs do not return at once. */
function retryAt(ports: JobPorts, job: Job, retryAfterMs: number | undefined): Date {
  const doubled = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(job.attempts, 10))
  const spread = 0.75 + ((job.jobId * 7919) % 500) / 1000
  return new Date(ports.clock.now().getTime() + Math.max(retryAfterMs ?? 0, Math.round(doubled * spread)))
}
