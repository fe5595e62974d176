/**
 * What is written as history is also written into the trail, here and not by each flow, so that no flow can forget it:
 * whoever answers, presses, reports or contains cannot be missing there.
 */
import { z } from 'zod/v4'
import type { UserId } from '../../domain/ids.js'
import type { AuditEntry, StoreTx } from '../../flows/ports.js'
import type { Sql } from '../engine.js'
import { rowOf } from '../gather.js'
import { word } from '../values.js'

export const AUDITED = [
  'addAudit',
  'addAlert',
  'addAlertStep',
  'addAnswer',
  'saveContainmentStep',
  'addReport',
  'addOwnReport',
  'saveWatch',
  'markCaseSeen',
  'concludeWatches',
  'addWarningStep',
  'settleWarned',
] as const satisfies readonly (keyof StoreTx)[]

const OWNER = z.object({ userId: word<UserId>() })

/** Entries are collected in `entries`, and appended when all else is done. */
export function audited(sql: Sql, tx: Omit<StoreTx, 'addAudit'>, entries: AuditEntry[]): StoreTx {
  const ownersOf = {
    alert: rowOf(sql, OWNER, (key) => `select user_id as "userId" from alert where alert_id = ${key}`),
    watch: rowOf(sql, OWNER, (key) => `select user_id as "userId" from sign_in_watch where check_id = ${key}`),
  }
  const ownerOf = async (table: 'alert' | 'watch', id: string): Promise<UserId | null> =>
    (await ownersOf[table](id))?.userId ?? null
  const add = (entry: AuditEntry): void => void entries.push(entry)
  const statements: Pick<StoreTx, (typeof AUDITED)[number]> = {
    addAudit: async (entry) => add(entry),

    async addAlert(alert) {
      const isNew = await tx.addAlert(alert)
      const { alertId, kind, severity: what, userId, createdAt: at } = alert
      const actor = kind === 'own-report' ? userId : 'postern'
      if (isNew) add({ event: 'alert-raised', what, actor, about: userId, at, details: { alertId, kind } })
      return isNew
    },
    async addAlertStep(step) {
      await tx.addAlertStep(step)
      const { alertId, event: what, actor, at, why } = step
      const about = await ownerOf('alert', alertId)
      add({ event: 'alert-step', what, actor, about, at, details: { alertId, why } })
    },
    async addAnswer(alertId, answer, by, at) {
      await tx.addAnswer(alertId, answer, by, at)
      const about = await ownerOf('alert', alertId)
      add({ event: 'alert-answered', what: answer, actor: by, about, at, details: { alertId } })
    },
    async saveContainmentStep(alertId, view) {
      await tx.saveContainmentStep(alertId, view)
      const { step, outcome: what, why, at } = view
      const about = await ownerOf('alert', alertId)
      add({ event: 'containment-step', what, actor: 'postern', about, at, details: { alertId, step, why } })
    },

    async addReport(report) {
      const isNew = await tx.addReport(report)
      const { checkId, lureId, by: actor, at, check } = report
      if (isNew) add({ event: 'check-reported', what: check.verdict, actor, at, details: { checkId, lureId } })
      return isNew
    },
    async addOwnReport(checkId, alertId, at) {
      const isNew = await tx.addOwnReport(checkId, alertId, at)
      const owner = await ownerOf('alert', alertId)
      if (isNew) add({ event: 'code-entered', actor: owner ?? 'postern', at, details: { checkId, alertId } })
      return isNew
    },

    async saveWatch(watch) {
      await tx.saveWatch(watch)
      const { checkId, userId: actor, verdict: what, openedAt: at } = watch
      add({ event: 'watch-opened', what, actor, at, details: { checkId } })
    },
    async markCaseSeen(checkId, seen) {
      const isSeen = await tx.markCaseSeen(checkId, seen)
      if (!isSeen) return false
      const about = await ownerOf('watch', checkId)
      add({ event: 'watch-ended', what: 'case-seen', actor: 'postern', about, at: seen.at, details: { checkId } })
      return true
    },
    async concludeWatches(what, when) {
      const ended = await tx.concludeWatches(what, when)
      for (const { checkId, userId: about } of ended)
        add({ event: 'watch-ended', what, actor: 'postern', about, at: when.at, details: { checkId } })
      return ended
    },

    async addWarningStep(step) {
      await tx.addWarningStep(step)
      const { warningId, lureId, event: what, actor, at, people } = step
      add({ event: 'warning-step', what, actor, about: null, at, details: { warningId, lureId, people } })
    },
    async settleWarned(warningId, person, what, at) {
      const isSettled = await tx.settleWarned(warningId, person, what, at)
      if (isSettled)
        add({ event: 'warning-settled', what, actor: 'postern', about: person, at, details: { warningId } })
      return isSettled
    },
  }
  // What is not in the trail stays where it is: most of it is never asked for.
  return Object.create(tx, Object.getOwnPropertyDescriptors(statements)) as StoreTx
}
