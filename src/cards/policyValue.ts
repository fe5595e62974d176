/** What stands in a field of a policy, as cards show it, before a change and after. */
import { inert } from './inert.js'
import { hasWords, say } from './words.js'

const STATES: Readonly<Record<string, string>> = {
  enabled: 'policy-state.enabled',
  disabled: 'policy-state.disabled',
  enabledForReportingButNotEnforced: 'policy-state.report-only',
}
const BLOCKED: Readonly<Record<string, string>> = {
  yes: 'policy-label.blocked',
  partial: 'policy-label.partial',
  'report-only': 'policy-label.report-only',
  no: 'policy-label.open',
  unknown: 'policy-label.unknown',
}

/** Graph's own values stay as Graph writes them, which is what the portal's JSON view shows. Inert. */
export function valueInWords(field: string, value: unknown, locale: string, lengthMax: number): string {
  const unset = say('drift.nothing', locale)
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return unset
  const key = (field === 'blocked' ? BLOCKED : field === 'state' ? STATES : {})[String(value)]
  if (key !== undefined && hasWords(key)) return say(key, locale)
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every(isText)
        ? value.join(', ')
        : JSON.stringify(value)
  return inert(text, lengthMax) || unset
}

const isText = (value: unknown): value is string => typeof value === 'string'
