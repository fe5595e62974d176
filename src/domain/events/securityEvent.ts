/**
 * What goes out to a SIEM or a ticket system: an entry of the audit trail with what is known of its alert, as a
 * CloudEvents 1.0 object (github.com/cloudevents/spec) or as a line of ArcSight's Common Event Format.
 *
 * A receiver may see an event twice and tells by its `id`; events of one trail come in its order.
 */
import { AUDIT_EVENTS, type AuditEvent } from '../audit/index.js'
import { type AlertEvent, readClosing, type Severity } from '../signInAlert/index.js'

/** A person of an entry; `userId` is null where they were erased. */
export type EventActor =
  | { readonly kind: 'person'; readonly userId: string | null }
  | { readonly kind: 'postern' | 'operator' }

/** The alert as it stands when the event goes out. */
export interface EventAlert {
  readonly alertId: string
  readonly state: string
  readonly severity: Severity
  readonly outcome: string | null
  readonly reasons: readonly string[]
  readonly appId: string | null
  readonly firstSeen: Date | null
  /** Where the person approved, and where the tokens went. */
  readonly approvedFromAddress: string | null
  readonly redeemedFromAddress: string | null
}

export interface SecurityEvent {
  /** Its place in the trail. */
  readonly position: number
  readonly at: Date
  readonly event: string
  readonly what: string | null
  readonly actor: EventActor
  readonly about: EventActor | null
  readonly details: Readonly<Record<string, string | number | boolean | null>>
  readonly alert: EventAlert | null
}

/** Of no use to whoever watches: who asked about what, and the watches that follow from it, are the askers' own affair. */
const KEPT_INSIDE: ReadonlySet<string> = new Set<AuditEvent>([
  'message-checked',
  'check-origin-answered',
  'policy-asked',
  'alerts-asked',
  'watch-opened',
  'watch-ended',
])

export const goesOut = (event: string): boolean => !KEPT_INSIDE.has(event)

/** With these, what one of the team wrote beside the reason stands in the history. */
const WITH_NOTE: ReadonlySet<string | null> = new Set<AlertEvent>(['alert-closed', 'close-proposed'])

/**
 * The details of an entry as far as they leave the house: codes, ids and numbers. A note in somebody's own words may name
 * people, and whoever runs the receiver was not asked; it stays in the trail, and its code goes.
 */
export function detailsOut({
  what,
  details,
}: {
  readonly what: string | null
  readonly details: SecurityEvent['details'] | null
}): SecurityEvent['details'] {
  if (details === null || !WITH_NOTE.has(what)) return details ?? {}
  return { ...details, why: readClosing(String(details.why ?? '')).reason }
}

export function cloudEventOf(tenantId: string, one: SecurityEvent): Readonly<Record<string, unknown>> {
  const { position, at, event, what, actor, about, details, alert } = one
  return {
    specversion: '1.0',
    id: String(position),
    source: `urn:postern:${tenantId}`,
    type: `postern.${event}`,
    time: at.toISOString(),
    ...(alert === null ? {} : { subject: alert.alertId }),
    datacontenttype: 'application/json',
    data: { what, actor, about, details, alert },
  }
}

/** CEF knows 0 to 10. */
const CEF_SEVERITY: Readonly<Record<Severity, number>> = { expected: 0, low: 2, elevated: 5, high: 8, critical: 10 }
const CEF_SEVERITY_WITHOUT_ALERT = 3
const VALUE_LENGTH_MAX = 1000

/** One line. Keys are those of the CEF dictionary; what it has no key for stands in labelled custom strings. */
export function cefOf(tenantId: string, version: string, one: SecurityEvent): string {
  const { position, at, event, what, actor, about, alert } = one
  const name = Object.hasOwn(AUDIT_EVENTS, event) ? AUDIT_EVENTS[event as AuditEvent] : event
  const severity = alert === null ? CEF_SEVERITY_WITHOUT_ALERT : CEF_SEVERITY[alert.severity]
  const header = ['CEF:0', 'Postern', 'Postern', version, event, name, String(severity)].map(inHeader).join('|')
  const fields: readonly (readonly [string, string | null])[] = [
    ['rt', String(at.getTime())],
    ['externalId', String(position)],
    ['deviceExternalId', tenantId],
    ['act', what],
    ['suid', userOf(actor)],
    ['duid', about === null ? null : userOf(about)],
    ['src', alert?.redeemedFromAddress ?? null],
    ['dst', alert?.approvedFromAddress ?? null],
    ['outcome', alert?.outcome ?? null],
    ...labelled(1, 'alertId', alert?.alertId),
    ...labelled(2, 'alertState', alert?.state),
    ...labelled(3, 'reasons', alert?.reasons.join(' ')),
    ...labelled(4, 'appId', alert?.appId),
  ]
  const extension = fields.flatMap(([key, value]) => (value === null ? [] : [`${key}=${inExtension(value)}`]))
  return `${header}|${extension.join(' ')}`
}

const labelled = (number: number, label: string, value: string | null | undefined): [string, string | null][] =>
  value === undefined || value === null || value === ''
    ? []
    : [
        [`cs${number}`, value],
        [`cs${number}Label`, label],
      ]

const userOf = (actor: EventActor): string | null => (actor.kind === 'person' ? actor.userId : actor.kind)

// ArcSight, "Implementing ArcSight Common Event Format (CEF)": in the header `|` and `\` are escaped and there is no
// line break; in a value `=`, `\` and line breaks are.
const inHeader = (text: string): string => oneLine(text).replace(/[\\|]/g, '\\$&')
const inExtension = (text: string): string =>
  text
    .slice(0, VALUE_LENGTH_MAX)
    .replace(/[\\=]/g, '\\$&')
    .replace(/\r\n?|[\n\u2028\u2029]/g, '\\n')
const oneLine = (text: string): string => text.slice(0, VALUE_LENGTH_MAX).replace(/[\r\n\u2028\u2029]+/g, ' ')
