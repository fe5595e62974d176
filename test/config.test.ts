import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'
import { VARIABLES } from '../src/configVariables.js'
import { PosternError } from '../src/domain/errors.js'
import { makeCertificate } from './support/certificate.js'

const APP = '11111111-2222-4333-8444-555555555555'
const TENANT = '99999999-2222-4333-8444-555555555555'
const OTHER = '88888888-2222-4333-8444-555555555555'

/** A bot that would start; each case changes one variable. */
const good = {
  MicrosoftAppId: APP,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppPassword: 'hunter2-very-secret',
}

const simulated = {
  POSTERN_GRAPH_SIMULATED_ORIGIN: 'http://127.0.0.1:4000',
  POSTERN_SIMULATED_TENANT_ID: TENANT,
}

const folder = mkdtempSync(join(tmpdir(), 'postern-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
function fileWith(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const { pem } = makeCertificate()
const PEM_FILE = fileWith('bot.pem', pem)

function faultsOf(env: Record<string, string | undefined>): { code: string; faults: readonly string[] } {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof PosternError) return { code: error.code, faults: error.detail.faults as readonly string[] }
    throw error
  }
  return { code: 'none', faults: [] }
}

describe('the settings', () => {
  it('start a single-tenant bot with a secret, in its own tenant, on the public cloud', () => {
    const config = readConfig(good)
    expect(config.identity).toEqual({ appId: APP, tenantId: TENANT, kind: 'secret', secret: good.MicrosoftAppPassword })
    expect(config).toMatchObject({
      cloudName: 'public',
      allowedTenants: [TENANT],
      host: '0.0.0.0',
      port: 3978,
      containmentMode: 'revoke',
    })
    expect(config.silenceMs).toEqual({ critical: 300_000, high: 900_000, elevated: 3_600_000 })
  })

  it.each([
    ['a certificate', { MicrosoftAppPassword: '', MicrosoftAppCertificateFile: PEM_FILE }, 'certificate'],
    ['a federated managed identity', { MicrosoftAppPassword: '', MicrosoftAppFederatedClientId: OTHER }, 'federated'],
    [
      'a managed identity of its own',
      { MicrosoftAppPassword: '', MicrosoftAppType: 'UserAssignedMSI' },
      'managed-identity',
    ],
  ])('take %s as proof', (_case, change, kind) => {
    expect(readConfig({ ...good, ...change }).identity?.kind).toBe(kind)
  })

  it('read the certificate from its file', () => {
    const env = { ...good, MicrosoftAppPassword: '', MicrosoftAppCertificateFile: PEM_FILE }
    expect(readConfig(env).identity).toEqual({ appId: APP, tenantId: TENANT, kind: 'certificate', pem })
  })

  const [key = '', certificate = ''] = pem.split(/(?=-----BEGIN CERTIFICATE)/)
  it.each([
    ['is not there', join(folder, 'none.pem'), /names a file that cannot be read/],
    ['is a folder', folder, /names a file that cannot be read/],
    ['holds something else', fileWith('text.pem', 'hunter2'), /must name a PEM file/],
    ['holds the certificate alone', fileWith('certificate.pem', certificate), /must name a PEM file/],
    ['holds the key alone', fileWith('key.pem', key), /must name a PEM file/],
    [
      'holds the key of another certificate',
      fileWith('other.pem', `${makeCertificate().pem.split('-----BEGIN CERTIFICATE')[0]}${certificate}`),
      /private key is not that of its certificate/,
    ],
  ])('say of a certificate file that %s just that, beside the other faults', (_case, file, sentence) => {
    const env = { ...good, MicrosoftAppPassword: '', MicrosoftAppCertificateFile: file, PORT: 'x' }
    const { faults } = faultsOf(env)
    expect(faults).toHaveLength(2)
    expect(faults.join('\n')).toMatch(sentence)
    expect(faults.join('\n')).not.toMatch(/hunter2|PRIVATE|none\.pem/)
  })

  it('keeps the audit trail for a year, and for a month at least, under a key of the store unless told otherwise', () => {
    const key = Buffer.alloc(32, 1)
    expect(readConfig(good).audit).toEqual({ retentionMs: 365 * 86_400_000, key: null })
    const given = { ...good, POSTERN_AUDIT_RETENTION_DAYS: '30', POSTERN_AUDIT_KEY: key.toString('hex') }
    expect(readConfig(given).audit).toEqual({ retentionMs: 30 * 86_400_000, key: key.toString('base64url') })
    expect(() => readConfig({ ...given, POSTERN_AUDIT_RETENTION_DAYS: '29' })).toThrow()
  })

  it('keep a report for 90 days, and leave the key of the traces to the store, unless told otherwise', () => {
    expect(readConfig(good)).toMatchObject({ reportRetentionMs: 90 * 86_400_000, traceKey: null })
    expect(readConfig({ ...good, POSTERN_REPORT_RETENTION_DAYS: '7' }).reportRetentionMs).toBe(7 * 86_400_000)
  })

  it('let one person have 60 messages checked in an hour, unless told otherwise', () => {
    expect(readConfig(good).checksPerHourMax).toBe(60)
    expect(readConfig({ ...good, POSTERN_CHECKS_PER_HOUR: '10' }).checksPerHourMax).toBe(10)
  })

  it.each(['base64', 'base64url', 'hex'] as const)('take the key of the traces as %s', (encoding) => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index))
    const { traceKey } = readConfig({ ...good, POSTERN_TRACE_KEY: key.toString(encoding) })
    expect(traceKey).toBe(key.toString('base64url'))
  })

  it.each(['public', 'gcch', 'dod', 'china'])('know the cloud %s by one setting', (name) => {
    expect(readConfig({ ...good, POSTERN_CLOUD: name }).cloud.graph).toMatch(/^https:/)
  })

  it('let further tenants in only by name, and always the own one', () => {
    expect(readConfig({ ...good, POSTERN_TENANTS: OTHER }).allowedTenants).toEqual([TENANT, OTHER])
  })

  it.each([
    [
      'a misspelt app type',
      { MicrosoftAppType: 'SingelTenant' },
      /MicrosoftAppType must be one of SingleTenant, UserAssignedMSI/,
    ],
    ['multi-tenant, which no longer exists', { MicrosoftAppType: 'MultiTenant' }, /MicrosoftAppType/],
    ['an app id that is no GUID', { MicrosoftAppId: 'postern' }, /MicrosoftAppId must be a GUID/],
    ['no tenant', { MicrosoftAppTenantId: '' }, /MicrosoftAppTenantId is missing/],
    ['no proof', { MicrosoftAppPassword: '' }, /exactly one of/],
    ['two proofs', { MicrosoftAppCertificateFile: PEM_FILE }, /exactly one of/],
    ['a managed identity with a secret', { MicrosoftAppType: 'UserAssignedMSI' }, /must be empty/],
    ['a cloud that does not exist', { POSTERN_CLOUD: 'moon' }, /POSTERN_CLOUD must be one of/],
    [
      'a log level that would say too much',
      { POSTERN_LOG_LEVEL: 'debug' },
      /POSTERN_LOG_LEVEL must be one of info, warn, error/,
    ],
    ['a misspelt name', { POSTERN_SECURITY_CHANEL_ID: 'x' }, /POSTERN_SECURITY_CHANEL_ID is no setting/],
    ['a misspelt NODE_ENV, which would take the guard away', { NODE_ENV: 'prod' }, /NODE_ENV must be one of/],
    ['a host that is none', { HOST: 'not a host' }, /HOST must be an IP address or a host name/],
    ['a key that is too short', { POSTERN_TRACE_KEY: 'c2hvcnQ' }, /POSTERN_TRACE_KEY must be 32 random bytes/],
    ['a key that is a sentence', { POSTERN_TRACE_KEY: 'x y '.repeat(11) }, /POSTERN_TRACE_KEY must be 32/],
    ['reports for ever', { POSTERN_REPORT_RETENTION_DAYS: '366' }, /POSTERN_REPORT_RETENTION_DAYS/],
    ['checks without end', { POSTERN_CHECKS_PER_HOUR: '3601' }, /POSTERN_CHECKS_PER_HOUR/],
    ['a port out of range', { PORT: '70000' }, /PORT must be a whole number/],
    ['a range that is none', { POSTERN_MFA_TRUSTED_IPS: '10.0.0.0/33' }, /POSTERN_MFA_TRUSTED_IPS/],
    [
      'a name where an id belongs',
      { POSTERN_EMERGENCY_ACCOUNTS: 'breakglass@contoso.example' },
      /POSTERN_EMERGENCY_ACCOUNTS/,
    ],
    [
      'a database that is not PostgreSQL',
      { DATABASE_URL: 'mysql://root@db/x' },
      /DATABASE_URL must begin with postgres/,
    ],
    ['a simulated Graph beside a real app', simulated, /exclude each other/],
    [
      'a simulated Graph on another machine',
      { ...simulated, POSTERN_GRAPH_SIMULATED_ORIGIN: 'http://graph.example' },
      /on this machine/,
    ],
  ])('refuse %s', (_case, change, sentence) => {
    const { code, faults } = faultsOf({ ...good, ...change })
    expect(code).toBe('config-invalid')
    expect(faults.join('\n')).toMatch(sentence)
  })

  it('list every fault in one go', () => {
    const { faults } = faultsOf({ ...good, MicrosoftAppType: 'x', PORT: 'y', POSTERN_CLOUD: 'z', POSTERN_TENANTS: 'w' })
    expect(faults).toHaveLength(4)
  })

  it('do not call missing what is given and wrong', () => {
    expect(faultsOf({ ...good, MicrosoftAppId: 'postern' }).faults).toEqual(['MicrosoftAppId must be a GUID'])
    expect(faultsOf({ ...good, MicrosoftAppTenantId: 'contoso' }).faults).toEqual([
      'MicrosoftAppTenantId must be a GUID',
    ])
    const federated = { ...good, MicrosoftAppPassword: '', MicrosoftAppFederatedClientId: 'x' }
    expect(faultsOf(federated).faults).toEqual(['MicrosoftAppFederatedClientId must be a GUID'])
  })

  it.each([
    ['', 'this-machine'],
    ['postgres://bot@localhost/postern', 'this-machine'],
    ['postgres://bot@127.0.0.1:5433/postern', 'this-machine'],
    ['postgres://bot@[::1]/postern', 'this-machine'],
    ['postgres:///postern?host=/var/run/postgresql', 'this-machine'],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/postern', 'this-machine'],
    ['postgres://bot@db.example/postern', 'not-encrypted'],
    ['postgres://bot@db.example/postern?sslmode=prefer', 'not-encrypted'],
    ['postgres://bot@localhost/postern?host=db.example', 'not-encrypted'],
    ['postgres://bot:p%ZZ@db.example:port/postern', 'not-encrypted'],
    ['postgresql://bot@db.example/postern?sslmode=require', 'encrypted'],
    ['postgres://bot@db.example/postern?sslmode=verify-ca', 'encrypted'],
    ['postgres://bot@db.example/postern?application_name=x&sslmode=verify-full', 'encrypted'],
  ])('know of the database %s that its way is %s', (url, link) => {
    expect(readConfig({ ...good, DATABASE_URL: url }).databaseLink).toBe(link)
  })

  it('never repeat a value, least of all a secret', () => {
    const secret = 'hunter2-very-secret'
    const { faults } = faultsOf({
      MicrosoftAppId: secret,
      MicrosoftAppPassword: secret,
      DATABASE_URL: secret,
      POSTERN_TENANTS: secret,
      POSTERN_TRACE_KEY: secret,
    })
    expect(faults.length).toBeGreaterThan(2)
    expect(faults.join('\n')).not.toContain(secret)
  })
})

