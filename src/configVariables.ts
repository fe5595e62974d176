/**
 * Every variable of the environment that Postern reads, each by its name. What is not here is not read.
 *
 * `env/.env.example` documents each with its unit, default and consequence; a test holds the two together.
 */
import { isIP } from 'node:net'
import { z } from 'zod/v4'
import {
  channelId,
  databaseUrl,
  guid,
  isCidr,
  list,
  loopbackUrl,
  number,
  oneOf,
  pemFile,
  secretKey,
  text,
  webhookSecret,
  webhookUrl,
} from './configFields.js'
import { CLOUD_NAMES } from './domain/clouds.js'
import { isGuid } from './domain/ids.js'
import { LANGUAGES } from './domain/languages.js'
import { MODEL_VARIABLES } from './modelConfig.js'
import { STREAM_VARIABLES } from './streamConfig.js'
import { WRITING_VARIABLES } from './writingConfig.js'

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour))

const isOcrLanguage = (value: string): boolean => /^[a-z]{3}(?:_[a-z]{3,8})?$/.test(value)

export const VARIABLES = {
  MicrosoftAppId: guid,
  MicrosoftAppType: oneOf(['SingleTenant', 'UserAssignedMSI'] as const, 'SingleTenant'),
  MicrosoftAppTenantId: guid,
  MicrosoftAppPassword: text,
  MicrosoftAppCertificateFile: pemFile,
  MicrosoftAppFederatedClientId: guid,
  POSTERN_CLOUD: oneOf(CLOUD_NAMES, 'public'),
  POSTERN_TENANTS: list('tenant ids (GUIDs)', isGuid),
  POSTERN_SECURITY_CHANNEL_ID: channelId,
  POSTERN_LANGUAGE: oneOf(['unset', ...LANGUAGES] as const, 'unset'),
  POSTERN_ROUTE_MANAGER: oneOf(['off', 'on'] as const, 'off'),
  POSTERN_SECOND_CHANNEL_ID: channelId,
  POSTERN_DIGEST_HOUR: oneOf(['off', ...HOURS], 'off'),
  POSTERN_EMERGENCY_ACCOUNTS: list('object ids (GUIDs)', isGuid),
  POSTERN_SHARED_DEVICE_ACCOUNTS: list('object ids (GUIDs)', isGuid),
  POSTERN_MFA_TRUSTED_IPS: list('IP ranges in CIDR form', isCidr),
  POSTERN_TUNING_FILE: text,
  POSTERN_TEAMS_APP_ID: guid,
  POSTERN_CONTAINMENT: oneOf(['propose', 'revoke', 'full'] as const, 'revoke'),
  POSTERN_SILENCE_CRITICAL_MINUTES: number(1, 1440, 5, 'minutes'),
  POSTERN_SILENCE_HIGH_MINUTES: number(1, 1440, 15, 'minutes'),
  POSTERN_SILENCE_ELEVATED_MINUTES: number(1, 10_080, 60, 'minutes'),
  POSTERN_POLL: oneOf(['on', 'off'] as const, 'on'),
  POSTERN_POLL_SECONDS: number(2, 3600, 60, 'seconds'),
  POSTERN_POLL_OVERLAP_MINUTES: number(5, 1440, 90, 'minutes'),
  POSTERN_FIRST_POLL_MINUTES: number(5, 1440, 60, 'minutes'),
  POSTERN_CHECKS_PER_HOUR: number(5, 3600, 60, 'checks'),
  ...STREAM_VARIABLES,
  POSTERN_CHECK_RETENTION_DAYS: number(1, 365, 30, 'days'),
  POSTERN_OCR_LANGUAGES: list('languages as Tesseract names them (eng, deu, chi_sim)', isOcrLanguage),
  POSTERN_REPORT_RETENTION_DAYS: number(1, 365, 90, 'days'),
  POSTERN_TRACE_KEY: secretKey,
  POSTERN_POLICY_REFRESH_MINUTES: number(5, 1440, 60, 'minutes'),
  POSTERN_POLICY_RETENTION_DAYS: number(7, 3650, 90, 'days'),
  POSTERN_REPORT_ONLY_DAYS: number(1, 3650, 30, 'days'),
  ...WRITING_VARIABLES,
  ...MODEL_VARIABLES,
  POSTERN_AUDIT_RETENTION_DAYS: number(30, 3650, 365, 'days'),
  POSTERN_AUDIT_KEY: secretKey,
  POSTERN_DATA_DIR: text,
  POSTERN_GRAPH_SIMULATED_ORIGIN: loopbackUrl,
  POSTERN_SIMULATED_TENANT_ID: guid,
  POSTERN_SERVICE_URL: loopbackUrl,
  POSTERN_WEBHOOK_URL: webhookUrl,
  POSTERN_WEBHOOK_SECRET: webhookSecret,
  POSTERN_LOG_LEVEL: oneOf(['info', 'warn', 'error'] as const, 'info'),
  DATABASE_URL: databaseUrl,
  HOST: text.refine((value) => value === undefined || isIP(value) !== 0 || /^[a-z0-9.-]{1,253}$/i.test(value), {
    message: 'must be an IP address or a host name to listen on',
  }),
  PORT: number(1, 65_535, 3978, 'TCP port'),
  NODE_ENV: oneOf(['production', 'development', 'test', 'unset'] as const, 'unset'),
}

export const environment = z.object(VARIABLES)
export type Environment = z.infer<typeof environment>

/** Whether a variable says anything at all, be it well-formed or not. */
export type IsGiven = (name: keyof typeof VARIABLES) => boolean

/** The variables that can be read by themselves, with the defaults in place of those that cannot. */
export function validOnly(env: Readonly<Record<string, string | undefined>>): Partial<Environment> {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, schema]) => {
      const one = schema.safeParse(env[name])
      return [name, one.success ? one.data : schema.safeParse(undefined).data]
    }),
  )
}
