/**
 * A local Teams client (Microsoft 365 Agents Playground) for one person, on loopback only and silent towards its maker.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageFrom, type Persona } from './cast.js'
import { type Child, startChild } from './child.js'
import { DemoFault } from './fault.js'
import { untilOk } from './untilOk.js'

export interface PlaygroundOptions {
  readonly persona: Persona
  readonly port: number
  /** Where the bot listens for activities. */
  readonly botUrl: string
  /** The demo's own folder; settings and the client's log go below it. */
  readonly folder: string
}

export interface Playground {
  readonly child: Child
  readonly persona: Persona
  /** For a browser. */
  readonly url: string
  /** Resolves once somebody has opened the page. */
  readonly opened: Promise<void>
  /** Resolves when the client takes requests. @throws DemoFault. */
  ready(): Promise<void>
  /** Sends the bot a message as this person. */
  speak(text: string): Promise<void>
  /** Shows a line in this person's chat that no one wrote: what the demo is doing. */
  narrate(text: string): Promise<void>
}

const PATIENCE_MS = 20_000

/** @throws DemoFault where the client is not installed. */
export function playgroundCli(): string {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js')
  } catch {
    throw new DemoFault(
      'The local Teams client (@microsoft/m365agentsplayground) is not installed. Run "npm ci" and try again.',
    )
  }
}

/** Where the client takes what a bot sends. */
export const connectorUrl = (port: number): string => `http://127.0.0.1:${port}/_connector`

const preload = (name: string) => fileURLToPath(new URL(`./preload/${name}.js`, import.meta.url))

export async function startPlayground({ persona, port, botUrl, folder }: PlaygroundOptions): Promise<Playground> {
  const home = join(folder, persona.user.mail)
  const settingsFile = join(home, '.m365agentsplayground.yml')
  await mkdir(home, { recursive: true })
  // JSON is YAML.
  await writeFile(settingsFile, JSON.stringify(persona.settings, null, 2))
  const serviceUrl = connectorUrl(port)
  const child = startChild({
    name: `the local Teams client of ${persona.user.givenName}`,
    command: [
      playgroundCli(),
      ...['--port', String(port), '--app-endpoint', botUrl, '--channel-id', 'msteams', '--service-url', serviceUrl],
      '--disable-telemetry',
    ],
    preload: [preload('listenOnLoopback'), preload('stopWithParent'), preload('tellWhenOpened')],
    env: {
      // Without this, the telemetry library calls home about itself even when telemetry is off.
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: settingsFile,
    },
    folder: home,
  })
  const opened = new Promise<void>((resolve) => {
    child.onMessage((message) => {
      if (typeof message === 'object' && message !== null && 'event' in message && message.event === 'page-opened') {
        resolve()
      }
    })
  })
  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!response.ok) throw new DemoFault(`${child.name} refused a message of the demo (HTTP ${response.status}).`)
  }
  return {
    child,
    persona,
    url: `http://127.0.0.1:${port}`,
    opened,
    async ready() {
      const said = await child.line(/^Listening on \d+$/).catch(async () => {
        const { lastLines } = await child.ended
        throw new DemoFault([`${child.name} did not start.`, ...lastLines].join('\n  '))
      })
      if (said !== `Listening on ${port}`) {
        throw new DemoFault(`Port ${port} was taken while the demo started. Run "npm run demo" again.`)
      }
      await untilOk(`http://127.0.0.1:${port}/_debug/ping`, child, PATIENCE_MS)
    },
    speak: (text) =>
      post('/_internal/v1/customActivities', messageFrom(persona, text, serviceUrl, randomUUID(), new Date())),
    narrate: (text) =>
      post(`/_connector/v3/conversations/${encodeURIComponent(persona.personalChatId)}/activities`, {
        type: 'message',
        text,
        textFormat: 'markdown',
      }),
  }
}
