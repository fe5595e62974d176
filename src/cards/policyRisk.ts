/** What whoever approves a change of policy must not overlook: whether it weakens anything, and whom it spares. */
import type { PolicyPlan } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { type Item, item } from './policyItems.js'
import { say } from './words.js'

export const weakensLines = (weakens: PolicyPlan['weakens'], locale: string): readonly string[] =>
  weakens === false ? [] : [say(weakens === true ? 'apply.write.weakens' : 'apply.plan.weakens', locale)]

export const emergencyItem = (one: PolicyPlan['emergency'][number], locale: string): Item =>
  item(`${inert(one.name ?? '') || inert(one.id)}: ${say(`apply.plan.${stateOf(one)}`, locale)}`, [])

const stateOf = ({ isFound, isDisabled }: PolicyPlan['emergency'][number]) =>
  !isFound ? 'missing' : isDisabled === 'unknown' ? 'account-unknown' : isDisabled ? 'disabled' : 'found'
