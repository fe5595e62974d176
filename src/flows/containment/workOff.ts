/**
 * Carries out what was decided, by whomever: the steps that are under way or being undone, in their order. One that
 * fails holds up none after it. A fault that may pass leaves its step under way and is thrown at the end, so that the
 * job comes back for it.
 */
import { isPosternError, type PosternError } from '../../domain/errors.js'
import type { AlertId } from '../../domain/ids.js'
import type { StepView } from '../../domain/notices.js'
import { CONTAINMENT_STEPS, type ContainmentStep, type ReversibleStep } from '../../domain/signInAlert/index.js'
import { priorityOf } from '../alertPriority.js'
import { jobOf } from '../jobs.js'
import type { Alert } from '../ports.js'
import { beginReading, collectAdditions, type Reading } from './collect.js'
import { disableAccount, disableNewDevices, enableAgain } from './disable.js'
import { beginWatch, dismissRisk, markCompromised, revokeSessions } from './sessions.js'
import { type Actor, type ContainPorts, decidedBy, mayPass, type StepEnd, stepOf, writeStep } from './steps.js'

interface Run {
  readonly alert: Alert
  readonly step: StepView
  readonly actor: Actor
  readonly reading: Reading
  /** An earlier try may have had its effect already. */
  readonly resumed: boolean
}

type Carry = (ports: ContainPorts, run: Run) => Promise<StepEnd>

/** The watch waits for the log, and is ended by a job of its own. */
type Carried = Exclude<ContainmentStep, 'watch-residual'>

const TAKE: Readonly<Record<Carried, Carry>> = {
  'collect-additions': (ports, { alert, reading }) => collectAdditions(ports, alert, reading),
  'disable-new-devices': (ports, { alert, actor, reading }) => disableNewDevices(ports, alert, actor, reading),
  'disable-account': (ports, { alert, actor }) => disableAccount(ports, alert, actor),
  'revoke-sessions': (ports, { alert, step, resumed }) => revokeSessions(ports, alert, step.at, resumed),
  'mark-compromised': (ports, { alert, actor }) => markCompromised(ports, alert, actor),
}

const UNDO: Readonly<Record<ReversibleStep, Carry>> & Partial<Record<Carried, Carry>> = {
  'disable-new-devices': (ports, { alert }) => enableAgain(ports, alert, 'disable-new-devices'),
  'disable-account': (ports, { alert }) => enableAgain(ports, alert, 'disable-account'),
  'mark-compromised': (ports, { alert }) => dismissRisk(ports, alert),
}

const ORDER = (Object.keys(CONTAINMENT_STEPS) as ContainmentStep[]).filter((step) => step in TAKE) as readonly Carried[]

/** @throws PosternError the first fault that may pass */
export async function workOff(ports: ContainPorts, alertId: AlertId, resumed: boolean): Promise<void> {
  const alert = await ports.store.alertById(alertId)
  if (alert === null) return
  const reading = await beginReading(ports, alert)
  const faults: PosternError[] = []
  const carry = async (name: Carried): Promise<void> => {
    const step = stepOf(await ports.store.containmentSteps(alertId), name)
    const take = step?.outcome === 'under-way' ? TAKE[name] : step?.outcome === 'undoing' ? UNDO[name] : undefined
    if (step === undefined || take === undefined) return
    const actor = decidedBy(await ports.store.alertSteps(alertId), name)
    const fault = await end(ports, take, { alert, step, actor, reading, resumed })
    if (fault !== null) faults.push(fault)
  }
  // Nothing waits for what is only read.
  const collecting = carry('collect-additions')
  try {
    for (const name of ORDER) if (name !== 'collect-additions') await carry(name)
  } finally {
    await collecting
    await refreshCards(ports, alertId)
  }
  await reportAdditions(ports, alert)
  if (faults[0] !== undefined) throw faults[0]
}

/** The fault that another try may mend; null where the step has ended, well or not. */
async function end(ports: ContainPorts, take: Carry, run: Run): Promise<PosternError | null> {
  const { alert, step, actor } = run
  try {
    const { outcome, why } = await take(ports, run)
    const ended = { step: step.step, outcome, why, at: ports.clock.now() }
    await ports.store.transaction(async (tx) => {
      await writeStep(tx, alert.alertId, ended, actor)
      if (step.step === 'revoke-sessions' && outcome === 'done') await beginWatch(tx, alert, ended.at, actor)
    })
    return null
  } catch (error) {
    if (!isPosternError(error) || error.code.startsWith('store-')) throw error
    ports.log.error('containment step not done', { alertId: alert.alertId, step: step.step, code: error.code })
    const passes = mayPass(error.code)
    // Under way since the same instant: a revoke is proven by what Graph shows since then.
    const outcome = passes ? step.outcome : 'failed'
    const at = passes ? step.at : ports.clock.now()
    const isKnown = passes && step.why === error.code
    const failed = { step: step.step, outcome, why: error.code, at }
    if (!isKnown) await ports.store.transaction((tx) => writeStep(tx, alert.alertId, failed, actor))
    return passes ? error : null
  }
}

async function refreshCards(ports: ContainPorts, alertId: AlertId): Promise<void> {
  const alert = await ports.store.alertById(alertId)
  if (alert === null) return
  const at = ports.clock.now()
  // Steps change no version, so the instant tells one refresh from the next.
  for (const make of [jobOf.refreshOwner, jobOf.refreshTeam]) {
    const job = make(alertId, alert.version, priorityOf(alert.severity), at)
    await ports.store.addJob({ ...job, key: `${job.key}:${at.toISOString()}` })
  }
}

/** An edit rings nowhere: that something was added is told once in the thread of the case. */
async function reportAdditions(ports: ContainPorts, { alertId, version, severity }: Alert): Promise<void> {
  const [first] = await ports.store.sentFor(alertId, 'team')
  const isFound = (await ports.store.collectionsOf(alertId)).some(({ found }) => found.some(({ at }) => at !== null))
  if (first === undefined || !isFound) return
  const job = jobOf.tellTeam(alertId, version, priorityOf(severity), ports.clock.now())
  await ports.store.addJob({ ...job, key: `alert:${alertId}:tell-team:additions` })
}
