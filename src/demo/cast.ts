/**
 * Who sits at the two local Teams clients, and in which chats: the client's settings file for each.
 *
 * Its schema is strict: exactly five users beside the one at the screen, all ids different. Conversation ids differ
 * between the two clients, so that the bot never mistakes one's chat for the other's.
 */
import type { SimulatedUser } from './tenant/model.js'
import { PEOPLE, TENANT_ID } from './tenant/seed.js'

export interface Persona {
  readonly user: SimulatedUser
  readonly personalChatId: string
  readonly settings: Readonly<Record<string, unknown>>
}

const BOT = { id: '28:postern-demo', name: 'Postern' }
const SUPPORTING = [PEOPLE.finance, PEOPLE.developer, PEOPLE.fieldEngineer, PEOPLE.helpdesk]

export const SECURITY_CHANNEL_ID = '19:postern-demo-alerts@thread.tacv2'

export const EMPLOYEE: Persona = persona(PEOPLE.employee, PEOPLE.admin, {
  chat: 'employee',
  groupName: 'Yard planning',
  team: 'Halyard Marine',
  channel: { id: '19:postern-demo-general-talk@thread.tacv2', name: 'Talk' },
})

export const ADMIN: Persona = persona(PEOPLE.admin, PEOPLE.employee, {
  chat: 'admin',
  groupName: 'Security on call',
  team: 'Security',
  channel: { id: SECURITY_CHANNEL_ID, name: 'Sign-in alerts' },
})

function persona(
  me: SimulatedUser,
  other: SimulatedUser,
  names: {
    readonly chat: string
    readonly groupName: string
    readonly team: string
    readonly channel: { readonly id: string; readonly name: string }
  },
): Persona {
  const personalChatId = `a:postern-demo-${names.chat}`
  return {
    user: me,
    personalChatId,
    settings: {
      version: '0.1.1',
      tenantId: TENANT_ID,
      bot: BOT,
      currentUser: asTeamsUser(me),
      users: [other, ...SUPPORTING].map(asTeamsUser),
      personalChat: { id: personalChatId },
      groupChat: { id: `19:postern-demo-${names.chat}@thread.v2`, name: names.groupName },
      team: {
        id: `19:postern-demo-${names.chat}-team@thread.tacv2`,
        name: names.team,
        // The team's own id in the directory; nobody asks for it, the schema does.
        aadGroupId: me.id,
        channels: [names.channel],
      },
    },
  }
}

function teamsIdOf(user: SimulatedUser): string {
  return `29:${user.mail}`
}

/** `userPrincipleName` is the client's own spelling. */
function asTeamsUser(user: SimulatedUser) {
  return {
    id: teamsIdOf(user),
    name: user.displayName,
    userPrincipleName: user.userPrincipalName,
    aadObjectId: user.id,
    givenName: user.givenName,
    surname: user.surname,
    email: user.mail,
  }
}

/** What Teams would send when this person writes to the bot in their own chat. */
export function messageFrom(persona: Persona, text: string, serviceUrl: string, id: string, now: Date) {
  return {
    type: 'message',
    id,
    timestamp: now.toISOString(),
    channelId: 'msteams',
    serviceUrl,
    locale: 'en-US',
    text,
    textFormat: 'plain',
    from: { id: teamsIdOf(persona.user), name: persona.user.displayName, aadObjectId: persona.user.id },
    recipient: BOT,
    conversation: { id: persona.personalChatId, conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
  }
}
