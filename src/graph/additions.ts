/**
 * What may have been added to an account, read by kind.
 *
 * Devices and methods carry their time. A consent (oauth2PermissionGrant) has none, so the time and the app come from
 * the audit log, and what it still allows from the grant. A mailbox rule has none anywhere in Graph: every rule that
 * could serve an intruder is shown, with its time unknown. Forwarding that is set on the mailbox itself is not in Graph.
 * Source: microsoftgraph/msgraph-metadata, schemas/v1.0-Prod.csdl; Microsoft Graph docs, "List directoryAudits" (filters),
 * "List rules".
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import type { Addition, AdditionKind, RuleEffect } from '../domain/signInAlert/index.js'
import type { Containment, LookUpOptions } from '../flows/ports.js'
import {
  type AuditRow,
  auditRow,
  authenticationMethod,
  device,
  type MessageRule,
  messageRule,
  permissionGrant,
} from './additionSchemas.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, literal, segment, withQuery } from './odata.js'
import { read } from './schemas.js'

/** More of one kind is no account of a person; what comes first is shown. */
const ROWS_MAX = 200
const DEVICE_FIELDS = 'id,displayName,operatingSystem,trustType,registrationDateTime,accountEnabled'
/** Of the audit log, in any spelling of the years. */
const CONSENTS: ReadonlySet<string> = new Set([
  'consent to application',
  'add delegated permission grant',
  'add oauth2permissiongrant',
  'add app role assignment grant to user',
])

