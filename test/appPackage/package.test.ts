/** What `npm run package` writes, what it refuses, and where it takes the values from. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { BOT_ID, envFile, GOOD_VALUES, manifestIn, run, TEAMS_APP_ID, unzip } from './support.js'

const OTHER_ID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

describe('the package', () => {
  it('holds the manifest and both icons at its root, and nothing else', async () => {
    const { file } = await run(GOOD_VALUES)
    expect(Object.keys(unzip(file)).sort()).toEqual(['color.png', 'manifest.json', 'outline.png'])
  })

  it('holds the icons as they were drawn', async () => {
    const files = unzip((await run(GOOD_VALUES)).file)
    for (const icon of ['color.png', 'outline.png']) {
      expect(Buffer.from(files[icon] ?? [])).toEqual(readFileSync(new URL(`../../appPackage/${icon}`, import.meta.url)))
    }
  })

  it('leaves no placeholder behind', async () => {
    expect(JSON.stringify(manifestIn((await run(GOOD_VALUES)).file))).not.toContain('${{')
  })

  describe('made again', () => {
    const zone = process.env.TZ
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    })

    it('has the same bytes, in whatever time zone', async () => {
      const digests = new Set<string>()
      for (const TZ of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
        process.env.TZ = TZ
        digests.add(
          createHash('sha256')
            .update(readFileSync((await run(GOOD_VALUES)).file))
            .digest('hex'),
        )
      }
      expect(digests.size).toBe(1)
    })
  })
})

describe('the ids', () => {
  it('come from the environment', async () => {
    const manifest = manifestIn((await run(GOOD_VALUES)).file)
    expect(manifest.id).toBe(TEAMS_APP_ID)
    expect(manifest.bots[0]?.botId).toBe(BOT_ID)
  })

  it('come from the options before the environment', async () => {
    const manifest = manifestIn((await run(GOOD_VALUES, '--app-id', OTHER_ID, '--teams-app-id', BOT_ID)).file)
    expect(manifest.bots[0]?.botId).toBe(OTHER_ID)
    expect(manifest.id).toBe(BOT_ID)
  })

  it("may be given by the bot's own setting", async () => {
    const { BOT_ID: _left, ...rest } = GOOD_VALUES
    const manifest = manifestIn((await run({ ...rest, MicrosoftAppId: OTHER_ID })).file)
    expect(manifest.bots[0]?.botId).toBe(OTHER_ID)
  })

  it('come from the file only where the environment says nothing', async () => {
    const file = envFile(`TEAMS_APP_ID=${OTHER_ID}\nBOT_ID=${OTHER_ID}\n`)
    const manifest = manifestIn((await run({ ...GOOD_VALUES, TEAMS_APP_ID: '' }, '--env-file', file)).file)
    expect(manifest.id).toBe(OTHER_ID)
    expect(manifest.bots[0]?.botId).toBe(BOT_ID)
  })
})

describe('the command refuses', () => {
  it('with a sentence for each value that is missing', async () => {
    const { status, complained, file } = await run({})
    expect(status).toBe(1)
    expect(complained.map((line) => line.split(' ')[0])).toEqual(Object.keys(GOOD_VALUES))
    expect(existsSync(file)).toBe(false)
  })

  it.each([
    ['a bot id that is no GUID', { BOT_ID: 'postern' }, /^BOT_ID is not a GUID/],
    ['a Teams app id that is too long', { TEAMS_APP_ID: `${TEAMS_APP_ID}0` }, /^TEAMS_APP_ID is not a GUID/],
    ['an unencrypted page', { POSTERN_PRIVACY_URL: 'http://contoso.example/' }, /^POSTERN_PRIVACY_URL .*https/],
    ['a name that Teams has no room for', { POSTERN_DEVELOPER_NAME: 'x'.repeat(33) }, /schema.*developer\/name/],
  ] as const)('%s', async (_case, change, reason) => {
    const { status, complained, file } = await run({ ...GOOD_VALUES, ...change })
    expect(status).toBe(1)
    expect(complained).toHaveLength(1)
    expect(complained[0]).toMatch(reason)
    expect(existsSync(file)).toBe(false)
  })

  it('without repeating a value that may have been a secret put in the wrong place', async () => {
    const { complained } = await run({ ...GOOD_VALUES, BOT_ID: 'hunter2' })
    expect(complained.join()).not.toContain('hunter2')
  })

  it.each([
    ['an option it does not know', ['--bot', BOT_ID]],
    ['a file that is not there', ['--env-file', 'no-such-file.env']],
  ])('%s', async (_case, argv) => {
    expect((await run(GOOD_VALUES, ...argv)).status).toBe(1)
  })
})

describe('a value', () => {
  it('cannot change the shape of the manifest', async () => {
    const hostile = `","x":"$\{{BOT_ID}}`
    const manifest = manifestIn((await run({ ...GOOD_VALUES, POSTERN_DEVELOPER_NAME: hostile })).file)
    expect(manifest.developer.name).toBe(hostile)
    expect(manifest).not.toHaveProperty('developer.x')
  })

  it('that is still an example is named, and only then', async () => {
    const example = { ...GOOD_VALUES, POSTERN_TERMS_URL: 'https://postern.example/terms' }
    expect((await run(example)).said).toContain('POSTERN_TERMS_URL')
    expect((await run(GOOD_VALUES)).said).not.toContain('POSTERN_')
  })
})
