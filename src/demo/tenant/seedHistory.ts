/**
 * A few quiet days of sign-ins, so that the first poll meets more than the attack: ordinary work from the office, the
 * meeting room's own device code sign-in long ago, a developer who uses device code every day, and a code that was
 * blocked away from the office.
 */
import { randomUUID } from 'node:crypto'
import { CLIENTS, RESOURCES } from './catalog.js'
import { blockedByPolicy, ownAzureCli, roomPhone } from './deviceCodeFlows.js'
import type { SignInRow, SimulatedUser } from './model.js'
import { BLOCK_POLICY_ID } from './seedPolicies.js'
import { signInRow } from './signInRow.js'
import { OFFICE } from './vantages.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export function seedHistory(
  people: Readonly<Record<'employee' | 'admin' | 'finance' | 'developer' | 'room', SimulatedUser>>,
  now: Date,
): readonly SignInRow[] {
  const before = (ms: number) => new Date(now.getTime() - ms)
  const work = (who: SimulatedUser, agoMs: number, interactive: boolean) =>
    signInRow({
      id: randomUUID(),
      at: before(agoMs),
      who,
      from: OFFICE,
      app: CLIENTS.teams,
      resource: RESOURCES.graph,
      correlationId: randomUUID(),
      sessionId: randomUUID(),
      interactive,
      protocol: 'none',
      transfer: 'none',
      incomingTokenType: interactive ? 'none' : 'primaryRefreshToken',
    })
  const rows: SignInRow[] = []
  for (const [index, who] of [people.employee, people.admin, people.finance, people.developer].entries()) {
    rows.push(work(who, (index + 1) * 7 * MINUTE_MS, true))
    for (const day of [1, 2, 3]) rows.push(work(who, day * DAY_MS + index * 11 * MINUTE_MS, day % 2 === 0))
  }
  for (const day of [1, 2, 3, 4]) rows.push(...ownAzureCli(people.developer, before(day * DAY_MS)))
  rows.push(...roomPhone(people.room, before(5 * DAY_MS)))
  rows.push(...blockedByPolicy(people.finance, before(2 * DAY_MS), BLOCK_POLICY_ID))
  return rows
}
