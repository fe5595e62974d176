/** Questions about policy as people write and press them: over real HTTP, with the real flows. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { say } from '../../src/cards/index.js'
import { PosternError } from '../../src/domain/errors.js'
import { readAsked } from '../../src/teams/routes/policy.js'
import {
  DANA,
  groupMention,
  invoke,
  type Json,
  personalMessage,
  press,
  SECURITY_CHANNEL_ID,
  TENANT_ID,
} from '../support/activities.js'
import { cardsOf } from '../support/connector.js'
import { type RunningBot, SECURITY_READER, startBot } from '../support/runningBot.js'

const LURES = JSON.parse(
  readFileSync(new URL('../domain/policyStatus/questions/lures.json', import.meta.url), 'utf8'),
) as readonly string[]
const ADELE = '5b0f9a10-0000-4000-8000-00000000000a'
let bot: RunningBot
const uploads: { readonly range: string | undefined; readonly body: string }[] = []
const drive = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    uploads.push({ range: request.headers['content-range'], body })
    response.statusCode = 201
    response.end()
  })
})
beforeAll(async () => {
  bot = await startBot()
  await new Promise<void>((resolve) => drive.listen(0, '127.0.0.1', resolve))
})
beforeEach(() => {
  bot.connector.sent.length = 0
  uploads.length = 0
  bot.roles.clear()
  bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
  bot.store.kept.lookups.clear()
  bot.called.splice(0, Number.POSITIVE_INFINITY, { id: ADELE, displayName: 'Adele Vance', userType: 'Member' })
})
afterAll(async () => {
  drive.close()
  await bot.close()
})

const here = () => bot.connector.serviceUrl
const write = (text: string, changes: Json = {}) => bot.receive(personalMessage(here(), { text, ...changes }))
const shown = () => JSON.stringify(cardsOf(bot.connector.sent).at(-1))
const sentences = () => bot.connector.sent.flatMap(({ body }) => (typeof body.text === 'string' ? [body.text] : []))
const consents = () =>
  bot.connector.sent.flatMap(({ body }) =>
    ((body.attachments ?? []) as Json[]).filter(({ contentType }) => String(contentType).endsWith('file.consent')),
  )

describe('a question about policy', () => {
  it('about somebody is answered in the 1:1 chat, in their language', async () => {
    await write('Warum ist Adele Vance offen?', { locale: 'de-DE' })
    expect(shown()).toContain(say('asked.why.open', 'de', { name: 'Adele Vance' }))
  })

  it('goes on with the words that follow, in the same chat', async () => {
    await write('would Adele Vance be blocked from 203.0.113.9 on Azure CLI')
    expect(shown()).toContain('Azure Resource Manager')
    await write('why her?')
    expect(shown()).toContain(say('asked.why.open', 'en', { name: 'Adele Vance' }))
  })

  it('from a group is answered in the 1:1 chat alone, and in the security channel there', async () => {
    await bot.receive(groupMention(here(), 'why is Adele Vance open?'))
    const inGroup = bot.connector.sent.filter(({ path }) => path.includes('19:group@thread.v2'))
    expect(inGroup.map(({ body }) => body.text)).toEqual([say('refused.answered-in-private', 'en')])
    bot.connector.sent.length = 0
    const channel = { id: `${SECURITY_CHANNEL_ID};messageid=1`, conversationType: 'channel', tenantId: TENANT_ID }
    await bot.receive(groupMention(here(), 'why is Adele Vance open?', { conversation: channel }))
    expect(cardsOf(bot.connector.sent)).toHaveLength(1)
  })

  it('about what has changed is answered, also where nothing was kept so far', async () => {
    Object.assign(bot.store, { snapshotsAfter: async () => [], newestSnapshot: async () => null })
    await write('Was hat sich seit Montag geändert?', { locale: 'de-DE' })
    expect(shown()).toContain(say('drift.since.unread', 'de'))
  })

  it('about what would break, or what to do, is one of policy as well', async () => {
    bot.roles.clear()
    await write('what would break if we turned the policy on?')
    expect(sentences()).toContain(say('refused.no-role', 'en'))
    bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
    await write('what would break if we turned it on?')
    expect(shown()).toContain(say('apply.impact.none', 'en'))
    await write('show me the plan')
    expect(shown()).toContain(say('apply.plan.file-only', 'en'))
    expect(shown()).not.toContain('change-policy')
  })

  it('is changed by nobody where the operator did not enable writing', async () => {
    const data = { v: 1, verb: 'change-policy', press: 'propose', digest: 'abcdefghijklmnopqrstuv' }
    const answer = await bot.receive(press(here(), data))
    expect(JSON.stringify(answer)).toContain(say('apply.why.writing-off', 'en'))
  })

  it('that is a lure is checked, whoever sends it', async () => {
    await write('Hi, could you use the code BCDFGHJKL')
    expect(sentences()).toEqual([])
    expect(shown()).toContain(say('verdict.phishing', 'en'))
    await write('Is device code flow blocked?', {
      attachments: [
        {
          contentType: 'text/html',
          content: '<p>Is device code flow <a href="https://microsoft.com/devicelogin">blocked?</a></p>',
        },
      ],
    })
    expect(shown()).not.toContain(say('button.policy.refresh', 'en'))
  })

  it.each(LURES)('that tells to do something is checked: %s', async (text) => {
    const ports = {
      clock: { now: () => new Date('2026-11-23T09:00:00Z') },
      directory: { activeRoles: async () => [SECURITY_READER] },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      store: { lookup: async () => null },
    } as unknown as Parameters<typeof readAsked>[0]
    const actor = { userId: DANA.aadObjectId } as unknown as Parameters<typeof readAsked>[1]
    expect(await readAsked(ports, actor, { text, message: text, timeZone: 'UTC' })).toBeNull()
  })

  it('about somebody else, from somewhere else, is asked with the words that differ', async () => {
    await write('why is Adele Vance open?')
    await write('and from Spain?')
    expect(shown()).toContain('Spain')
    expect(shown()).toContain('Adele Vance')
  })

  it('that could be a message is answered with a role, and checked without', async () => {
    await write('who can still sign in with device code')
    expect(shown()).toContain(say('button.policy.refresh', 'en'))
    bot.roles.clear()
    await write('who can still sign in with device code')
    expect(shown()).not.toContain(say('button.policy.refresh', 'en'))
    expect(sentences()).toEqual([])
  })

  it.each(['what should we do?', 'plan for the day', 'what happened?', 'Was sollten wir tun?'])(
    "in the words of anybody's day is checked without a role, answered with one: %s",
    async (text) => {
      bot.roles.clear()
      await write(text)
      expect(sentences()).toEqual([])
      expect(cardsOf(bot.connector.sent)).toHaveLength(1)
      expect(shown()).toContain(say('verdict.unrelated', 'en'))
      expect(bot.store.kept.lookups.size).toBe(0)
      bot.roles.set(DANA.aadObjectId, [SECURITY_READER])
      Object.assign(bot.store, { snapshotsAfter: async () => [], newestSnapshot: async () => null })
      await write(text)
      expect(shown()).not.toContain(say('verdict.unrelated', 'en'))
    },
  )

  it('in such words is not called harmless where nobody can tell who may ask it', async () => {
    bot.directory.fail = new PosternError('graph-unavailable')
    await write('what should we do?')
    bot.directory.fail = null
    expect(sentences()).toEqual([say('refused.roles-unknown', 'en')])
    expect(cardsOf(bot.connector.sent)).toEqual([])
  })

  it('in such words says why there is no answer where a role ended since the question before', async () => {
    Object.assign(bot.store, { snapshotsAfter: async () => [], newestSnapshot: async () => null })
    await write('what changed?')
    expect(sentences()).toEqual([])
    bot.roles.clear()
    await write('more')
    expect(sentences()).toEqual([say('refused.no-role', 'en')])
  })

  it('is refused without a role, by words, by a press and as a file', async () => {
    bot.roles.clear()
    await write('why is Adele Vance open?')
    expect(sentences()).toEqual([say('refused.no-role', 'en')])
    const question = { kind: 'why-open', who: { id: ADELE } }
    const pressed = await bot.receive(press(here(), { v: 1, verb: 'ask-policy', question }))
    expect(pressed.body).toContain(say('refused.no-role', 'en'))
    const file = await bot.receive(
      press(here(), { v: 1, verb: 'ask-file', question: { kind: 'excluded' }, format: 'csv' }),
    )
    expect(file.body).toContain(say('refused.no-role', 'en'))
  })

  it('of which nothing was asked before stays what it is', async () => {
    await write('as a file')
    expect(consents()).toEqual([])
  })
})

describe('a list as a file', () => {
  const teamsDevices = { kind: 'device-code-users', days: 30, page: 0 }
  const users = [
    { userId: ADELE, displayName: '=cmd', userPrincipalName: null, signIns: 1, completed: 1, lastAt: new Date(0) },
  ]
  beforeAll(() => {
    Object.assign(bot.store, {
      deviceCodeUsers: async () => users,
      deviceCodeApps: async () => [],
    })
  })
  const agree = (context: unknown, uploadUrl: string, action = 'accept') =>
    bot.receive(
      invoke(here(), 'fileConsent/invoke', {
        type: 'fileUpload',
        action,
        context,
        uploadInfo: {
          contentUrl: 'https://contoso.sharepoint.com/x',
          name: 'x.csv',
          uploadUrl,
          uniqueId: '1',
          fileType: 'csv',
        },
      }),
    )
  const driveUrl = () => `http://127.0.0.1:${(drive.address() as AddressInfo).port}/upload`

  it('is offered, and put in OneDrive once they agree, with no formula in it', async () => {
    await write('who used device code in the last 30 days')
    await write('as a file')
    const [offer] = consents()
    const { acceptContext } = (offer?.content ?? {}) as { readonly acceptContext?: unknown }
    expect(acceptContext).toEqual({ v: 1, question: teamsDevices, format: 'csv' })
    expect((await agree(acceptContext, driveUrl())).status).toBe(200)
    expect(uploads).toHaveLength(1)
    expect(uploads[0]?.body).toContain(`"'=cmd"`)
    expect(sentences()).toContain(say('asked.file.sent', 'en'))
  })

  it('goes nowhere else, and nowhere without the role or after a no', async () => {
    const context = { v: 1, question: teamsDevices, format: 'csv' }
    await agree(context, 'http://files.example/upload')
    expect(sentences()).toContain(say('asked.file.failed', 'en'))
    await agree(context, driveUrl(), 'decline')
    expect(sentences()).toContain(say('asked.file.dropped', 'en'))
    bot.roles.clear()
    await agree(context, driveUrl())
    expect(sentences()).toContain(say('refused.no-role', 'en'))
    expect(uploads).toEqual([])
  })

  it('is sent in the 1:1 chat only', async () => {
    const asked = { v: 1, verb: 'ask-file', question: teamsDevices, format: 'csv' }
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId: TENANT_ID }
    const answer = await bot.receive(press(here(), asked, { conversation }))
    expect(answer.body).toContain(say('asked.file.elsewhere', 'en'))
    expect(consents()).toEqual([])
  })
})
