/** The demo as a person sees it: `npm run demo` in a process of its own, and a real browser with a page for each person. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

const ROOT = resolve(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'artifacts', 'e2e')
const START_PATIENCE_MS = 120_000
const WIDE = { width: 1280, height: 900 }
const PHONE_PX = 320

export interface Stage {
  readonly employee: Page
  readonly admin: Page
  /** What the demo printed so far. */
  printed(): string
  /** Hosts outside this machine that a page asked for: all of them were refused. */
  readonly askedOutside: ReadonlySet<string>
  /** Ctrl-C, as the terminal sends it. Answers the exit status and what is left of its processes. */
  interrupt(): Promise<{ readonly status: number | null; readonly leftOver: readonly string[] }>
  close(): Promise<void>
}

export async function raiseStage(browserPath: string): Promise<Stage> {
  mkdirSync(PICTURES, { recursive: true })
  const demo = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: ROOT,
    // A group of its own: Ctrl-C reaches the whole group, and nobody else.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Every process the demo starts inherits the mark or comes from one that has it.
    env: { ...process.env, npm_config_cache: undefined },
  })
  let output = ''
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const urls = await urlsOf(demo, () => output)
  const profile = mkdtempSync(join(tmpdir(), 'postern-browser-'))
  const askedOutside = new Set<string>()
  const context = await openBrowser(browserPath, profile, askedOutside)
  const [employee, admin] = await Promise.all(urls.map((url) => openPage(context, url)))
  if (employee === undefined || admin === undefined) throw new Error('the demo printed fewer than two addresses')
  return {
    employee,
    admin,
    askedOutside,
    printed: () => output,
    async interrupt() {
      const members = groupMembers(demo.pid ?? 0)
      const ended = endOf(demo)
      process.kill(-(demo.pid ?? 0), 'SIGINT')
      const status = await ended
      return { status, leftOver: members.filter(isAlive).map(commandOf) }
    },
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
      if (demo.exitCode === null) process.kill(-(demo.pid ?? 0), 'SIGKILL')
    },
  }
}

async function urlsOf(demo: ChildProcess, output: () => string): Promise<string[]> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`the demo printed no addresses:\n${output()}`)), START_PATIENCE_MS)
    const look = () => {
      const urls = output().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? []
      if (urls.length < 2) return
      clearTimeout(timer)
      found(urls.slice(0, 2))
    }
    demo.stdout?.on('data', look)
    demo.once('close', () => failed(new Error(`the demo ended:\n${output()}`)))
  })
}

const endOf = (demo: ChildProcess): Promise<number | null> =>
  new Promise((resolve) =>
    demo.exitCode === null ? demo.once('close', (status) => resolve(status)) : resolve(demo.exitCode),
  )

async function openBrowser(
  executablePath: string,
  profile: string,
  askedOutside: Set<string>,
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    viewport: WIDE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => {
      askedOutside.add(new URL(route.request().url()).hostname)
      return route.abort()
    },
  )
  return context
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(45_000)
  await page.goto(url, { waitUntil: 'domcontentloaded' })
  return page
}

/** Types into the chat that is open, as a person does. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox').last()
  await box.click()
  await box.pressSequentially(text)
  await page.keyboard.press('Enter')
}

/**
 * Sends a file as the person of a page. The client has no way to attach one, so the message goes to the bot as Teams
 * would make it; the answer shows on the page.
 */
export async function attach(page: Page, name: string, downloadUrl: string): Promise<void> {
  const client = new URL(page.url()).origin
  const { config } = (await (await fetch(`${client}/_internal/v1/config`)).json()) as {
    config: {
      tenantId: string
      bot: object
      currentUser: { id: string; aadObjectId: string }
      personalChat: { id: string }
    }
  }
  const { tenantId, bot, currentUser, personalChat } = config
  const activity = {
    type: 'message',
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: `${client}/_connector`,
    from: { id: currentUser.id, aadObjectId: currentUser.aadObjectId },
    recipient: bot,
    conversation: { id: personalChat.id, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-US',
    text: '',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        name,
        content: { downloadUrl, fileType: 'png' },
      },
    ],
  }
  const response = await fetch(`${client}/_internal/v1/customActivities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  })
  if (!response.ok) throw new Error(`the client refused the message: HTTP ${response.status}`)
}

/** Mentions somebody by picking the name from the list that opens on `@`. */
export async function mention(page: Page, name: string, text: string): Promise<void> {
  const box = page.getByRole('textbox').last()
  await box.click()
  await box.pressSequentially('@')
  await page.locator('#typeahead-menu [role=menuitem]').filter({ hasText: name }).first().click()
  await box.pressSequentially(text)
  await page.keyboard.press('Enter')
}

/** The page as it is, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}-page.png`) })
}

/** One card alone, as wide as the client shows it and as narrow as a phone. The client itself has no narrow layout. */
export async function cardPicture(card: Locator, name: string): Promise<void> {
  await card.scrollIntoViewIfNeeded()
  await card.screenshot({ path: join(PICTURES, `${name}.png`) })
  const wide = await card.evaluate((element) => element.getAttribute('style') ?? '')
  const asWideAs = (style: string) => card.evaluate((element, to) => element.setAttribute('style', to), style)
  await asWideAs(`${wide};width:${PHONE_PX}px`)
  await card.screenshot({ path: join(PICTURES, `${name}-phone.png`) })
  await asWideAs(wide)
}

/** Processes of the group and all that descend from them, from /proc; none on systems without it. */
function groupMembers(leader: number): number[] {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]))
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === leader || descends(parents.get(pid)))
  return [...parents.keys()].filter(descends)
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return String(pid)
  }
}
