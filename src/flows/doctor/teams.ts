/** The reach of Teams, and who reads along in the security channel. */
import { isPosternError } from '../../domain/errors.js'
import { mayDo } from '../../domain/policyStatus/index.js'
import type { Conversation } from '../ports.js'
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts, FoundDatabase } from './ports.js'

const WHO_MAX = 10

export function teams({ inspection }: DoctorPorts): Promise<readonly Finding[]> {
  return look('teams', 'Bot Connector', async () => {
    const status = await inspection.connectorStatus()
    if (status === null) return unknown('teams', 'Bot Connector', 'no-service-url')
    if (inspection.appId === null) return unknown('teams', 'Bot Connector', 'simulated-tenant', { status })
    return status === 401 || status === 403
      ? fault('teams', 'Bot Connector', 'connector-refused', { status })
      : ok('teams', 'Bot Connector', { status })
  })
}

/** Everybody in the channel sees cases: each member should hold a role that may read them. */
export function securityChannel(ports: DoctorPorts, database: FoundDatabase): Promise<readonly Finding[]> {
  const { securityChannelId } = ports.settings
  if (securityChannelId === null) {
    const missing = fault('security-channel', 'POSTERN_SECURITY_CHANNEL_ID', 'security-channel-not-configured')
    return Promise.resolve([missing])
  }
  return look('security-channel', 'members', async () => {
    const known = database.state === 'open' ? await database.store.conversationById(securityChannelId) : null
    const channel = known ?? (await configuredChannel(ports))
    if (channel === null) return fault('security-channel', 'members', 'channel-not-known-yet')
    const members = await ports.messenger.members(channel)
    if (members.length === 0) return unknown('security-channel', 'members', 'no-members')
    const allowed = await Promise.all(
      members.map(async (member) => mayDo(await ports.directory.activeRoles(member, { fresh: true }), 'read')),
    )
    const outsiders = members.filter((_, index) => allowed[index] !== true)
    const who = outsiders.slice(0, WHO_MAX).join(', ')
    return outsiders.length > 0
      ? fault('security-channel', 'members', 'members-without-role', {
          members: members.length,
          withoutRole: outsiders.length,
          who,
        })
      : ok('security-channel', 'members', { members: members.length })
  })
}

/** Null where there is no address to begin from: then the bot must have been written to first. */
async function configuredChannel({ messenger }: DoctorPorts): Promise<Conversation | null> {
  return messenger.securityChannel().catch((error: unknown) => {
    if (isPosternError(error, 'teams-unreachable')) return null
    throw error
  })
}
