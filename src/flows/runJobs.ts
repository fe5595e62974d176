/**
 * Works off what is owed: claims due jobs, most severe first, and gives each to its flow. A job ends in one of three
 * ways: finished, tried again later, or abandoned with a reason that stays for the operator. A crash leaves it to the
 * next owner when its lease ends.
 */
import { type ErrorCode, errorFields, isPosternError } from '../domain/errors.js'
import type { AlertId, CheckId, PolicyWriteId, UserId, WarnedId, WarningId } from '../domain/ids.js'
import { carryOut, contain, giveUpContaining } from './jobs/contain.js'
import { escalate } from './jobs/escalate.js'
import { findRecipients } from './jobs/findRecipients.js'
import type { JobFlow } from './jobs/jobFlow.js'
import { isUnwritten, writeProofs } from './jobs/prove.js'
import { reassess } from './jobs/reassess.js'
import { refreshOwnerCard, refreshTeamCard } from './jobs/refreshCard.js'
import { remindTeam } from './jobs/remindTeam.js'
import { refreshReportCards, reportToTeam, tellReportNews } from './jobs/reportToTeam.js'
import { takeUpRows } from './jobs/takeUpRows.js'
import { tellDigest } from './jobs/tellDigest.js'
import { refreshDrift, tellDrift } from './jobs/tellDrift.js'
import { tellEmergency } from './jobs/tellEmergency.js'
import { handOver, tellOwner } from './jobs/tellOwner.js'
import { tellManager, tellSecondChannel } from './jobs/tellRoutes.js'
import { tellSource } from './jobs/tellSource.js'
import { tellTeam } from './jobs/tellTeam.js'
import { refreshWatchCard, tellWatch } from './jobs/tellWatch.js'
import { giveUpWarning, showWarning, warnPerson } from './jobs/warnPerson.js'
import { watchResidual } from './jobs/watchResidual.js'
import { giveUpWriting, tellPolicyWrite, writePolicy } from './jobs/writePolicy.js'
import type { DigestDue, DriftId, Job, JobKind, Ports, SourceFaultId } from './ports.js'
import { ownPaceMs } from './sendNotice.js'

/**
 * What a replica has in hand at once: a second of Teams' pace, nearly. They share statements and commits, so more is
 * faster; a crash doubles no more cards than these.
 */
const CLAIM_MAX = 25
const LEASE_MS = 60 * 1000
const RETRY_BASE_MS = 2000
const RETRY_MAX_MS = 5 * 60 * 1000
/** About a day of trying at the longest interval, for faults of the other side that pass. */
const PASSING_ATTEMPTS_MAX = 300
/** A fault of our own may pass too (a race, a lost connection), but not that often. */
const INTERNAL_ATTEMPTS_MAX = 10

/** Tried so often, a job has seen an outage and not a hiccup. */
const OUTAGE_ATTEMPTS = 4

const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'teams-throttled',
  'teams-unavailable',
  'graph-throttled',
  'graph-unavailable',
  'graph-unauthorized',
  // A secret expires and is renewed; what is owed meanwhile waits.
  'entra-refused',
  'entra-unavailable',
  'store-unavailable',
])

/** What the security team is owed is not given up over a refusal: a channel can be configured, a bot be added again. */
const OWED_TO_TEAM: ReadonlySet<JobKind> = new Set<JobKind>([
  'tell-team',
  'remind-team',
  'report-team',
  'report-news',
  'refresh-report',
  'show-warning',
  'tell-source',
  'tell-second-channel',
  'tell-digest',
  'tell-drift',
  'tell-emergency',
  'tell-policy-write',
])

/**
 * What goes to the security channel has a lane of its own: a channel takes few posts, and those that wait for it must
 * not be claimed again and again before the questions to people.
 */
const TO_CHANNEL: readonly JobKind[] = [...OWED_TO_TEAM, 'refresh-team', 'refresh-drift']

/** Whether another try may end otherwise. */
function mayPass(job: Job, code: ErrorCode): boolean {
  if (code === 'internal') return job.attempts < INTERNAL_ATTEMPTS_MAX
  return (PASSING.has(code) || OWED_TO_TEAM.has(job.kind)) && job.attempts < PASSING_ATTEMPTS_MAX
}

type AnySubject = AlertId &
  CheckId &
  UserId &
  WarningId &
  WarnedId &
  SourceFaultId &
  DigestDue &
  DriftId &
  PolicyWriteId

