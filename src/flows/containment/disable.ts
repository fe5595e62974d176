/**
 * Disables the account, or the devices registered since the first leg, and takes it back. Each target is written before
 * its effect and after its proof, so that a crash goes on where it stopped, and only what Postern itself has disabled is
 * ever enabled again. What the machine does by itself counts against the hourly limit, over all replicas.
 */
import { isPosternError } from '../../domain/errors.js'
import { type Addition, type ContainmentStep, DISABLES_PER_HOUR_MAX, isSince } from '../../domain/signInAlert/index.js'
import type { Alert, ContainmentAction } from '../ports.js'
import type { Reading } from './collect.js'
import { type Actor, type ContainPorts, mayPass, type StepEnd } from './steps.js'

const HOUR_MS = 60 * 60 * 1000
/** Of one case by the machine: whoever registers many devices must not use up the turn of the account. */
const DEVICES_MAX = DISABLES_PER_HOUR_MAX - 1

/** What is disabled in the same way: read, changed, read back. */
interface Target {
  readonly id: string
  isEnabled(): Promise<boolean>
  setEnabled(enabled: boolean): Promise<void>
}

type TargetEnd = 'done' | 'not-read-back' | 'already-disabled' | 'hourly-limit-reached'

const accountOf = ({ containment }: ContainPorts, { userId }: Alert): Target => ({
  id: userId,
  isEnabled: () => containment.isAccountEnabled(userId),
  setEnabled: (enabled) => containment.setAccountEnabled(userId, enabled),
})

const deviceOf = ({ containment }: ContainPorts, deviceId: string): Target => ({
  id: deviceId,
  isEnabled: () => containment.isDeviceEnabled(deviceId),
  setEnabled: (enabled) => containment.setDeviceEnabled(deviceId, enabled),
})

export async function disableAccount(ports: ContainPorts, alert: Alert, actor: Actor): Promise<StepEnd> {
  return endOf([await disable(ports, alert, 'disable-account', actor, accountOf(ports, alert))])
}

/** Devices that are known to be new; one without a time may be years old, and is only shown. */
export async function disableNewDevices(
  ports: ContainPorts,
  alert: Alert,
  actor: Actor,
  reading: Reading,
): Promise<StepEnd> {
  const devices = await reading.of('device')
  const isCut = devices.why === 'too-many-to-read'
  if (devices.why !== null && !isCut) return { outcome: 'failed', why: devices.why }
  const fresh = devices.found.filter((one: Addition) => isSince(one, reading.since))
  const ends: TargetEnd[] = []
  let fault: unknown = null
  for (const { id } of fresh) {
    if (actor === 'postern' && ends.filter(isTaken).length >= DEVICES_MAX) {
      ends.push('hourly-limit-reached')
      break
    }
    try {
      ends.push(await disable(ports, alert, 'disable-new-devices', actor, deviceOf(ports, id)))
    } catch (error) {
      if (!isPosternError(error) || error.code.startsWith('store-')) throw error
      // It is gone: nothing is left to be disabled.
      if (error.code === 'graph-not-found') continue
      fault = fault !== null && isPosternError(fault) && mayPass(fault.code) ? fault : error
    }
  }
  if (fault !== null) throw fault
  const end: StepEnd = ends.length === 0 ? { outcome: 'done', why: 'no-new-devices' } : endOf(ends)
  // What was found is disabled; whether that is all, nobody knows.
  return isCut && end.outcome === 'done' ? { outcome: 'failed', why: devices.why } : end
}

const isTaken = (end: TargetEnd): boolean => end === 'done' || end === 'not-read-back'

function endOf(ends: readonly TargetEnd[]): StepEnd {
  if (ends.includes('hourly-limit-reached')) return { outcome: 'left-to-team', why: 'hourly-limit-reached' }
  if (ends.includes('not-read-back')) return { outcome: 'done', why: 'not-read-back' }
  return { outcome: 'done', why: ends.every((end) => end === 'already-disabled') ? 'already-disabled' : null }
}

async function disable(
  ports: ContainPorts,
  { alertId }: Alert,
  step: ContainmentStep,
  actor: Actor,
  target: Target,
): Promise<TargetEnd> {
  const action = { alertId, step, target: target.id }
  const known = (await ports.store.containmentActions(alertId)).find(isOf(step, target.id))
  const isEnabled = await target.isEnabled()
  if (!isEnabled) {
    // Begun before a crash: the effect was out, and this is its proof.
    if (known?.state === 'begun') await ports.store.endAction(action, 'done')
    return known === undefined || known.state === 'undone' ? 'already-disabled' : 'done'
  }
  const at = ports.clock.now()
  const since = new Date(at.getTime() - HOUR_MS)
  // What was done and is enabled again was enabled by somebody else.
  const limit = { most: DISABLES_PER_HOUR_MAX, since, again: known?.state === 'done' }
  const isAllowed = await ports.store.transaction((tx) =>
    tx.beginAction({ ...action, automatic: actor === 'postern', actor, at }, limit),
  )
  if (!isAllowed) return 'hourly-limit-reached'
  await target.setEnabled(false)
  const isProven = await isNow(target, false)
  await ports.store.endAction(action, 'done')
  return isProven ? 'done' : 'not-read-back'
}

/** The directory is read from copies that lag a little: what does not show at once is said, and not taken for failed. */
const isNow = (target: Target, enabled: boolean): Promise<boolean> =>
  target.isEnabled().then(
    (is) => is === enabled,
    (error: unknown) => {
      if (!isPosternError(error)) throw error
      return false
    },
  )

/** Enables what Postern has disabled under this alert. */
export async function enableAgain(ports: ContainPorts, alert: Alert, step: ContainmentStep): Promise<StepEnd> {
  const actions = (await ports.store.containmentActions(alert.alertId)).filter(
    (one) => one.step === step && one.state !== 'undone',
  )
  let isProven = true
  for (const { target: id } of actions) {
    const target = step === 'disable-account' ? accountOf(ports, alert) : deviceOf(ports, id)
    try {
      await target.setEnabled(true)
      isProven = (await isNow(target, true)) && isProven
    } catch (error) {
      if (!isPosternError(error, 'graph-not-found')) throw error
    }
    await ports.store.endAction({ alertId: alert.alertId, step, target: id }, 'undone')
  }
  return { outcome: 'undone', why: isProven ? 'undone-by-team' : 'not-read-back' }
}

const isOf =
  (step: ContainmentStep, target: string) =>
  (one: ContainmentAction): boolean =>
    one.step === step && one.target === target
