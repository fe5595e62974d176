import { beforeEach, expect, it } from 'vitest'
import { readAnchor } from '../../src/domain/audit/index.js'
import { alertId, checkId, userId } from '../../src/domain/ids.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { answerCheckOrigin } from '../../src/flows/answerCheckOrigin.js'
import { askPolicy } from '../../src/flows/askPolicy.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { enteredCode } from '../../src/flows/enteredCode.js'
import { forgetExpired } from '../../src/flows/forgetExpired.js'
import { noteStart } from '../../src/flows/noteStart.js'
import { warnPeople } from '../../src/flows/warnPeople.js'
import { describeOnEachEngine } from '../support/engines.js'
import { createWorld, person, type World } from '../support/world.js'

const ADELE = userId('a1a1a1a1-0000-4000-8000-000000000001')
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const LURE =
  'IT desk here. To keep your mailbox, open https://microsoft.com/devicelogin and enter the code F3KW9QZLM now.'
const PROMPT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
const DAY_MS = 24 * 60 * 60 * 1000

describeOnEachEngine('the audit trail', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(ADELE))
  })
  const trail = async () =>
    (await place.store.listAudit({ limit: 99 }))
      .map(({ event, what, actorUserId, actor }) => [event, what, actorUserId ?? actor])
      .reverse()
  const check = () => checkForPerson(world.ports, world.actor(ADELE), { text: LURE })

  it('has a check with its verdict and no word of the message, and what its asker says of it', async () => {
    const { checkId: id } = await check()
    await enteredCode(world.ports, world.actor(ADELE), id)
    await world.work()
    const events = (await trail()).map(([event, what]) => (what === null ? event : `${event} ${what}`))
    expect(events.slice(0, 5)).toEqual([
      'message-checked phishing',
      'watch-opened phishing',
      'alert-raised critical',
      'alert-answered someone-sent-it',
      'alert-step code-entered',
    ])
    expect(events).toContain('containment-step done')
    const lines: string[] = []
    for await (const line of place.store.exportPerson(ADELE, world.ports.clock.now()))
      if (line.startsWith('{"table":"audit')) lines.push(line)
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.join()).not.toMatch(/F3KW9QZLM|mailbox/)
    expect(await place.store.verifyTrail(null)).toMatchObject({ faultCount: 0 })
  })

  it('has what the asker says of who began a sign-in', async () => {
    const { checkId: id } = await checkForPerson(world.ports, world.actor(ADELE), { text: PROMPT })
    for (const origin of ['mine', 'sent'] as const) await answerCheckOrigin(world.ports, world.actor(ADELE), id, origin)
    expect((await trail()).filter(([event]) => event === 'check-origin-answered')).toEqual([
      ['check-origin-answered', 'mine', ADELE],
      ['check-origin-answered', 'sent', ADELE],
    ])
  })

  it('has who was answered about policy, and who was refused', async () => {
    await askPolicy(world.ports, world.actor(ADELE), { kind: 'status' })
    const reader = userId('a1a1a1a1-0000-4000-8000-000000000002')
    world.roles.set(reader, [SECURITY_READER])
    await askPolicy(world.ports, world.actor(reader), { kind: 'status' })
    expect(await trail()).toEqual([
      ['policy-refused', 'no-role', ADELE],
      ['policy-asked', null, reader],
    ])
  })

  it('has who pressed a button of the security team without the role', async () => {
    const id = '00000000-0000-4000-8000-000000000099'
    const press = { alertId: alertId(id), action: 'close' } as const
    await expect(actOnAlert(world.ports, world.actor(ADELE), press)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(warnPeople(world.ports, world.actor(ADELE), checkId(id))).rejects.toMatchObject({
      code: 'not-allowed',
    })
    expect(await trail()).toEqual([
      ['press-refused', 'close', ADELE],
      ['press-refused', 'warn-people', ADELE],
    ])
  })

  it('has each start, and shows one with another containment mode', async () => {
    await noteStart(world.ports)
    await noteStart(world.ports)
    world.settings = { ...world.settings, containmentMode: 'full' }
    await noteStart(world.ports)
    expect(await trail()).toEqual([
      ['bot-started', 'revoke', 'postern'],
      ['bot-started', 'revoke', 'postern'],
      ['containment-mode-changed', 'full', 'postern'],
      ['bot-started', 'full', 'postern'],
    ])
  })

  it('is trimmed by whole days after its retention, goes on to verify, and stands with its end in the log', async () => {
    await noteStart(world.ports)
    world.settings = { ...world.settings, auditRetentionMs: 30 * DAY_MS }
    world.pass(30 * DAY_MS)
    await forgetExpired(world.ports)
    expect(await trail()).toEqual([['bot-started', 'revoke', 'postern']])
    world.pass(DAY_MS)
    await forgetExpired(world.ports)
    expect(await trail()).toEqual([['trail-trimmed', null, 'postern']])
    expect(await place.store.verifyTrail(null)).toMatchObject({ trimmedThrough: 1, faultCount: 0 })
    const logged = world.log.lines.filter(({ message }) => message === 'audit trail').at(-1)
    expect(readAnchor(String(Object(logged?.fields).anchor))).toEqual(await place.store.trailEnd())
  })
})
