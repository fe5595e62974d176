/**
 * `postern doctor`: looks at everything that can be missing and says of each fault what is lost and what mends it.
 * What could not be looked at is `unknown`, with the reason, and never counts as fine.
 */
import { isPosternError } from '../domain/errors.js'
import { mayDo } from '../domain/policyStatus/index.js'
import type { HealthMark, Inspection, Ports, Readiness, Store } from './ports.js'

/** The parts of the whole, in the order in which a fault in one explains the next. */
export const DOCTOR_AREAS = [
  'settings',
  'cloud',
  'store',
  'entra',
  'permission',
  'clock',
  'teams',
  'security-channel',
  'sign-in-log',
  'queue',
] as const
export type DoctorArea = (typeof DOCTOR_AREAS)[number]

export interface Finding {
  readonly area: DoctorArea
  /** What was looked at: a setting, a permission, a part. */
  readonly subject: string
  readonly state: 'ok' | 'fault' | 'unknown'
  /** Why, where the state is not `ok`: an error code or a code of this file. */
  readonly code: string | null
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

export type DoctorPorts = Pick<Ports, 'clock' | 'directory' | 'messenger' | 'settings'> & {
  /** Null: a running bot holds the embedded database, and is asked instead. */
  readonly store: Pick<Store, 'engine' | 'ping' | 'jobCounts' | 'health' | 'conversationById'> | null
  readonly inspection: Inspection
}

/** Entra refuses tokens outside five minutes, and so does the Bot Framework. */
const CLOCK_SKEW_MAX_MS = 2 * 60 * 1000
const LOG_SILENT_MAX_MS = 15 * 60 * 1000

export async function examineAll(ports: DoctorPorts): Promise<readonly Finding[]> {
  const parts = await Promise.all([
    settings(ports),
    store(ports),
    permissions(ports),
    clock(ports),
    teams(ports),
    securityChannel(ports),
    signInLog(ports),
  ])
  const order = (finding: Finding): number => DOCTOR_AREAS.indexOf(finding.area)
  return parts.flat().sort((one, other) => order(one) - order(other))
}

const ok = (area: DoctorArea, subject: string, facts: Finding['facts'] = {}): Finding => ({
  area,
  subject,
  state: 'ok',
  code: null,
  facts,
})
const fault = (area: DoctorArea, subject: string, code: string, facts: Finding['facts'] = {}): Finding => ({
  area,
  subject,
  state: 'fault',
  code,
  facts,
})
const unknown = (area: DoctorArea, subject: string, code: string, facts: Finding['facts'] = {}): Finding => ({
  area,
  subject,
  state: 'unknown',
  code,
  facts,
})

/** Looks, and turns what an adapter throws into a finding. */
async function look(
  area: DoctorArea,
  subject: string,
  at: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await at()].flat()
  } catch (error) {
    return [fault(area, subject, isPosternError(error) ? error.code : 'internal')]
  }
}

async function settings({ settings: known, inspection }: DoctorPorts): Promise<readonly Finding[]> {
  return [
    ok('settings', 'environment'),
    inspection.isSimulated ? unknown('cloud', inspection.cloud, 'simulated-tenant') : ok('cloud', inspection.cloud),
    known.emergencyAccounts.length > 0
      ? ok('settings', 'POSTERN_EMERGENCY_ACCOUNTS', { accounts: known.emergencyAccounts.length })
      : fault('settings', 'POSTERN_EMERGENCY_ACCOUNTS', 'not-declared'),
    known.trustedNetworks.length > 0
      ? ok('settings', 'POSTERN_MFA_TRUSTED_IPS')
      : unknown('settings', 'POSTERN_MFA_TRUSTED_IPS', 'not-declared'),
  ]
}

function store({ store: database, inspection }: DoctorPorts): Promise<readonly Finding[]> {
  return look('store', 'database', async () => {
    if (database === null) return heldByTheBot(await inspection.running())
    await database.ping()
    const jobs = await database.jobCounts()
    const queue =
      jobs.abandoned > 0 ? fault('queue', 'deliveries', 'abandoned-jobs', jobs) : ok('queue', 'deliveries', jobs)
    return [ok('store', 'database', { engine: database.engine }), queue]
  })
}

/** The embedded database takes one process. Where that is our bot, all is well; any other holder is a fault. */
function heldByTheBot(running: Readiness | null): Finding {
  if (running === null) return fault('store', 'database', 'store-locked')
  return running.ready
    ? ok('store', 'database', { engine: 'embedded', heldBy: 'the running bot' })
    : fault('store', 'database', 'store-unavailable')
}

