/** The filled manifest: valid by Microsoft's own schema, consistent in itself, and asking for no more than it needs. */
import { readdirSync, readFileSync } from 'node:fs'
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest'
import { beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { BOT_ID, GOOD_VALUES, type Manifest, manifestIn, run } from './support.js'

let good: Manifest
beforeAll(async () => {
  good = manifestIn((await run(GOOD_VALUES)).file)
})

const faultsOf = (manifest: object): Promise<string[]> =>
  AppManifestUtils.validateAgainstSchema(manifest as TeamsManifest)

describe('the schema', () => {
  it('is the newest that the validator knows', () => {
    const folder = new URL('../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/', import.meta.url)
    const minors = readdirSync(folder).flatMap((name) => /^v1\.(\d+)$/.exec(name)?.slice(1).map(Number) ?? [])
    expect(good.manifestVersion).toBe(`1.${Math.max(...minors)}`)
  })

  it('has nothing against the manifest', async () => {
    expect(await faultsOf(good)).toEqual([])
  })

  it.each([
    ['the manifest as it lies in the repository, not yet filled', () => unfilled()],
    ['an id that is no GUID', () => ({ ...good, id: 'postern' })],
    [
      'a short description past 80 characters',
      () => ({ ...good, description: { ...good.description, short: 'x'.repeat(81) } }),
    ],
    ['an accent colour by name', () => ({ ...good, accentColor: 'navy' })],
    ['a scope that does not exist', () => withBot({ scopes: ['personal', 'everyone'] })],
    [
      'more than twelve commands in a list',
      () => withBot({ commandLists: [{ scopes: ['personal'], commands: Array(13).fill({ title: 'help' }) }] }),
    ],
    ['a missing icon', () => ({ ...good, icons: { color: 'color.png' } })],
    ['a key that is not in it', () => ({ ...good, owner: 'contoso' })],
  ] as const)('refuses %s', async (_case, broken) => {
    expect(await faultsOf(broken())).not.toEqual([])
  })
})

describe('the bot', () => {
  it('is offered in personal chats, teams and group chats', () => {
    expect(good.bots[0]?.scopes).toEqual(['personal', 'team', 'groupChat'])
  })

  it('takes files: without this Teams offers no way to attach one', () => {
    expect(good.bots[0]?.supportsFiles).toBe(true)
  })

  it('is one and the same wherever it is named', () => {
    expect([good.bots[0]?.botId, good.composeExtensions[0]?.botId, good.webApplicationInfo.id]).toEqual([
      BOT_ID,
      BOT_ID,
      BOT_ID,
    ])
  })

  it('checks a message from its menu, in a dialog that opens at once', () => {
    expect(good.composeExtensions[0]?.commands).toEqual([
      expect.objectContaining({ id: 'checkMessage', type: 'action', context: ['message'], fetchTask: true }),
    ])
  })

  it('has one command list for each scope', () => {
    expect(good.bots[0]?.commandLists.map((list) => list.scopes)).toEqual([['personal'], ['team'], ['groupChat']])
  })

  it('lists questions for administrators where they may be asked, and not in group chats', () => {
    expect(commands('personal')).toContain('is device code flow blocked?')
    expect(commands('team')).toEqual(commands('personal'))
    expect(commands('groupChat')).toEqual(['check this message', 'help'])
  })
})

describe('the app asks for no more than it needs', () => {
  it('no permission on teams or chats', () => {
    expect(good).not.toHaveProperty('authorization')
  })

  it('no web page inside Teams', () => {
    expect(good.validDomains).toEqual([])
    expect(good).not.toHaveProperty('staticTabs')
    expect(good).not.toHaveProperty('configurableTabs')
  })
})

describe('the manifest goes together with the project', () => {
  it('by its version', () => {
    expect(good.version).toBe(packageJson.version)
  })

  it("by the background of the colour icon, which is the app's accent", () => {
    const drawing = readFileSync(new URL('../../appPackage/color.svg', import.meta.url), 'utf8')
    expect(drawing).toContain(`stop-color="${good.accentColor.toLowerCase()}"`)
  })
})

function commands(scope: string): string[] {
  const list = good.bots[0]?.commandLists.find(({ scopes }) => scopes.includes(scope))
  return (list?.commands ?? []).map(({ title }) => title)
}

function withBot(change: object): object {
  return { ...good, bots: [{ ...good.bots[0], ...change }] }
}

function unfilled(): object {
  return JSON.parse(readFileSync(new URL('../../appPackage/manifest.json', import.meta.url), 'utf8')) as object
}
