/**
 * The log: one JSON object a line on standard output. Static messages, values as fields, so that nothing a person
 * pasted can end up in a message. Fields that could carry a secret are cut out whoever passes them.
 */
import { type DestinationStream, pino } from 'pino'
import type { Log } from './flows/ports.js'

const SECRET_FIELDS = [
  ...['authorization', 'cookie', 'token', 'accessToken', 'secret', 'clientSecret', 'password', 'pem'],
  ...['text', 'html', 'databaseUrl'],
]

/** @param to standard output, but for tests */
export function createLog(level: 'info' | 'warn' | 'error', to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
  }
  const logger = to === undefined ? pino(options) : pino(options, to)
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  }
}
