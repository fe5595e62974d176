import { describe, expect, it } from 'vitest'
import { ADMIN, EMPLOYEE, messageFrom, SECURITY_CHANNEL_ID } from '../../src/demo/cast.js'
import { EMERGENCY_ACCOUNTS, seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'

interface Settings {
  readonly currentUser: { readonly id: string; readonly aadObjectId: string }
  readonly users: readonly { readonly id: string; readonly aadObjectId: string }[]
  readonly personalChat: { readonly id: string }
  readonly groupChat: { readonly id: string }
  readonly team: { readonly id: string; readonly channels: readonly { readonly id: string }[] }
}

const settingsOf = ({ settings }: typeof EMPLOYEE) => settings as unknown as Settings

describe.each([
  ['the employee', EMPLOYEE],
  ['the admin', ADMIN],
])('the settings of %s', (_, persona) => {
  const settings = settingsOf(persona)
  const people = [settings.currentUser, ...settings.users]

  it('have exactly five users beside the one at the screen, all different', () => {
    expect(settings.users).toHaveLength(5)
    expect(new Set(people.map(({ id }) => id)).size).toBe(6)
  })

  it('name people whom the simulated tenant knows', () => {
    const known = new Set(seedTenant(new Date(0)).users.map(({ id }) => id))
    for (const { aadObjectId } of people) expect(known).toContain(aadObjectId)
  })
})

it('the two clients have the same six people and no conversation in common', () => {
  const peopleOf = (settings: Settings) => new Set([settings.currentUser, ...settings.users].map(({ id }) => id))
  const chatsOf = ({ personalChat, groupChat, team }: Settings) => [
    personalChat.id,
    groupChat.id,
    team.id,
    ...team.channels.map(({ id }) => id),
  ]
  const [employee, admin] = [settingsOf(EMPLOYEE), settingsOf(ADMIN)]
  expect(peopleOf(employee)).toEqual(peopleOf(admin))
  expect(chatsOf(employee).filter((id) => chatsOf(admin).includes(id))).toEqual([])
})

it('the security channel is in the team of the admin only', () => {
  expect(settingsOf(ADMIN).team.channels).toContainEqual(expect.objectContaining({ id: SECURITY_CHANNEL_ID }))
  expect(JSON.stringify(EMPLOYEE.settings)).not.toContain(SECURITY_CHANNEL_ID)
})

it('a message of the demo is what Teams would send', () => {
  const message = messageFrom(EMPLOYEE, 'hello', 'http://127.0.0.1:1/_connector', '1', new Date(0))
  expect(message).toMatchObject({
    type: 'message',
    channelId: 'msteams',
    from: { aadObjectId: EMPLOYEE.user.id },
    conversation: { id: EMPLOYEE.personalChatId, conversationType: 'personal', tenantId: TENANT_ID },
  })
})

it('emergency accounts are real accounts of the tenant', () => {
  expect(EMERGENCY_ACCOUNTS).toHaveLength(2)
})
