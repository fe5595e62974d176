import { describe, expect, it } from 'vitest'
import type { AdditionKind } from '../../src/domain/signInAlert/index.js'
import { minutesBefore, NOON, RILEY, startWorld, type World } from './world.js'

const SINCE = minutesBefore(NOON, 60)
const AFTER = minutesBefore(NOON, 50).toISOString()
const BEFORE = minutesBefore(NOON, 70).toISOString()

const read = ({ graph }: World, kind: AdditionKind) =>
  graph.containment.additions(kind, RILEY, SINCE, { signal: new AbortController().signal })
const found = async (world: World, kind: AdditionKind) => (await read(world, kind)).found

const device = (id: string, registrationDateTime: string | null) => ({
  id,
  ownerId: RILEY,
  displayName: 'DESKTOP-X1',
  operatingSystem: 'Windows',
  trustType: 'AzureAd' as const,
  registrationDateTime,
  accountEnabled: true,
})

describe('what was added', () => {
  it('are devices since the sign-in, each once, and those without a time', async () => {
    const world = await startWorld()
    for (const [id, at] of [
      ['new', AFTER],
      ['old', BEFORE],
      ['undated', null],
    ] as const)
      world.tenant.accounts.devices.set(id, device(id, at))
    expect(await found(world, 'device')).toEqual([
      { id: 'new', name: 'DESKTOP-X1', at: new Date(AFTER), detail: 'Windows, AzureAd', effects: [], enabled: true },
      { id: 'undated', name: 'DESKTOP-X1', at: null, detail: 'Windows, AzureAd', effects: [], enabled: true },
    ])
  })

  it('are methods since the sign-in; a password without a time says nothing', async () => {
    const world = await startWorld()
    const method = { displayName: null, createdDateTime: AFTER }
    world.tenant.accounts.methods.set(RILEY, [
      { ...method, id: 'key', type: 'fido2AuthenticationMethod', displayName: 'Key of nobody' },
      { ...method, id: 'old', type: 'phoneAuthenticationMethod', createdDateTime: BEFORE },
      { ...method, id: 'password', type: 'passwordAuthenticationMethod', createdDateTime: null },
    ])
    expect(await found(world, 'method')).toMatchObject([{ id: 'key', name: 'fido2', detail: 'Key of nobody' }])
  })

  const consent = (world: World) => {
    world.tenant.directoryAudits.push({
      id: 'audit-1',
      activityDisplayName: 'Consent to application',
      activityDateTime: AFTER,
      initiatedBy: { user: { id: RILEY } },
      targetResources: [{ id: 'sp-1', displayName: 'Mail Helper', type: 'ServicePrincipal' }],
    })
    world.tenant.accounts.grants.push({
      id: 'grant',
      principalId: RILEY,
      clientId: 'sp-1',
      scope: ' Mail.Read offline_access',
    })
  }

  it('are consents of the audit log, with what the grant still allows', async () => {
    const world = await startWorld()
    consent(world)
    expect(await found(world, 'consent')).toMatchObject([
      { id: 'sp-1', name: 'Mail Helper', at: new Date(AFTER), detail: 'Mail.Read, offline_access' },
    ])
  })

  it('are consents without their scopes, where grants may not be read', async () => {
    const world = await startWorld()
    consent(world)
    world.tenant.withheld.add('DelegatedPermissionGrant.Read.All')
    expect(await found(world, 'consent')).toMatchObject([{ name: 'Mail Helper', detail: null }])
  })

  it('are rules that forward, delete or hide; when they were made nobody can say', async () => {
    const world = await startWorld()
    const rule = (id: string, actions: object, isEnabled = true) => ({ id, displayName: id, isEnabled, actions })
    world.tenant.accounts.rules.set(RILEY, [
      rule('out', { forwardTo: [{ emailAddress: { address: 'x@Evil.example' } }], delete: true }),
      rule('hide', { moveToFolder: 'rss', markAsRead: true }),
      rule('sort', { moveToFolder: 'projects' }),
      rule('off', { permanentDelete: true }, false),
    ])
    expect(await found(world, 'mailbox-rule')).toMatchObject([
      { id: 'out', at: null, detail: 'evil.example', effects: ['forwards', 'deletes'] },
      { id: 'hide', detail: null, effects: ['hides'] },
    ])
  })

  it.each([
    ['device', 'User.Read.All'],
    ['method', 'UserAuthenticationMethod.Read.All'],
    ['consent', 'AuditLog.Read.All'],
    ['mailbox-rule', 'MailboxSettings.Read'],
  ] as const)('is unknown and not "none" for %s without %s', async (kind, permission) => {
    const world = await startWorld()
    world.tenant.withheld.add(permission)
    await expect(read(world, kind)).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('is unknown where Graph gives devices as their ids alone', async () => {
    const world = await startWorld()
    world.tenant.accounts.devices.set('new', device('new', AFTER))
    for (const permission of ['Device.Read.All', 'Device.ReadWrite.All']) world.tenant.withheld.add(permission)
    await expect(read(world, 'device')).rejects.toMatchObject({ code: 'graph-forbidden' })
  })

  it('is asked once and not waited for: a throttled reading is an unknown', async () => {
    const world = await startWorld()
    world.tenant.fault({ kind: 'status', status: 429, on: 'messageRules', times: 1 })
    await expect(read(world, 'mailbox-rule')).rejects.toMatchObject({ code: 'graph-throttled' })
    expect(world.waits).toEqual([])
  })

  it('ends where its time is over', async () => {
    const world = await startWorld()
    world.tenant.fault({ kind: 'hang', on: 'messageRules', times: 1 })
    const over = new AbortController()
    const reading = world.graph.containment.additions('mailbox-rule', RILEY, SINCE, { signal: over.signal })
    over.abort()
    await expect(reading).rejects.toMatchObject({ code: 'graph-unavailable' })
  })

  it('reads on past the first pages: a consent is found behind what else the account did', async () => {
    const world = await startWorld()
    consent(world)
    const [given] = world.tenant.directoryAudits
    for (let index = 0; index < 1_200; index++)
      world.tenant.directoryAudits.push({ ...given, id: `other-${index}`, activityDisplayName: 'Update user' })
    expect(await read(world, 'consent')).toMatchObject({ found: [{ name: 'Mail Helper' }], isComplete: true })
  })

  it('is not all there is where there are more rows than are read, and says so', async () => {
    const world = await startWorld()
    const rule = { displayName: 'x', isEnabled: true, actions: { forwardTo: [] } }
    const rules = Array.from({ length: 1_001 }, (_, index) => ({ ...rule, id: `rule-${index}` }))
    world.tenant.accounts.rules.set(RILEY, rules)
    expect(await read(world, 'mailbox-rule')).toEqual({ found: [], isComplete: false })
    world.tenant.accounts.rules.set(RILEY, rules.slice(1))
    expect(await read(world, 'mailbox-rule')).toEqual({ found: [], isComplete: true })
  })
})
