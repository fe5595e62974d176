/**
 * What would a block break? Up to 30 days of device code sign-ins, replayed.
 *
 * Each completed sign-in is evaluated under today's policies and under those with the candidate enforced; what only the
 * latter stops is the impact. A sign-in is the case of the alerts: browser and device are one flow, counted once. A flow
 * whose two legs meet different fates counts as stopped, since nobody documents which address is looked at first.
 * Whoever asks for nothing in particular is answered for what the plan proposes.
 */
import {
  assembleCases,
  type DeviceCodeCase,
  type ReadErrorCode,
  receiverOf,
  type SignInRecord,
} from '../../signInAlert/index.js'
import { applyChange } from '../change.js'
import { userMisses } from '../conditions/users.js'
import { datedWrong, freshnessOf } from '../freshness.js'
import { judged } from '../judged.js'
import { plannedPolicy } from '../plan/recommended.js'
import { namesDeviceCodeFlow } from '../policy.js'
import { policyKey } from '../policyFields.js'
import { isJson, type Json, lower, member, text } from '../reading.js'
import type { PolicySnapshot } from '../snapshot.js'
import { deviceGroups } from './exceptions.js'
import { dayOf, periodOf, placeInPeriod } from './period.js'
import { Replay } from './replay.js'
import type { ImpactAnswer, ImpactUnknown, NotReplayedCode } from './shape.js'
import { type Hit, tally } from './tally.js'
import { clientOf } from './tools.js'

export interface ImpactSignIns {
  /** Rows that may be part of a device code case, in any order, also twice; others do no harm. */
  readonly records: Iterable<SignInRecord>
  /** UTC days (`2026-03-01`) of which the log holds any row that tells what it was; null where that is not known. */
  readonly days: ReadonlySet<string> | null
  /** Lower-case ids of the accounts of phones and rooms; null where that is not known. */
  readonly deviceAccounts: ReadonlySet<string> | null
}

const SESSION_ENDED = 530036
const CANDIDATE_ID = 'candidate'
/** More accounts than this are no exception but a rule. */
const PEOPLE_MAX = 5_000

/** Replays the sign-ins. `candidate` is a policy in the shape of Graph; null asks for what the plan proposes. */
export function assessImpact(
  snapshot: PolicySnapshot,
  signIns: ImpactSignIns,
  candidate: unknown,
  now: Date,
): ImpactAnswer | ImpactUnknown {
  const freshness = freshnessOf(snapshot, now)
  const dated = datedWrong(freshness.ageMs)
  if (dated !== null) return { kind: 'impact-unknown', ...freshness, unknowns: [...snapshot.unknowns, dated] }

  const wanted = candidateOf(snapshot, candidate)
  const proposed = wanted.policy === null ? snapshot : enforced(snapshot, wanted.policy)
  const { cases, errors } = assembleCases(signIns.records)
  const notReplayed = new Map<NotReplayedCode, number>()
  const leaveOut = (why: NotReplayedCode): void => void notReplayed.set(why, (notReplayed.get(why) ?? 0) + 1)
  for (const { error } of errors) leaveOut(ERRORS[error] ?? 'undecidable')
  const inside = cases.filter(({ lastSeenMs }) => {
    const place = placeInPeriod(lastSeenMs, now)
    if (place !== 'inside') leaveOut(place)
    return place === 'inside'
  })

  const replay = new Replay(snapshot, proposed, recordsOf(inside))
  const names = new Map(
    (snapshot.directory.users ?? []).map((user) => [
      lower(user.id),
      user.displayName ?? user.userPrincipalName ?? null,
    ]),
  )
  const person = (id: string): { id: string; name: string | null } => ({
    id,
    name: names.get(id.toLowerCase()) ?? null,
  })
  const deviceAccounts = signIns.deviceAccounts ?? new Set<string>()
  if (signIns.deviceAccounts === null) replay.assumed.set('device-accounts-unknown', null)
  const hits: Hit[] = []
  const counts = { completedThoughBlocked: 0, sessionsEnded: 0 }
  for (const one of inside) {
    const ended = one.legs.some(({ record }) => record.result === SESSION_ENDED)
    if (ended) counts.sessionsEnded += 1
    if (one.outcome !== 'completed') continue
    const fate = fateOf(one, replay, ended)
    if (typeof fate === 'string') leaveOut(fate)
    else if (fate.blockedNow) counts.completedThoughBlocked += 1
    else if (fate.stopped || fate.session) hits.push({ ...hitOf(one, replay, deviceAccounts, names), ...fate })
  }

  const { people } = replay.proposed
  const reaching = replay.proposed.policies.filter((policy) =>
    wanted.policy === null
      ? policy.state === 'enabled' && policy.controls.blocks && namesDeviceCodeFlow(policy)
      : policy.id === idOf(wanted.policy),
  )
  const reached = [...people.emergencyUsers].filter((id) =>
    reaching.some(({ users }) => userMisses(users, people.of(id)).length === 0),
  )
  const members = (belongs: (hit: Hit) => boolean) =>
    [...new Map(hits.filter(belongs).map(({ userId, name }) => [userId, { id: userId, name }])).values()].slice(
      0,
      PEOPLE_MAX,
    )
  const outcomes = (outcome: (one: DeviceCodeCase) => boolean): number => inside.filter(outcome).length
  const days = new Set(inside.flatMap(({ firstSeenMs, lastSeenMs }) => [dayOf(firstSeenMs), dayOf(lastSeenMs)]))
  return {
    kind: 'impact',
    ...freshness,
    unknowns: snapshot.unknowns,
    assessedAt: now.toISOString(),
    candidate: {
      kind: wanted.kind,
      displayName: text(member(wanted.policy, 'displayName')),
      key: wanted.policy === null ? null : policyKey(wanted.policy),
    },
    blocked: { now: judged(snapshot).blocked, after: judged(proposed).blocked },
    period: periodOf(now, signIns.days, days),
    seen: {
      completed: outcomes(({ outcome }) => outcome === 'completed'),
      blocked: outcomes(({ outcome }) => outcome === 'blocked'),
      other: outcomes(({ outcome }) => outcome === 'pending' || outcome === 'failed'),
      people: new Set(inside.map(({ userId }) => userId)).size,
    },
    ...counts,
    ...tally(hits),
    exceptionGroup: {
      existing: deviceGroups(snapshot, deviceAccounts),
      accounts: members(({ ofDevice, emergency }) => ofDevice && !emergency),
      technicians: members(({ ofDevice, client }) => !ofDevice && client.sort === 'teams-device'),
    },
    emergency: {
      declared: people.anyEmergencyDeclared,
      stopped: members(({ emergency }) => emergency),
      reached: reached.map(person),
    },
    notReplayed: [...notReplayed].map(([why, count]) => ({ why, count })),
    assumptions: [...replay.assumed].map(([what, count]) => ({ what, count })),
  }
}

