/** In which order alerts get their turn. */
import { SEVERITIES, type Severity } from '../domain/signInAlert/index.js'

/** The most severe go first. */
export const priorityOf = (severity: Severity): number => SEVERITIES.length - 1 - SEVERITIES.indexOf(severity)