export function createAdditions(graph: GraphClient): Containment['additions'] {
  async function rowsOf(path: string, request: RequestOptions): Promise<readonly unknown[]> {
    const rows: unknown[] = []
    for await (const page of graph.pages(path, { ...request, once: true })) {
      rows.push(...page)
      if (rows.length >= ROWS_MAX) break
    }
    return rows.slice(0, ROWS_MAX)
  }

  async function devices(userId: UserId, since: Date, options: LookUpOptions): Promise<readonly Addition[]> {
    const request: RequestOptions = { family: 'directory', ...options }
    const lists = await Promise.all(
      ['registeredDevices', 'ownedDevices'].map((list) =>
        rowsOf(withQuery(`/users/${segment(userId)}/${list}`, { $select: DEVICE_FIELDS, $top: '100' }), request),
      ),
    )
    const found = new Map<string, Addition>()
    for (const row of lists.flat()) {
      const one = read(device, row)
      const type = one['@odata.type']?.toLowerCase()
      if (type != null && type !== '#microsoft.graph.device') continue
      // Without the permission for devices Graph gives their ids alone.
      if (one.displayName == null && one.registrationDateTime == null && one.accountEnabled == null)
        throw new PosternError('graph-forbidden', { reason: 'device-fields-missing' })
      const at = dateOf(one.registrationDateTime)
      if (at !== null && at < since) continue
      const detail = [one.operatingSystem, one.trustType].filter((part) => part != null && part !== '').join(', ')
      const enabled = one.accountEnabled ?? null
      found.set(one.id, { ...NOTHING, id: one.id, name: one.displayName ?? null, at, detail: detail || null, enabled })
    }
    return [...found.values()]
  }

  async function methods(userId: UserId, since: Date, options: LookUpOptions): Promise<readonly Addition[]> {
    const rows = await rowsOf(`/users/${segment(userId)}/authentication/methods`, { family: 'directory', ...options })
    return rows.flatMap((row) => {
      const one = read(authenticationMethod, row)
      const at = dateOf(one.createdDateTime)
      if (at !== null && at < since) return []
      const name = one['@odata.type']?.replace(/^#microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '') ?? null
      // Everybody has a password, mostly without a time: that alone says nothing.
      if (name === 'password' && at === null) return []
      return [{ ...NOTHING, id: one.id, name, at, detail: one.displayName ?? null }]
    })
  }

  async function consents(userId: UserId, since: Date, options: LookUpOptions): Promise<readonly Addition[]> {
    const $filter = `activityDateTime ge ${instant(since)} and initiatedBy/user/id eq ${literal(userId)}`
    const audits = await rowsOf(withQuery('/auditLogs/directoryAudits', { $filter }), { family: 'reports', ...options })
    const given = audits
      .map((row) => read(auditRow, row))
      .filter(({ activityDisplayName }) => CONSENTS.has(activityDisplayName?.trim().toLowerCase() ?? ''))
    if (given.length === 0) return []
    const scopes = await grantedScopes(userId, options)
    const found = new Map<string, Addition>()
    for (const one of given) {
      const app = appOf(one)
      const id = app?.id ?? one.id
      // Several rows tell of one consent.
      if (found.has(id)) continue
      const [name, at] = [app?.displayName ?? null, dateOf(one.activityDateTime)] as const
      found.set(id, { ...NOTHING, id, name, at, detail: scopes?.get(id) ?? null })
    }
    return [...found.values()]
  }

  /** By service principal; null without the permission: the consent itself is known all the same. */
  async function grantedScopes(userId: UserId, options: LookUpOptions): Promise<ReadonlyMap<string, string> | null> {
    const path = withQuery('/oauth2PermissionGrants', { $filter: `principalId eq ${literal(userId)}` })
    const rows = await rowsOf(path, { family: 'directory', ...options }).catch((error: unknown) => {
      if (isPosternError(error, 'graph-forbidden')) return null
      throw error
    })
    if (rows === null) return null
    const grants = rows.map((row) => read(permissionGrant, row))
    return new Map(grants.map(({ clientId, scope }) => [clientId, scope?.trim().split(/\s+/).join(', ') ?? '']))
  }

  async function rules(userId: UserId, _since: Date, options: LookUpOptions): Promise<readonly Addition[]> {
    const path = `/users/${segment(userId)}/mailFolders/inbox/messageRules`
    const rows = await rowsOf(path, { family: 'mailbox', ...options })
    return rows.flatMap((row) => {
      const rule = read(messageRule, row)
      const effects = rule.isEnabled === false ? [] : effectsOf(rule)
      if (effects.length === 0) return []
      return [{ ...NOTHING, id: rule.id, name: rule.displayName ?? null, detail: targetOf(rule), effects }]
    })
  }

  const readers: Readonly<Record<AdditionKind, typeof devices>> = {
    device: devices,
    method: methods,
    consent: consents,
    'mailbox-rule': rules,
  }
  return (kind, userId, since, options) => readers[kind](userId, since, options)
}

const NOTHING = { name: null, at: null, detail: null, effects: [], enabled: null } as const

function dateOf(text: string | null | undefined): Date | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : new Date(ms)
}

const appOf = ({ targetResources }: AuditRow) =>
  targetResources?.find(({ type }) => type?.toLowerCase() === 'serviceprincipal') ?? targetResources?.[0]

const forwards = ({ actions }: MessageRule) => [
  ...(actions?.forwardTo ?? []),
  ...(actions?.redirectTo ?? []),
  ...(actions?.forwardAsAttachmentTo ?? []),
]

function effectsOf(rule: MessageRule): readonly RuleEffect[] {
  const { delete: deletes, permanentDelete, moveToFolder, markAsRead } = rule.actions ?? {}
  return [
    ...(forwards(rule).length > 0 ? (['forwards'] as const) : []),
    ...(deletes === true || permanentDelete === true ? (['deletes'] as const) : []),
    // Read and out of sight; moving alone is what most rules do.
    ...(moveToFolder != null && markAsRead === true ? (['hides'] as const) : []),
  ]
}

/** The domain alone: whose address it is helps nobody who reads the card. */
const targetOf = (rule: MessageRule): string | null =>
  forwards(rule)[0]?.emailAddress?.address?.split('@').at(-1)?.toLowerCase() ?? null
