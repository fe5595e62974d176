/**
 * The log: one JSON object a line on standard output. Static messages, values as fields, so that nothing a person
 * pasted can end up in a message. Fields that could carry a secret are cut out whoever passes them.
 */
import { pino } from 'pino'
import type { Log } from './flows/ports.js'

const SECRET_FIELDS = ['authorization', 'token', 'secret', 'password', 'text', 'databaseUrl']

export function createLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log {
  const logger = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[removed]' },
  })
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  }
}
