/**
 * Environment → Config, parsed once. Every fault is listed together, and no value of a secret is ever repeated.
 *
 * `env/.env.example` documents each variable with its unit, default and consequence; a test holds the two together.
 */
import { z } from 'zod/v4'
import { guid, isCidr, isLoopback, list, loopbackUrl, number, oneOf, text } from './configFields.js'
import { CLOUD_NAMES, CLOUDS, type Cloud, type CloudName } from './domain/clouds.js'
import { PosternError } from './domain/errors.js'
import { isGuid, type TenantId, tenantId, type UserId, userId } from './domain/ids.js'

/** How the bot proves to Entra who it is. Null only on loopback, where nothing is proven and nothing leaves. */
export type AppIdentity = { readonly appId: string; readonly tenantId: TenantId } & (
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly file: string }
  | { readonly kind: 'managed-identity' }
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string }
)

export interface Config {
  readonly cloudName: CloudName
  readonly cloud: Cloud
  readonly identity: AppIdentity | null
  readonly tenantId: TenantId
  readonly allowedTenants: readonly TenantId[]
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly securityChannelId: string | null
  /** Loopback only: where a simulated Graph and a local Teams client listen. */
  readonly simulated: { readonly graphOrigin: string; readonly serviceUrl: string | null } | null
  readonly containmentMode: 'propose' | 'revoke' | 'full'
  readonly silenceMs: { readonly critical: number; readonly high: number; readonly elevated: number }
  readonly pollIntervalMs: number
  readonly pollOverlapMs: number
  readonly firstPollMs: number
  readonly emergencyAccounts: readonly UserId[]
  readonly sharedDeviceAccounts: readonly UserId[]
  readonly mfaTrustedIps: readonly string[]
  readonly checkRetentionMs: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** Each variable by its name. What is not here is not read. */
export const VARIABLES = {
  MicrosoftAppId: guid,
  MicrosoftAppType: oneOf(['SingleTenant', 'UserAssignedMSI'] as const, 'SingleTenant'),
  MicrosoftAppTenantId: guid,
  MicrosoftAppPassword: text,
  MicrosoftAppCertificateFile: text,
  MicrosoftAppFederatedClientId: guid,
  POSTERN_CLOUD: oneOf(CLOUD_NAMES, 'public'),
  POSTERN_TENANTS: list('tenant ids (GUIDs)', isGuid),
  POSTERN_SECURITY_CHANNEL_ID: text.refine(
    (value) => value === undefined || /^19:[\w.-]{1,200}@thread\.(tacv2|skype|v2)$/.test(value),
    {
      message: 'must be a channel id as Teams gives it (19:…@thread.tacv2)',
    },
  ),
  POSTERN_EMERGENCY_ACCOUNTS: list('object ids (GUIDs)', isGuid),
  POSTERN_SHARED_DEVICE_ACCOUNTS: list('object ids (GUIDs)', isGuid),
  POSTERN_MFA_TRUSTED_IPS: list('IP ranges in CIDR form', isCidr),
  POSTERN_CONTAINMENT: oneOf(['propose', 'revoke', 'full'] as const, 'revoke'),
  POSTERN_SILENCE_CRITICAL_MINUTES: number(1, 1440, 5, 'minutes'),
  POSTERN_SILENCE_HIGH_MINUTES: number(1, 1440, 15, 'minutes'),
  POSTERN_SILENCE_ELEVATED_MINUTES: number(1, 10_080, 60, 'minutes'),
  POSTERN_POLL_SECONDS: number(2, 3600, 60, 'seconds'),
  POSTERN_POLL_OVERLAP_MINUTES: number(5, 1440, 90, 'minutes'),
  POSTERN_FIRST_POLL_MINUTES: number(5, 1440, 60, 'minutes'),
  POSTERN_CHECK_RETENTION_DAYS: number(1, 365, 30, 'days'),
  POSTERN_DATA_DIR: text,
  POSTERN_GRAPH_SIMULATED_ORIGIN: loopbackUrl,
  POSTERN_SIMULATED_TENANT_ID: guid,
  POSTERN_SERVICE_URL: loopbackUrl,
  POSTERN_LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error'] as const, 'info'),
  DATABASE_URL: text.refine((value) => value === undefined || /^postgres(ql)?:\/\//.test(value), {
    message: 'must begin with postgres:// or postgresql://',
  }),
  HOST: text,
  PORT: number(1, 65_535, 3978, 'TCP ports'),
  NODE_ENV: text,
}

const environment = z.object(VARIABLES)
type Environment = z.infer<typeof environment>

