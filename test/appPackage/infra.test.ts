/** The deployment files speak the bot's own words: its clouds, its containment modes, its settings, one name each. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import parameters from '../../infra/azure.parameters.json' with { type: 'json' }
import { readConfig } from '../../src/config.js'
import { CLOUD_NAMES } from '../../src/domain/clouds.js'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const AN_ID = '0c5b2d52-8c0e-4d6f-b1a7-4f3f1f0f9e22'
/** Read by App Service, not by the bot. */
const PLATFORM_SETTINGS = ['WEBSITE_RUN_FROM_PACKAGE', 'SCM_DO_BUILD_DURING_DEPLOYMENT']
const template = read('infra/azure.bicep')

/** The names after `param`, with what they default to, where they default to anything. */
const declared = new Map(
  template.split('\n').flatMap((line) => {
    const [, name, fallback] = /^param (\w+) \w+(?: = (.+))?$/.exec(line) ?? []
    return name === undefined ? [] : [[name, fallback] as const]
  }),
)

/** What the platform would put in place of an expression of the template. */
function inPlaceOf(expression: string): string {
  const text = expression.startsWith('identity.') ? AN_ID : (declared.get(expression) ?? expression)
  return text.replace(/^'(.*)'$/, '$1')
}

/** Lets the bot read an environment that holds nothing, and writes down what it looked for. */
function namesThatTheBotReads(): ReadonlySet<string> {
  const names = new Set<string>()
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_target, name) => {
        names.add(String(name))
        return undefined
      },
    },
  )
  expect(() => readConfig(environment)).toThrow()
  return names
}

describe('the Bicep template', () => {
  it('is given only parameters that it declares, and every one that has no default', () => {
    const given = Object.keys(parameters.parameters)
    expect(given.filter((name) => !declared.has(name))).toEqual([])
    expect([...declared].filter(([name, fallback]) => fallback === undefined && !given.includes(name))).toEqual([])
  })

  it('knows the clouds that the bot knows', () => {
    const allowed = /@allowed\(\[(.+)\]\)\n.*POSTERN_CLOUD/.exec(template)?.[1] ?? ''
    expect(allowed.split(',').map((name) => name.trim().replaceAll("'", ''))).toEqual([...CLOUD_NAMES])
  })

  it('makes settings that the bot accepts as they are, for one tenant and without a secret', () => {
    const settings = [...template.matchAll(/\{ name: '(\w+)', value: (.+?) \}/g)]
      .filter(([, name]) => name !== 'DATABASE_URL')
      .map(([, name = '', value = '']): [string, string] => [name, inPlaceOf(value)])
    const config = readConfig({ ...Object.fromEntries(settings), PORT: '8080' })
    expect(config.identity).toEqual({ kind: 'managed-identity', appId: AN_ID, tenantId: AN_ID })
    expect(config.allowedTenants).toEqual([AN_ID])
    expect(config).toMatchObject({
      host: '0.0.0.0',
      containmentMode: 'revoke',
      emergencyAccounts: [],
      databaseUrl: null,
    })
  })

  it('makes no setting that the bot would not read', () => {
    const read = namesThatTheBotReads()
    const made = [...template.matchAll(/\{ name: '(\w+)'/g)].flatMap(([, name]) => name ?? [])
    expect(made.filter((name) => !PLATFORM_SETTINGS.includes(name) && !read.has(name))).toEqual([])
  })

  it('keeps the embedded database off the network share that App Service mounts at /home', () => {
    expect(template).toMatch(/name: 'POSTERN_DATA_DIR', value: '\/(?!home)/)
  })

  it('asks for no secret', () => {
    expect(template).not.toMatch(/@secure|MicrosoftAppPassword/)
  })

  it.each([
    'httpsOnly: true',
    "minTlsVersion: '1.2'",
    "ftpsState: 'Disabled'",
    'remoteDebuggingEnabled: false',
    "healthCheckPath: '/healthz'",
    "name: 'MicrosoftAppType', value: 'UserAssignedMSI'",
    'capacity: usesPostgres ? instanceCount : 1',
  ])('says %s', (line) => {
    expect(template).toContain(line)
  })
})

describe('the toolkit files', () => {
  it.each(['m365agents.yml', 'm365agents.local.yml'])('%s reads the manifest that the tests validate', (file) => {
    expect(read(file)).toContain('manifestPath: ./appPackage/manifest.json')
  })

  it("turn the toolkit's names into settings that the bot accepts on this machine", () => {
    const envs = read('m365agents.local.yml').split('envs:')[1] ?? ''
    const settings = [...envs.matchAll(/^ +(\w+): (.+)$/gm)].map(([, name = '', value = '']): [string, string] => [
      name,
      value.replace(/^\$\{\{SECRET_\w+\}\}$/, 'a secret').replace(/^\$\{\{BOT_\w+\}\}$/, AN_ID),
    ])
    const config = readConfig(Object.fromEntries(settings))
    expect(config.identity).toEqual({ kind: 'secret', appId: AN_ID, tenantId: AN_ID, secret: 'a secret' })
    expect(config.host).toBe('127.0.0.1')
  })

  it('registers the local app for one tenant', () => {
    expect(read('m365agents.local.yml')).toContain('signInAudience: AzureADMyOrg')
  })

  it.each(['env/.env.dev', 'env/.env.local'])('%s names what the manifest needs and holds no secret', (file) => {
    const names = read(file)
      .split('\n')
      .flatMap((line) => /^(\w+)=/.exec(line)?.slice(1) ?? [])
    const needed = new Set(read('appPackage/manifest.json').match(/(?<=\$\{\{)\w+(?=\}\})/g))
    expect([...needed].filter((name) => !names.includes(name))).toEqual([])
    expect(names.filter((name) => /SECRET|PASSWORD|DATABASE_URL/i.test(name))).toEqual([])
  })
})
