/**
 * Before this instant nothing is alerted on: a bot that starts on a log, or a stream, of a month must not ask the whole
 * company about last month. Older cases are kept all the same, for what is usual for a person. Set by the first source
 * that is read, and never moved again.
 */
import type { Ports } from './ports.js'
import { SIGN_IN_LOG } from './readiness.js'

const BASELINE = 'alerts-from'
const LEASE_MS = 60_000

/** Null: no source was ever read. */
export const alertsFrom = ({ store }: Pick<Ports, 'store'>): Promise<Date | null> => store.watermark(BASELINE)

export async function setAlertBaseline(
  { log, store }: Pick<Ports, 'log' | 'store'>,
  owner: string,
  from: Date,
): Promise<void> {
  const epoch = await store.takeLease(BASELINE, owner, LEASE_MS)
  if (epoch === null || (await store.watermark(BASELINE)) !== null) return
  // A log that an earlier version has read is no first start: what lies behind its mark was never looked at.
  const readTo = await store.watermark(SIGN_IN_LOG)
  const at = readTo !== null && readTo < from ? readTo : from
  await store.setWatermark(BASELINE, at, epoch)
  log.info('first start: older sign-ins are not alerted on', { from: at.toISOString() })
}
