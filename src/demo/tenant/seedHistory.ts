/**
 * A few quiet days of sign-ins, so that the first poll meets more than the attack: ordinary work from the office, the
 * meeting room's own device code sign-in long ago, and a developer who uses device code every day.
 */
import { randomUUID } from 'node:crypto'
import { CLIENTS, RESOURCES } from './catalog.js'
import type { SignInRow, SimulatedUser } from './model.js'
import { signInRow, type Vantage } from './signInRow.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export const OFFICE: Vantage = {
  ipAddress: '203.0.113.21',
  city: 'Rotterdam',
  countryOrRegion: 'NL',
  autonomousSystemNumber: 64496,
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
  operatingSystem: 'Windows10',
  browser: 'Chrome 142.0',
  trustedNetwork: 'Headquarters',
}

/** `az` in a terminal at the office: no browser. */
export const TERMINAL: Vantage = {
  ...OFFICE,
  userAgent: 'AZURECLI/2.79.0 (Linux)',
  operatingSystem: 'Linux',
  browser: '',
}

export const ROOM_PHONE: Vantage = {
  ...OFFICE,
  ipAddress: '203.0.113.40',
  userAgent: 'Mozilla/5.0 (Linux; Android 12) TeamsPhone/1449',
  operatingSystem: 'Android',
  browser: '',
}

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
  const flows = [
    { who: people.developer, from: TERMINAL, app: CLIENTS.azureCli, resource: RESOURCES.azure, days: [1, 2, 3, 4] },
    { who: people.room, from: ROOM_PHONE, app: CLIENTS.teams, resource: RESOURCES.graph, days: [5] },
  ] as const
  for (const { who, from, app, resource, days } of flows) {
    for (const day of days) {
      const one = { who, app, resource, correlationId: randomUUID(), sessionId: randomUUID() }
      rows.push(
        signInRow({
          ...one,
          id: randomUUID(),
          at: before(day * DAY_MS),
          from: OFFICE,
          interactive: true,
          protocol: 'deviceCode',
          transfer: 'none',
        }),
        signInRow({
          ...one,
          id: randomUUID(),
          at: before(day * DAY_MS - 4_000),
          from,
          interactive: false,
          protocol: 'none',
          transfer: 'deviceCodeFlow',
        }),
      )
    }
  }
  return rows
}