describe('without an app id', () => {
  it('the bot runs on loopback, against a simulated tenant', () => {
    expect(readConfig(simulated)).toMatchObject({ identity: null, host: '127.0.0.1', tenantId: TENANT })
  })

  it.each([
    ['on every interface', { HOST: '0.0.0.0' }],
    ['on a network address', { HOST: '192.168.1.20' }],
    ['in production', { NODE_ENV: 'production' }],
  ])('the bot does not start %s', (_case, change) => {
    const { code, faults } = faultsOf({ ...simulated, ...change })
    expect(code).toBe('config-unsafe')
    expect(faults.join('\n')).toMatch(/anybody could speak to the bot/)
  })

  it('the bot does not start where a secret is set but the id was forgotten', () => {
    expect(faultsOf({ ...simulated, MicrosoftAppPassword: 'x' }).faults.join('\n')).toMatch(/MicrosoftAppId is not/)
  })

  it('the bot does not start with no tenant at all, and points to the demo', () => {
    expect(faultsOf({}).faults.join('\n')).toMatch(/run the demo/)
  })
})

describe('env/.env.example', () => {
  const documented = readFileSync(new URL('../env/.env.example', import.meta.url), 'utf8')
  const named = [...documented.matchAll(/^([A-Za-z_]+)=/gm)].map((match) => match[1])

  it('documents every variable once, and no other', () => {
    expect([...named].sort()).toEqual(Object.keys(VARIABLES).sort())
  })

  it('gives no value that would be a secret or start anything', () => {
    expect(documented).not.toMatch(/^(MicrosoftAppPassword|DATABASE_URL|MicrosoftAppId)=\S/m)
  })
})
