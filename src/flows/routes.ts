/**
 * The ways around a person who is silent or out of reach, at high and critical: their manager, and a second channel.
 * Both are off unless the settings say otherwise; each is taken once an alert.
 */
import { compareSeverity } from '../domain/signInAlert/index.js'
import { priorityOf } from './alertPriority.js'
import { jobOf } from './jobs.js'
import type { Alert, NewJob, Settings } from './ports.js'

export function routesOwed(
  { routes }: Pick<Settings, 'routes'>,
  { alertId, severity }: Pick<Alert, 'alertId' | 'severity'>,
  at: Date,
): readonly NewJob[] {
  if (compareSeverity(severity, 'high') < 0) return []
  const priority = priorityOf(severity)
  return [
    ...(routes.manager ? [jobOf.tellManager(alertId, priority, at)] : []),
    ...(routes.secondChannelId === null ? [] : [jobOf.tellSecondChannel(alertId, priority, at)]),
  ]
}
