/**
 * Campaigns: the tokens of at least three people went to one receiver within a day.
 *
 * A receiver in a trusted network, or in a network the person usually uses, does not count: colleagues behind one
 * office address are no campaign.
 */
import type { DeviceCodeCase } from './case.js'
import type { AssessmentContext } from './context.js'
import { addressOf, holderOf } from './network.js'
import { isTrusted, receiverOf } from './receiver.js'

const CAMPAIGN_PEOPLE_MIN = 3
const CAMPAIGN_SPAN_MS = 24 * 3_600_000

/** The ids of all cases that are part of a campaign. Linear in the cases but for the sorting. */
export function findCampaigns(cases: Iterable<DeviceCodeCase>, context: AssessmentContext): ReadonlySet<string> {
  const byReceiver = new Map<string, DeviceCodeCase[]>()
  for (const one of cases) {
    const receiver = foreignReceiver(one, context)
    if (receiver === undefined) continue
    const others = byReceiver.get(receiver)
    if (others === undefined) byReceiver.set(receiver, [one])
    else others.push(one)
  }
  const found = new Set<string>()
  for (const group of byReceiver.values()) {
    group.sort((one, other) => one.firstSeenMs - other.firstSeenMs)
    for (const caseId of busySpans(group)) found.add(caseId)
  }
  return found
}

/** Who received tokens at the redemption or, failing that, the approval, unless the person is at home there. */
function foreignReceiver(one: DeviceCodeCase, context: AssessmentContext): string | undefined {
  const receiver = receiverOf(one)
  if (receiver.kind !== 'redemption' && receiver.kind !== 'approval') return undefined
  const { record } = receiver
  if (isTrusted(record, context)) return undefined
  if (record.asn !== undefined && context.history?.get(one.userId)?.asns.has(record.asn) === true) return undefined
  const address = addressOf(record.ipAddress)
  return address && holderOf(address)
}

/** Slides a window of a day over cases in order of time and yields those that share one with enough people. */
function* busySpans(cases: readonly DeviceCodeCase[]): Generator<string> {
  const people = new Map<string, number>()
  let from = 0
  let told = 0
  for (const [to, newest] of cases.entries()) {
    people.set(newest.userId, (people.get(newest.userId) ?? 0) + 1)
    for (let oldest = cases[from]; oldest && newest.firstSeenMs - oldest.firstSeenMs > CAMPAIGN_SPAN_MS; ) {
      const left = (people.get(oldest.userId) ?? 1) - 1
      if (left === 0) people.delete(oldest.userId)
      else people.set(oldest.userId, left)
      oldest = cases[++from]
    }
    if (people.size < CAMPAIGN_PEOPLE_MIN) continue
    for (let index = Math.max(from, told); index <= to; index++) {
      const member = cases[index]
      if (member !== undefined) yield member.caseId
    }
    told = to + 1
  }
}
