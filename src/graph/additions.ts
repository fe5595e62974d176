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
import type { AdditionsRead, Containment, LookUpOptions } from '../flows/ports.js'
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

/** More is no account of a person, or somebody who hides among many: that not all was read is then said. */
const ROWS_MAX = 1_000
/** The audit log tells of all that the account did, and not of consents alone. */
const AUDIT_ROWS_MAX = 5_000
const DEVICE_FIELDS = 'id,displayName,operatingSystem,trustType,registrationDateTime,accountEnabled'
/** Of the audit log, in any spelling of the years. */
const CONSENTS: ReadonlySet<string> = new Set([
  'consent to application',
  'add delegated permission grant',
  'add oauth2permissiongrant',
  'add app role assignment grant to user',
])

interface Rows {
  readonly rows: readonly unknown[]
  readonly isComplete: boolean
}

export function createAdditions(graph: GraphClient): Containment['additions'] {
  async function rowsOf(path: string, request: RequestOptions, most = ROWS_MAX): Promise<Rows> {
    const rows: unknown[] = []
    for await (const page of graph.pages(path, { ...request, once: true })) {
      rows.push(...page)
      if (rows.length > most) return { rows: rows.slice(0, most), isComplete: false }
    }
    return { rows, isComplete: true }
  }

  async function devices(userId: UserId, since: Date, options: LookUpOptions): Promise<AdditionsRead> {
    const request: RequestOptions = { family: 'directory', ...options }
    const lists = await Promise.all(
      ['registeredDevices', 'ownedDevices'].map((list) =>
        rowsOf(withQuery(`/users/${segment(userId)}/${list}`, { $select: DEVICE_FIELDS, $top: '100' }), request),
      ),
    )
    const found = new Map<string, Addition>()
    for (const row of lists.flatMap(({ rows }) => rows)) {
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
    return { found: [...found.values()], isComplete: lists.every(({ isComplete }) => isComplete) }
  }

  async function methods(userId: UserId, since: Date, options: LookUpOptions): Promise<AdditionsRead> {
    const path = `/users/${segment(userId)}/authentication/methods`
    const { rows, isComplete } = await rowsOf(path, { family: 'directory', ...options })
    const found = rows.flatMap((row) => {
      const one = read(authenticationMethod, row)
      const at = dateOf(one.createdDateTime)
      if (at !== null && at < since) return []
      const name = one['@odata.type']?.replace(/^#microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '') ?? null
      // Everybody has a password, mostly without a time: that alone says nothing.
      if (name === 'password' && at === null) return []
      return [{ ...NOTHING, id: one.id, name, at, detail: one.displayName ?? null }]
    })
    return { found, isComplete }
  }

  async function consents(userId: UserId, since: Date, options: LookUpOptions): Promise<AdditionsRead> {
    const $filter = `activityDateTime ge ${instant(since)} and initiatedBy/user/id eq ${literal(userId)}`
    const path = withQuery('/auditLogs/directoryAudits', { $filter, $top: '999' })
    const audits = await rowsOf(path, { family: 'reports', ...options }, AUDIT_ROWS_MAX)
    const given = audits.rows
      .map((row) => read(auditRow, row))
      .filter(({ activityDisplayName }) => CONSENTS.has(activityDisplayName?.trim().toLowerCase() ?? ''))
    if (given.length === 0) return { found: [], isComplete: audits.isComplete }
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
    return { found: [...found.values()], isComplete: audits.isComplete }
  }

  /** By service principal; null without the permission: the consent itself is known, and so it is where grants are cut. */
  async function grantedScopes(userId: UserId, options: LookUpOptions): Promise<ReadonlyMap<string, string> | null> {
    const path = withQuery('/oauth2PermissionGrants', { $filter: `principalId eq ${literal(userId)}` })
    const listed = await rowsOf(path, { family: 'directory', ...options }).catch((error: unknown) => {
      if (isPosternError(error, 'graph-forbidden')) return null
      throw error
    })
    if (listed === null) return null
    const grants = listed.rows.map((row) => read(permissionGrant, row))
    return new Map(grants.map(({ clientId, scope }) => [clientId, scope?.trim().split(/\s+/).join(', ') ?? '']))
  }

  async function rules(userId: UserId, _since: Date, options: LookUpOptions): Promise<AdditionsRead> {
    const path = `/users/${segment(userId)}/mailFolders/inbox/messageRules`
    const { rows, isComplete } = await rowsOf(path, { family: 'mailbox', ...options })
    const found = rows.flatMap((row) => {
      const rule = read(messageRule, row)
      const effects = rule.isEnabled === false ? [] : effectsOf(rule)
      if (effects.length === 0) return []
      return [{ ...NOTHING, id: rule.id, name: rule.displayName ?? null, detail: targetOf(rule), effects }]
    })
    return { found, isComplete }
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