const FLOWS: { readonly [Kind in JobKind]: JobFlow<AnySubject> } = {
  reassess,
  'tell-owner': tellOwner,
  'tell-team': tellTeam,
  'report-team': reportToTeam,
  'report-news': tellReportNews,
  'refresh-report': refreshReportCards,
  'find-recipients': findRecipients,
  'show-warning': showWarning,
  'warn-person': warnPerson,
  'refresh-owner': refreshOwnerCard,
  'refresh-team': refreshTeamCard,
  contain,
  'carry-out': carryOut,
  'watch-residual': watchResidual,
  escalate,
  'remind-team': remindTeam,
  'tell-watch': tellWatch,
  'refresh-watch': refreshWatchCard,
  'tell-source': tellSource,
  'take-up-rows': takeUpRows,
  'tell-manager': tellManager,
  'tell-second-channel': tellSecondChannel,
  'tell-digest': tellDigest,
  'tell-drift': tellDrift,
  'refresh-drift': refreshDrift,
  'tell-emergency': tellEmergency,
  'write-policy': writePolicy,
  'tell-policy-write': tellPolicyWrite,
}

/** `again`: a claim was full and nothing had to wait for its turn, so there may be more to do at once. */
export async function runJobs(
  ports: Ports,
  owner: string,
): Promise<{ readonly done: number; readonly again: boolean }> {
  await writeProofs(ports)
  const lanes = await Promise.all([false, true].map((inside) => runLane(ports, owner, inside)))
  return { done: lanes.reduce((sum, { done }) => sum + done, 0), again: lanes.some(({ again }) => again) }
}

async function runLane(ports: Ports, owner: string, inside: boolean): Promise<{ done: number; again: boolean }> {
  const lane = { kinds: TO_CHANNEL, inside }
  const now = ports.clock.now()
  const jobs = await ports.store.claimJobs({ owner, limit: CLAIM_MAX, leaseMs: LEASE_MS, now, lane })
  const waits = await Promise.all(jobs.map((job) => runJob(ports, job, owner)))
  return { done: jobs.length, again: jobs.length === CLAIM_MAX && !waits.includes('waits') }
}

async function runJob(ports: Ports, job: Job, owner: string): Promise<'ended' | 'waits'> {
  try {
    await FLOWS[job.kind](ports, job as Job & { subject: AnySubject }, () => ports.store.startJob(job.jobId, owner))
    await ports.store.finishJob(job.jobId, owner)
    await tellOfRecovery(ports, job)
  } catch (error) {
    // Not to be repeated: the round fails, as others do while the database is away, and a later one writes the proof.
    if (isUnwritten(ports, job)) throw error
    const waitMs = ownPaceMs(error)
    if (waitMs !== null) {
      await ports.store.postponeJob(job.jobId, owner, new Date(ports.clock.now().getTime() + waitMs))
      return 'waits'
    }
    const code = isPosternError(error) ? error.code : 'internal'
    const again = mayPass(job, code)
    ports.log[again && code !== 'internal' ? 'warn' : 'error']('job not done', {
      key: job.key,
      attempts: job.attempts,
      again,
      ...errorFields(error),
    })
    const retryAfterMs = isPosternError(error) ? error.retryAfterMs : undefined
    if (again) await ports.store.retryJob(job.jobId, owner, retryAt(ports, job, retryAfterMs), code)
    else await giveUp(ports, job, owner, code)
  }
  return 'ended'
}

/** The first that gets through after an outage calls the others, which then go most severe first. */
async function tellOfRecovery({ clock, log, store }: Ports, { attempts, lastCode }: Job): Promise<void> {
  if (lastCode === null || attempts <= OUTAGE_ATTEMPTS) return
  const jobs = await store.hastenJobs(lastCode, clock.now())
  if (jobs > 0) log.info('a fault is over, what waited for its end is due', { code: lastCode, jobs })
}

/** A card that its owner will not get goes to the team, and a warning is counted, before the job is given up. */
async function giveUp(ports: Ports, job: Job, owner: string, code: ErrorCode): Promise<void> {
  if (job.kind === 'tell-owner') await handOver(ports, job.subject as AlertId)
  if (job.kind === 'warn-person') await giveUpWarning(ports, job.subject as WarnedId)
  if (job.kind === 'contain' || job.kind === 'carry-out') await giveUpContaining(ports, job.subject as AlertId, code)
  if (job.kind === 'write-policy') await giveUpWriting(ports, job.subject as PolicyWriteId)
  await ports.store.abandonJob(job.jobId, owner, code)
}

/** What the other side asked for, else doubling with a spread by job, so that a thousand jobs do not return at once. */
function retryAt(ports: Ports, job: Job, retryAfterMs: number | undefined): Date {
  const doubled = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(job.attempts, 10))
  const spread = 0.75 + ((job.jobId * 7919) % 500) / 1000
  return new Date(ports.clock.now().getTime() + Math.max(retryAfterMs ?? 0, Math.round(doubled * spread)))
}
