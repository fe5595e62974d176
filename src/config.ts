/** Environment → Config, parsed once. Every fault is listed together, and no value of a secret is ever repeated. */
import { databaseLinkOf, strangers } from './configFields.js'
import { type Environment, environment, type IsGiven, VARIABLES, validOnly } from './configVariables.js'
import type { AppIdentity } from './domain/appIdentity.js'
import { CLOUDS, type Cloud, type CloudName } from './domain/clouds.js'
import { PosternError } from './domain/errors.js'
import { isGuid, type TenantId, tenantId, type UserId, userId } from './domain/ids.js'
import type { Language } from './domain/languages.js'
import { isLoopbackHost } from './domain/loopback.js'
import { type ModelConfig, readModel } from './modelConfig.js'
import { readStream, type StreamConfig } from './streamConfig.js'
import { readWriting, type WritingConfig } from './writingConfig.js'

export interface Config {
  readonly cloudName: CloudName
  readonly cloud: Cloud
  /** Null only on loopback, where nothing is proven and nothing leaves. */
  readonly identity: AppIdentity | null
  readonly tenantId: TenantId
  readonly allowedTenants: readonly TenantId[]
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | null
  readonly databaseLink: ReturnType<typeof databaseLinkOf>
  readonly dataDir: string
  readonly securityChannelId: string | null
  /** Of channels, and of people whose own is not known; null: not said. */
  readonly language: Language | null
  readonly routes: { readonly manager: boolean; readonly secondChannelId: string | null }
  /** UTC; null: no digest. */
  readonly digestHour: number | null
  /** Loopback only: where a simulated Graph and a local Teams client listen. */
  readonly simulated: { readonly graphOrigin: string; readonly serviceUrl: string | null } | null
  readonly containmentMode: 'propose' | 'revoke' | 'full'
  readonly silenceMs: { readonly critical: number; readonly high: number; readonly elevated: number }
  /** False: sign-ins come by the stream only. */
  readonly isPolled: boolean
  readonly pollIntervalMs: number
  readonly pollOverlapMs: number
  readonly firstPollMs: number
  /** Null: the log is polled only. */
  readonly stream: StreamConfig | null
  readonly emergencyAccounts: readonly UserId[]
  readonly sharedDeviceAccounts: readonly UserId[]
  readonly mfaTrustedIps: readonly string[]
  /** Of one person: as many at once, and as many again in each hour. */
  readonly checksPerHourMax: number
  /** The operator's own exceptions; null: none. */
  readonly tuningFile: string | null
  /** The id in the manifest of the app package; null: the app is installed for nobody. */
  readonly teamsAppId: string | null
  readonly checkRetentionMs: number
  /** Of the letters in pictures, as Tesseract names them. */
  readonly ocrLanguages: readonly string[]
  readonly reportRetentionMs: number
  /** How old the kept policies may grow, and how long a snapshot of them is kept. */
  readonly policies: { readonly refreshMs: number; readonly retentionMs: number; readonly reportOnlyDaysMax: number }
  /** A language model that names questions; null: there is none. */
  readonly model: ModelConfig | null
  /** Null: no policy is ever written. */
  readonly writing: WritingConfig | null
  /** Groups of device accounts that the recommended policy leaves out. */
  readonly policyExceptions: readonly string[]
  /** For keyed hashes, as base64url of 32 bytes; null: the store keeps one of its own. */
  readonly traceKey: string | null
  /** The key as above. */
  readonly audit: { readonly retentionMs: number; readonly key: string | null }
  /** Null: nobody is told outside of Teams. */
  readonly webhook: { readonly url: string; readonly secret: string } | null
  readonly logLevel: 'info' | 'warn' | 'error'
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** Codes and hosts are Latin, so English comes first where nothing is said. */
const ocrLanguagesOf = (given: readonly string[]): readonly string[] => (given.length === 0 ? ['eng'] : given)

/**
 * @throws PosternError `config-invalid` with `faults`, one sentence a fault, naming the variable and never its value;
 *   `config-unsafe` where the bot would listen to the network without checking who speaks.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  const faults = [...wrong, ...strangers(env, VARIABLES)]
  // Rules across variables are looked at even where single ones failed, so that one run shows everything.
  const known = (parsed.success ? parsed.data : validOnly(env)) as Environment
  // What is given and wrong has its fault already; it must not be called missing too.
  const isGiven: IsGiven = (name) => (env[name] ?? '').trim() !== ''
  const identity = readIdentity(known, isGiven, faults)
  const host = known.HOST ?? (isGiven('MicrosoftAppId') ? '0.0.0.0' : '127.0.0.1')
  const unsafe = !isGiven('MicrosoftAppId') && (!isLoopbackHost(host) || known.NODE_ENV === 'production')
  if (unsafe) {
    faults.push(
      'MicrosoftAppId is missing: without it anybody could speak to the bot, so it runs only on HOST=127.0.0.1 and never with NODE_ENV=production',
    )
  }
  const simulated = readSimulated(known, isGiven, faults)
  const webhook = readWebhook(known, isGiven, faults)
  const stream = readStream(
    known,
    { cloud: CLOUDS[known.POSTERN_CLOUD], hasIdentity: isGiven('MicrosoftAppId') },
    faults,
  )
  const model = readModel(known, { isGiven, debug: env.DEBUG }, faults)
  const writing = readWriting(known, { isGiven, tenantId: identity?.tenantId ?? null }, faults)
  // A stream that is given and wrong has its fault already.
  if (
    known.POSTERN_POLL === 'off' &&
    !isGiven('POSTERN_EVENT_HUB_NAMESPACE') &&
    !isGiven('POSTERN_EVENT_HUB_CONNECTION_STRING')
  )
    faults.push('POSTERN_POLL is off and no event hub is set: no sign-in would ever be seen')
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
    databaseLink: databaseLinkOf(known.DATABASE_URL),
    dataDir: known.POSTERN_DATA_DIR ?? 'data',
    securityChannelId: known.POSTERN_SECURITY_CHANNEL_ID ?? null,
    language: known.POSTERN_LANGUAGE === 'unset' ? null : known.POSTERN_LANGUAGE,
    routes: {
      manager: known.POSTERN_ROUTE_MANAGER === 'on',
      secondChannelId: known.POSTERN_SECOND_CHANNEL_ID ?? null,
    },
    digestHour: known.POSTERN_DIGEST_HOUR === 'off' ? null : Number(known.POSTERN_DIGEST_HOUR),
    simulated,
    containmentMode: known.POSTERN_CONTAINMENT,
    silenceMs: {
      critical: known.POSTERN_SILENCE_CRITICAL_MINUTES * MINUTE_MS,
      high: known.POSTERN_SILENCE_HIGH_MINUTES * MINUTE_MS,
      elevated: known.POSTERN_SILENCE_ELEVATED_MINUTES * MINUTE_MS,
    },
    isPolled: known.POSTERN_POLL === 'on',
    pollIntervalMs: known.POSTERN_POLL_SECONDS * SECOND_MS,
    pollOverlapMs: known.POSTERN_POLL_OVERLAP_MINUTES * MINUTE_MS,
    firstPollMs: known.POSTERN_FIRST_POLL_MINUTES * MINUTE_MS,
    stream,
    emergencyAccounts: known.POSTERN_EMERGENCY_ACCOUNTS.map(userId),
    sharedDeviceAccounts: known.POSTERN_SHARED_DEVICE_ACCOUNTS.map(userId),
    mfaTrustedIps: known.POSTERN_MFA_TRUSTED_IPS,
    checksPerHourMax: known.POSTERN_CHECKS_PER_HOUR,
    tuningFile: known.POSTERN_TUNING_FILE ?? null,
    teamsAppId: known.POSTERN_TEAMS_APP_ID ?? null,
    checkRetentionMs: known.POSTERN_CHECK_RETENTION_DAYS * DAY_MS,
    ocrLanguages: ocrLanguagesOf(known.POSTERN_OCR_LANGUAGES),
    reportRetentionMs: known.POSTERN_REPORT_RETENTION_DAYS * DAY_MS,
    policies: {
      refreshMs: known.POSTERN_POLICY_REFRESH_MINUTES * MINUTE_MS,
      retentionMs: known.POSTERN_POLICY_RETENTION_DAYS * DAY_MS,
      reportOnlyDaysMax: known.POSTERN_REPORT_ONLY_DAYS,
    },
    model,
    writing,
    policyExceptions: known.POSTERN_POLICY_EXCEPTION_GROUPS.map((id) => id.toLowerCase()),
    traceKey: known.POSTERN_TRACE_KEY ?? null,
    audit: { retentionMs: known.POSTERN_AUDIT_RETENTION_DAYS * DAY_MS, key: known.POSTERN_AUDIT_KEY ?? null },
    webhook,
    logLevel: known.POSTERN_LOG_LEVEL,
  }
}

const PROOFS = ['MicrosoftAppPassword', 'MicrosoftAppCertificateFile', 'MicrosoftAppFederatedClientId'] as const

/** Null where there is none, or where it is faulty. */
function readIdentity(env: Environment, isGiven: IsGiven, faults: string[]): AppIdentity | null {
  const proofs = PROOFS.filter(isGiven)
  if (!isGiven('MicrosoftAppId')) {
    if (proofs.length > 0) faults.push(`${proofs.join(', ')} is set but MicrosoftAppId is not`)
    return null
  }
  if (!isGiven('MicrosoftAppTenantId')) {
    faults.push('MicrosoftAppTenantId is missing: every app type of Postern belongs to one tenant')
  }
  const isManaged = env.MicrosoftAppType === 'UserAssignedMSI'
  if (isManaged && proofs.length > 0) {
    faults.push(`MicrosoftAppType is UserAssignedMSI: ${PROOFS.join(', ')} must be empty`)
  }
  if (!isManaged && proofs.length !== 1) {
    faults.push(`MicrosoftAppType is SingleTenant: set exactly one of ${PROOFS.join(', ')}`)
  }
  if (faults.length > 0 || !isGuid(env.MicrosoftAppTenantId) || env.MicrosoftAppId === undefined) return null
  const app = { appId: env.MicrosoftAppId.toLowerCase(), tenantId: tenantId(env.MicrosoftAppTenantId) }
  if (isManaged) return { ...app, kind: 'managed-identity' }
  if (env.MicrosoftAppPassword !== undefined) return { ...app, kind: 'secret', secret: env.MicrosoftAppPassword }
  if (env.MicrosoftAppCertificateFile !== undefined)
    return { ...app, kind: 'certificate', pem: env.MicrosoftAppCertificateFile }
  return { ...app, kind: 'federated', managedIdentityClientId: env.MicrosoftAppFederatedClientId ?? '' }
}

/** A simulated tenant takes no real identity: a real token must never go to it, nor its answers to real people. */
function readSimulated(env: Environment, isGiven: IsGiven, faults: string[]): Config['simulated'] {
  if (env.POSTERN_GRAPH_SIMULATED_ORIGIN === undefined) {
    if (!isGiven('MicrosoftAppId') && !isGiven('POSTERN_GRAPH_SIMULATED_ORIGIN')) {
      faults.push(
        'MicrosoftAppId is missing, and so is POSTERN_GRAPH_SIMULATED_ORIGIN: there is neither a tenant nor a simulated one (to try Postern, run the demo)',
      )
    }
    if (isGiven('POSTERN_SERVICE_URL') && !isGiven('POSTERN_GRAPH_SIMULATED_ORIGIN'))
      faults.push('POSTERN_SERVICE_URL goes with POSTERN_GRAPH_SIMULATED_ORIGIN only')
    return null
  }
  if (isGiven('MicrosoftAppId')) faults.push('POSTERN_GRAPH_SIMULATED_ORIGIN and MicrosoftAppId exclude each other')
  if (!isGiven('POSTERN_SIMULATED_TENANT_ID'))
    faults.push('POSTERN_SIMULATED_TENANT_ID is missing beside POSTERN_GRAPH_SIMULATED_ORIGIN')
  return { graphOrigin: env.POSTERN_GRAPH_SIMULATED_ORIGIN, serviceUrl: env.POSTERN_SERVICE_URL ?? null }
}

/** An event that nobody can tell from a forged one is worse than none. */
function readWebhook(env: Environment, isGiven: IsGiven, faults: string[]): Config['webhook'] {
  const { POSTERN_WEBHOOK_URL: url, POSTERN_WEBHOOK_SECRET: secret } = env
  if (isGiven('POSTERN_WEBHOOK_URL') !== isGiven('POSTERN_WEBHOOK_SECRET'))
    faults.push('POSTERN_WEBHOOK_URL and POSTERN_WEBHOOK_SECRET go together: set both, or neither')
  return url === undefined || secret === undefined ? null : { url, secret }
}

/** For a command that needs no other setting. */
export function readOcrLanguages(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const parsed = VARIABLES.POSTERN_OCR_LANGUAGES.safeParse(env.POSTERN_OCR_LANGUAGES)
  if (parsed.success) return ocrLanguagesOf(parsed.data)
  const faults = parsed.error.issues.map((issue) => `POSTERN_OCR_LANGUAGES ${issue.message}`)
  throw new PosternError('config-invalid', { faults })
}
