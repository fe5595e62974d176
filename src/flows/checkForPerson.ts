/**
 * Somebody asks whether a message is genuine. The answer is the domain's; kept are the findings, so that
 * *Report to security* and the sign-in watch can refer to them. The text itself is not kept and not logged.
 */
import { type CodeCheck, type CodeCheckInput, checkMessage } from '../domain/codeCheck/index.js'
import type { CheckId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

export type CheckPorts = Pick<Ports, 'clock' | 'ids' | 'log' | 'store' | 'settings'>

export async function checkForPerson(
  ports: CheckPorts,
  actor: Actor,
  message: CodeCheckInput,
): Promise<{ readonly checkId: CheckId; readonly check: CodeCheck }> {
  const check = checkMessage(message)
  const at = ports.clock.now()
  const checkId = ports.ids.checkId()
  const { verdict, confidence, signals, advice } = check
  await ports.store.saveCheck({
    checkId,
    userId: actor.userId,
    at,
    check: { verdict, confidence, signals, advice },
    expiresAt: new Date(at.getTime() + ports.settings.checkRetentionMs),
  })
  ports.log.info('message checked', { checkId, verdict, confidence, signals: signals.map((signal) => signal.code) })
  return { checkId, check }
}