/**
 * @throws PosternError `config-invalid` with `faults`, one sentence a fault, naming the variable and never its value;
 *   `config-unsafe` where the bot would listen to the network without checking who speaks.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  // Rules across variables are looked at even where single ones failed, so that one run shows everything.
  const known = (parsed.success ? parsed.data : validOnly(env)) as Environment
  const identity = readIdentity(known, faults)
  const host = known.HOST ?? (identity === null ? '127.0.0.1' : '0.0.0.0')
  const unsafe =
    identity === null && known.MicrosoftAppId === undefined && (!isLoopback(host) || known.NODE_ENV === 'production')
  if (unsafe) {
    faults.push(
      'MicrosoftAppId is missing: without it anybody could speak to the bot, so it runs only on HOST=127.0.0.1 and never with NODE_ENV=production',
    )
  }
  const simulated = readSimulated(known, identity, faults)
  const home =
    identity?.tenantId ??
    (isGuid(known.POSTERN_SIMULATED_TENANT_ID) ? tenantId(known.POSTERN_SIMULATED_TENANT_ID) : null)
  if (home === null && faults.length === 0)
    faults.push('MicrosoftAppTenantId is missing: it says whose sign-ins and people these are')
  if (faults.length > 0 || home === null)
    throw new PosternError(unsafe ? 'config-unsafe' : 'config-invalid', { faults })
  return {
    cloudName: known.POSTERN_CLOUD,
    cloud: CLOUDS[known.POSTERN_CLOUD],
    identity,
    tenantId: home,
    allowedTenants: [...new Set([home, ...known.POSTERN_TENANTS.map(tenantId)])],
    host,
    port: known.PORT,
    databaseUrl: known.DATABASE_URL ?? null,
    dataDir: known.POSTERN_DATA_DIR ?? 'data',
    securityChannelId: known.POSTERN_SECURITY_CHANNEL_ID ?? null,
    simulated,
    containmentMode: known.POSTERN_CONTAINMENT,
    silenceMs: {
      critical: known.POSTERN_SILENCE_CRITICAL_MINUTES * MINUTE_MS,
      high: known.POSTERN_SILENCE_HIGH_MINUTES * MINUTE_MS,
      elevated: known.POSTERN_SILENCE_ELEVATED_MINUTES * MINUTE_MS,
    },
    pollIntervalMs: known.POSTERN_POLL_SECONDS * SECOND_MS,
    pollOverlapMs: known.POSTERN_POLL_OVERLAP_MINUTES * MINUTE_MS,
    firstPollMs: known.POSTERN_FIRST_POLL_MINUTES * MINUTE_MS,
    emergencyAccounts: known.POSTERN_EMERGENCY_ACCOUNTS.map(userId),
    sharedDeviceAccounts: known.POSTERN_SHARED_DEVICE_ACCOUNTS.map(userId),
    mfaTrustedIps: known.POSTERN_MFA_TRUSTED_IPS,
    checkRetentionMs: known.POSTERN_CHECK_RETENTION_DAYS * DAY_MS,
    logLevel: known.POSTERN_LOG_LEVEL,
  }
}

/** The variables that can be read by themselves, with the defaults in place of those that cannot. */
function validOnly(env: Readonly<Record<string, string | undefined>>): Partial<Environment> {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, schema]) => {
      const one = schema.safeParse(env[name])
      return [name, one.success ? one.data : schema.safeParse(undefined).data]
    }),
  )
}

function readIdentity(env: Environment, faults: string[]): AppIdentity | null {
  if (env.MicrosoftAppId === undefined) {
    const stray = (
      ['MicrosoftAppPassword', 'MicrosoftAppCertificateFile', 'MicrosoftAppFederatedClientId'] as const
    ).filter((name) => env[name] !== undefined)
    if (stray.length > 0) faults.push(`${stray.join(', ')} is set but MicrosoftAppId is not`)
    return null
  }
  if (!isGuid(env.MicrosoftAppTenantId)) {
    if (env.MicrosoftAppTenantId === undefined)
      faults.push('MicrosoftAppTenantId is missing: every app type of Postern belongs to one tenant')
    return null
  }
  const app = { appId: env.MicrosoftAppId.toLowerCase(), tenantId: tenantId(env.MicrosoftAppTenantId) }
  const proofs = [env.MicrosoftAppPassword, env.MicrosoftAppCertificateFile, env.MicrosoftAppFederatedClientId].filter(
    (proof) => proof !== undefined,
  )
  if (env.MicrosoftAppType === 'UserAssignedMSI') {
    if (proofs.length === 0) return { ...app, kind: 'managed-identity' }
    faults.push(
      'MicrosoftAppType is UserAssignedMSI: MicrosoftAppPassword, MicrosoftAppCertificateFile and MicrosoftAppFederatedClientId must be empty',
    )
    return null
  }
  if (proofs.length !== 1) {
    faults.push(
      'MicrosoftAppType is SingleTenant: set exactly one of MicrosoftAppPassword, MicrosoftAppCertificateFile, MicrosoftAppFederatedClientId',
    )
    return null
  }
  if (env.MicrosoftAppPassword !== undefined) return { ...app, kind: 'secret', secret: env.MicrosoftAppPassword }
  if (env.MicrosoftAppCertificateFile !== undefined)
    return { ...app, kind: 'certificate', file: env.MicrosoftAppCertificateFile }
  return { ...app, kind: 'federated', managedIdentityClientId: env.MicrosoftAppFederatedClientId ?? '' }
}

/** A simulated tenant takes no real identity: a real token must never go to it, nor its answers to real people. */
function readSimulated(env: Environment, identity: AppIdentity | null, faults: string[]): Config['simulated'] {
  if (env.POSTERN_GRAPH_SIMULATED_ORIGIN === undefined) {
    if (identity === null && env.MicrosoftAppId === undefined) {
      faults.push(
        'MicrosoftAppId is missing, and so is POSTERN_GRAPH_SIMULATED_ORIGIN: there is neither a tenant nor a simulated one (to try Postern, run the demo)',
      )
    }
    if (env.POSTERN_SERVICE_URL !== undefined)
      faults.push('POSTERN_SERVICE_URL goes with POSTERN_GRAPH_SIMULATED_ORIGIN only')
    return null
  }
  if (env.MicrosoftAppId !== undefined)
    faults.push('POSTERN_GRAPH_SIMULATED_ORIGIN and MicrosoftAppId exclude each other')
  if (env.POSTERN_SIMULATED_TENANT_ID === undefined)
    faults.push('POSTERN_SIMULATED_TENANT_ID is missing beside POSTERN_GRAPH_SIMULATED_ORIGIN')
  return { graphOrigin: env.POSTERN_GRAPH_SIMULATED_ORIGIN, serviceUrl: env.POSTERN_SERVICE_URL ?? null }
}
