/**
 * Somebody asks whether a message is genuine. The answer is the domain's; kept are the findings, so that
 * *Report to security* and the sign-in watch can refer to them. The text itself is kept sealed only, and not logged.
 */
import { type CodeCheck, type CodeCheckInput, checkMessage } from '../domain/codeCheck/index.js'
import { afterVerification, type Verification } from '../domain/codeCheck/verification/index.js'
import type { CheckId } from '../domain/ids.js'
import type { ColleagueReports } from '../domain/lures/index.js'
import type { Actor } from './actor.js'
import { type ColleaguePorts, colleagueReports } from './colleagueReports.js'
import { jobOf } from './jobs.js'
import { type KeepPorts, keepForReport } from './keepForReport.js'
import type { Ports } from './ports.js'
import { type Verifiable, type VerifyPorts, verifyMessage } from './verifyMessage.js'
import { openWatch } from './watches.js'

export type CheckPorts = Pick<Ports, 'ids'> & ColleaguePorts & KeepPorts & VerifyPorts

export interface PersonsCheck {
  readonly checkId: CheckId
  readonly check: CodeCheck
  readonly verification: Verification | null
  /** For the buttons of the asker's own card; null where others see it. */
  readonly key: string | null
  readonly colleagues: ColleagueReports | null
}

export async function checkForPerson(
  ports: CheckPorts,
  actor: Actor,
  message: CodeCheckInput,
  about: Omit<Verifiable, 'check'> = { author: null, audience: 'everybody' },
): Promise<PersonsCheck> {
  const alone = checkMessage(message)
  const verification = await verifyMessage(ports, actor, { check: alone, ...about })
  const check = afterVerification(alone, verification)
  const at = ports.clock.now()
  const checkId = ports.ids.checkId()
  const { verdict, confidence, signals, advice } = check
  const expiresAt = new Date(at.getTime() + ports.settings.checkRetentionMs)
  const stored = { checkId, userId: actor.userId, at, check: { verdict, confidence, signals, advice }, expiresAt }
  await ports.store.transaction(async (tx) => {
    await tx.saveCheck(stored)
    await tx.addAudit({ event: 'message-checked', what: verdict, actor: actor.userId, at, details: { checkId } })
    // Many ask after they have typed the code: what was seen of them before is looked at again.
    if (verdict === 'phishing') await tx.addJob(jobOf.reassess(actor.userId, checkId, at))
    await openWatch(ports, tx, actor, { checkId, check, from: at, now: at })
  })
  ports.log.info('message checked', { checkId, verdict, confidence, signals: signals.map((signal) => signal.code) })
  const { key, traces } = await keepForReport(ports, checkId, check, { message, ...about })
  const colleagues = about.audience === 'asker' ? await colleagueReports(ports, traces, actor) : null
  return { checkId, check, verification, key, colleagues }
}
