/**
 * The demo: the simulated tenant, the bot, and the local Teams client twice, all on 127.0.0.1 and all stopped together.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ADMIN, EMPLOYEE, SECURITY_CHANNEL_ID } from './cast.js'
import { type Child, startChild } from './child.js'
import { direct } from './director.js'
import { DemoFault } from './fault.js'
import { freePort } from './freePort.js'
import { connectorUrl, type Playground, playgroundCli, startPlayground } from './playground.js'
import { EMERGENCY_ACCOUNTS, SHARED_DEVICE_ACCOUNTS, TENANT_ID } from './tenant/seed.js'
import { MEETING } from './tenant/seedMeetings.js'
import { untilOk } from './untilOk.js'

/** The first start makes a database, which takes some seconds on a slow disk. */
const BOT_PATIENCE_MS = 90_000
const STOP_GRACE_MS = 8_000
const BEAT_MS = 4_000
/** So that the addresses stay the same from run to run, where nobody else has them. */
const PREFERRED_PORTS = { employee: 56150, admin: 56151, bot: 3978 }

export interface DemoOptions {
  print(line: string): void
  /** Aborted when the person at the terminal has had enough. */
  readonly signal: AbortSignal
  /** Told of each process, so that a second Ctrl-C can end them all at once. */
  started(child: Child): void
}

/** Runs until told to stop. @throws DemoFault with a sentence for the person at the terminal. */
export async function runDemo(options: DemoOptions): Promise<void> {
  requireParts()
  const folder = await mkdtemp(join(tmpdir(), 'postern-demo-'))
  const children: Child[] = []
  const keep = (child: Child): Child => {
    children.push(child)
    child.onRefusal((tried) => options.print(`  Refused: ${child.name} tried ${tried}, which is not on this machine.`))
    options.started(child)
    return child
  }
  try {
    await play(folder, keep, options)
  } finally {
    // The pages first, then the bot, which may still speak to the tenant.
    for (const child of children.reverse()) await child.stop(STOP_GRACE_MS)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function play(folder: string, keep: (child: Child) => Child, options: DemoOptions): Promise<void> {
  const ports = {
    bot: await freePort(PREFERRED_PORTS.bot),
    employee: await freePort(PREFERRED_PORTS.employee),
    admin: await freePort(PREFERRED_PORTS.admin),
  }
  const tenant = keep(startChild(tenantOptions(folder)))
  const origin = await originOf(tenant)
  const bot = keep(startChild(botOptions(folder, ports, origin)))
  const botUrl = `http://127.0.0.1:${ports.bot}`
  const open = async (persona: typeof EMPLOYEE, port: number): Promise<Playground> => {
    const playground = await startPlayground({ persona, port, botUrl: `${botUrl}/api/messages`, folder })
    keep(playground.child)
    return playground
  }
  const employee = await open(EMPLOYEE, ports.employee)
  const admin = await open(ADMIN, ports.admin)
  const living = Promise.race([tenant, bot, employee.child, admin.child].map(diesUnasked))
  const stopped = aborted(options.signal)
  const ready = Promise.all([untilOk(`${botUrl}/readyz`, bot, BOT_PATIENCE_MS), employee.ready(), admin.ready()])
  await Promise.race([ready, living, stopped])
  if (options.signal.aborted) return
  announce(employee, admin, options)
  const acts = direct({
    employee,
    admin,
    phish: () => tenant.send({ play: 'phish' }),
    letOut: () => tenant.send({ play: 'let-out' }),
    signal: options.signal,
    beatMs: BEAT_MS,
  })
  // The acts end by themselves; the demo goes on until it is stopped.
  await Promise.race([acts.then(() => stopped), living, stopped])
}

function announce(employee: Playground, admin: Playground, { print }: DemoOptions): void {
  print('')
  print(`  Riley, an employee:          ${employee.url}`)
  print(`  Marta, a security admin:     ${admin.url}`)
  print('')
  print('  Open both and keep them open: a page that is loaded again begins with an empty chat. Within a minute you')
  print('  see, unasked: a message check, a device code theft with its alert, the answer to "Is device code flow')
  print('  blocked?", and, in the channel "Sign-in alerts", that somebody was let out of the block, and by whom.')
  print('  Then try: answer the alert as Riley; paste a message of your own; ask Marta\'s bot "why is Riley open?".')
  print("  A meeting that stands in Riley's calendar, to paste as Riley:")
  print(`    Join on your computer: Meeting ID: ${MEETING.meetingId} Passcode: Mt9xB2N6`)
  print('')
  print('  Ctrl-C stops everything.')
}

/** The file of the build that is named from this folder. */
const built = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const STOP_WITH_PARENT = built('./preload/stopWithParent.js')

function requireParts(): void {
  playgroundCli()
  for (const file of [built('../index.js'), built('./tenantProcess.js'), STOP_WITH_PARENT]) {
    if (!existsSync(file)) throw new DemoFault('Postern is not built yet. Run "npm run build" and try again.')
  }
}

const tenantOptions = (folder: string) => ({
  name: 'the simulated tenant',
  command: [built('./tenantProcess.js')] as const,
  preload: [STOP_WITH_PARENT],
  env: {},
  folder,
})

const botOptions = (folder: string, ports: { readonly bot: number; readonly admin: number }, origin: string) => ({
  name: 'the bot',
  command: [built('../index.js'), 'serve'] as const,
  preload: [STOP_WITH_PARENT],
  env: {
    HOST: '127.0.0.1',
    PORT: String(ports.bot),
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_GRAPH_SIMULATED_ORIGIN: origin,
    // The security channel is one of Marta's team; what the bot says there first goes to her client.
    POSTERN_SERVICE_URL: connectorUrl(ports.admin),
    POSTERN_SECURITY_CHANNEL_ID: SECURITY_CHANNEL_ID,
    POSTERN_DATA_DIR: join(folder, 'data'),
    POSTERN_POLL_SECONDS: '2',
    POSTERN_EMERGENCY_ACCOUNTS: EMERGENCY_ACCOUNTS.join(','),
    POSTERN_SHARED_DEVICE_ACCOUNTS: SHARED_DEVICE_ACCOUNTS.join(','),
    POSTERN_MFA_TRUSTED_IPS: '203.0.113.0/26',
  },
  folder,
})

async function originOf(tenant: Child): Promise<string> {
  const origin = new Promise<string>((resolve) => {
    tenant.onMessage((message) => {
      if (typeof message !== 'object' || message === null || !('origin' in message)) return
      if (typeof message.origin === 'string') resolve(message.origin)
    })
  })
  return Promise.race([origin, diesUnasked(tenant)])
}

async function diesUnasked(child: Child): Promise<never> {
  const { lastLines } = await child.ended
  throw new DemoFault([`${child.name} ended unexpectedly. Its last words:`, ...lastLines].join('\n  '))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