const ERRORS: Partial<Record<ReadErrorCode, NotReplayedCode>> = {
  'user-missing': 'unknown-user',
  'time-unreadable': 'no-time',
}

interface Candidate {
  readonly kind: ImpactAnswer['candidate']['kind']
  readonly policy: Json | null
}

function candidateOf(snapshot: PolicySnapshot, given: unknown): Candidate {
  if (isJson(given)) return { kind: 'given', policy: withId(given) }
  const { action, after } = plannedPolicy(snapshot)
  return after === null || action === 'none'
    ? { kind: 'none', policy: null }
    : { kind: 'planned', policy: withId(after) }
}

const idOf = (policy: Json): string => text(member(policy, 'id')) ?? CANDIDATE_ID
const withId = (policy: Json): Json => ({ ...policy, id: idOf(policy) })

/** The snapshot with the candidate in force, in the place of the policy it is a version of. */
function enforced(snapshot: PolicySnapshot, candidate: Json): PolicySnapshot {
  const policy = { ...candidate, state: 'enabled' }
  const id = idOf(candidate).toLowerCase()
  const isThere = snapshot.policies.some((raw) => text(member(raw, 'id'))?.toLowerCase() === id)
  return applyChange(snapshot, isThere ? { kind: 'update', id, policy } : { kind: 'create', policy })
}

function* recordsOf(cases: readonly DeviceCodeCase[]) {
  for (const { legs } of cases) for (const { record } of legs) yield record
}

interface Fate {
  readonly blockedNow: boolean
  readonly stopped: boolean
  readonly session: boolean
}

/** What becomes of a completed sign-in, and of the session it began. */
function fateOf(one: DeviceCodeCase, replay: Replay, ended: boolean): Fate | NotReplayedCode {
  const successes = one.legs.filter(({ record }) => record.result === 0)
  const flow = successes.filter(({ kind, inFlow }) => inFlow && (kind === 'approval' || kind === 'redemption'))
  const legs = flow.map(({ record }) => replay.of(record))
  const fates = legs.filter((leg) => typeof leg !== 'string')
  const last = successes.at(-1)
  const session = last === undefined ? 'no-time' : replay.of(last.record)
  if (fates.length === 0 && typeof session === 'string') return legs.find((leg) => typeof leg === 'string') ?? session
  const blockedNow = fates.some((leg) => leg.blockedNow)
  const stopped = !blockedNow && fates.some((leg) => leg.blockedThen)
  if (stopped && !fates.every((leg) => leg.blockedThen)) replay.assume('addresses-differ')
  const dies = typeof session !== 'string' && session.blockedThen && !session.blockedNow
  return { blockedNow, stopped, session: !ended && dies }
}

function hitOf(
  one: DeviceCodeCase,
  replay: Replay,
  deviceAccounts: ReadonlySet<string>,
  names: ReadonlyMap<string, string | null>,
): Omit<Hit, 'stopped' | 'session'> {
  const { appId } = receiverOf(one).record
  const ofDevice = deviceAccounts.has(one.userId)
  return {
    userId: one.userId,
    name: names.get(one.userId) ?? one.userPrincipalName ?? null,
    appId: appId ?? null,
    client: clientOf(appId, ofDevice),
    atMs: one.lastSeenMs,
    ofDevice,
    emergency: replay.proposed.people.emergencyUsers.has(one.userId),
  }
}