function permissions({ inspection }: DoctorPorts): Promise<readonly Finding[]> {
  return look('permission', 'Microsoft Graph', async () => {
    const probes = await inspection.permissions()
    return probes.map(({ permission, outcome, code, why, lostWithout }) => {
      const facts = { why, lostWithout }
      if (outcome === 'granted') return ok('permission', permission, facts)
      const reason = code ?? outcome
      if (outcome === 'unknown') return unknown('permission', permission, reason, facts)
      return fault('permission', permission, outcome === 'unlicensed' ? 'unlicensed' : 'permission-missing', {
        ...facts,
        graphCode: reason,
      })
    })
  })
}

function clock(ports: DoctorPorts): Promise<readonly Finding[]> {
  return look('clock', 'system clock', async () => {
    const theirs = await ports.inspection.serverTime()
    if (theirs === null) return unknown('clock', 'system clock', 'no-server-time')
    const skewMs = ports.clock.now().getTime() - theirs.getTime()
    return Math.abs(skewMs) > CLOCK_SKEW_MAX_MS
      ? fault('clock', 'system clock', 'clock-skew', { skewMs })
      : ok('clock', 'system clock', { skewMs })
  })
}

function teams(ports: DoctorPorts): Promise<readonly Finding[]> {
  return look('teams', 'Bot Connector', async () => {
    await ports.inspection.botToken()
    return ports.inspection.isSimulated
      ? unknown('teams', 'Bot Connector', 'simulated-tenant')
      : ok('teams', 'Bot Connector')
  })
}

/** Everybody in the channel sees cases: each member should hold a role that may read them. */
function securityChannel(ports: DoctorPorts): Promise<readonly Finding[]> {
  const { securityChannelId } = ports.settings
  if (securityChannelId === null)
    return Promise.resolve([fault('security-channel', 'POSTERN_SECURITY_CHANNEL_ID', 'not-configured')])
  return look('security-channel', 'members', async () => {
    const known = (await ports.store?.conversationById(securityChannelId)) ?? null
    const channel = known ?? (await ports.messenger.securityChannel())
    if (channel === null) return fault('security-channel', 'members', 'not-known-yet')
    const members = await ports.messenger.members(channel)
    const allowed = await Promise.all(
      members.map(async (member) => mayDo(await ports.directory.activeRoles(member, { fresh: true }), 'read')),
    )
    const outsiders = members.filter((_, index) => allowed[index] !== true)
    const facts = { members: members.length, withoutRole: outsiders.length, who: outsiders.slice(0, 10).join(', ') }
    return outsiders.length > 0
      ? fault('security-channel', 'members', 'members-without-role', facts)
      : ok('security-channel', 'members', { members: members.length })
  })
}

function signInLog(ports: DoctorPorts): Promise<readonly Finding[]> {
  return look('sign-in-log', 'reading', async () => {
    const now = ports.clock.now()
    const marks = ports.store === null ? marksOf(await ports.inspection.running(), now) : await ports.store.health()
    const mark = marks.find(({ name }) => name === 'sign-in-log')
    const others = marks.filter(({ name, ok: fine }) => name !== 'sign-in-log' && !fine)
    return [readingOf(mark, now), ...others.map((one) => fault('sign-in-log', one.name, one.code ?? 'internal'))]
  })
}

/** What the running bot says of its sources, as marks of the time they were made. */
function marksOf(running: Readiness | null, now: Date): HealthMark[] {
  return Object.entries(running?.checks ?? {})
    .filter(([name, { ageMs }]) => name !== 'store' && ageMs !== undefined)
    .map(([name, { ok: fine, code, ageMs = 0 }]) => ({
      name,
      ok: fine,
      code,
      at: new Date(now.getTime() - ageMs),
      detail: {},
    }))
}

function readingOf(mark: HealthMark | undefined, now: Date): Finding {
  if (mark === undefined) return unknown('sign-in-log', 'reading', 'not-read-yet')
  const ageMs = now.getTime() - mark.at.getTime()
  const facts = { ...mark.detail, ageMs }
  if (!mark.ok) return fault('sign-in-log', 'reading', mark.code ?? 'internal', facts)
  return ageMs > LOG_SILENT_MAX_MS
    ? fault('sign-in-log', 'reading', 'not-read-lately', facts)
    : ok('sign-in-log', 'reading', facts)
}
