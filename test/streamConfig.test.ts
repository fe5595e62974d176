import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'
import { PosternError } from '../src/domain/errors.js'

const bot = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  MicrosoftAppTenantId: '99999999-2222-4333-8444-555555555555',
  MicrosoftAppPassword: 'not-a-secret',
}
const simulated = {
  POSTERN_GRAPH_SIMULATED_ORIGIN: 'http://127.0.0.1:4000',
  POSTERN_SIMULATED_TENANT_ID: '99999999-2222-4333-8444-555555555555',
}
const HOST = 'contoso.servicebus.windows.net'
const connection = (endpoint: string, more = '') =>
  `Endpoint=${endpoint};SharedAccessKeyName=listen;SharedAccessKey=bm90LWEta2V5${more}`
const EMULATOR = connection('sb://127.0.0.1:5672', ';UseDevelopmentEmulator=true')

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof PosternError) return error.detail.faults as readonly string[]
    throw error
  }
}

describe('the settings of the sign-in stream', () => {
  it('ask for none: the log is polled', () => {
    expect(readConfig(bot).stream).toBeNull()
  })

  it('let the log go unpolled beside a stream, and never without one', () => {
    expect(readConfig(bot).isPolled).toBe(true)
    const off = { ...bot, POSTERN_POLL: 'off' }
    expect(readConfig({ ...off, POSTERN_EVENT_HUB_NAMESPACE: HOST }).isPolled).toBe(false)
    expect(faultsOf(off)).toEqual([expect.stringMatching(/^POSTERN_POLL is off/)])
    // One fault for one mistake.
    expect(faultsOf({ ...off, POSTERN_EVENT_HUB_NAMESPACE: 'elsewhere.example' })).toHaveLength(1)
  })

  it('read the event hubs that Azure makes, with the identity of the app', () => {
    expect(readConfig({ ...bot, POSTERN_EVENT_HUB_NAMESPACE: HOST.toUpperCase() }).stream).toEqual({
      access: { kind: 'identity', namespace: HOST },
      hubs: ['insights-logs-signinlogs', 'insights-logs-noninteractiveusersigninlogs'],
      consumerGroup: '$Default',
    })
  })

  it('take a connection string, whose entity path names the event hub', () => {
    const connectionString = connection(`sb://${HOST}/`, ';EntityPath=sign-ins')
    const env = {
      ...bot,
      POSTERN_EVENT_HUB_CONNECTION_STRING: connectionString,
      POSTERN_EVENT_HUB_CONSUMER_GROUP: 'postern',
    }
    expect(readConfig(env).stream).toEqual({
      access: { kind: 'connection-string', connectionString },
      hubs: ['sign-ins'],
      consumerGroup: 'postern',
    })
  })

  it('take an emulator on this machine for a simulated tenant', () => {
    expect(readConfig({ ...simulated, POSTERN_EVENT_HUB_CONNECTION_STRING: EMULATOR }).stream?.access.kind).toBe(
      'connection-string',
    )
  })

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a host elsewhere',
      { ...bot, POSTERN_EVENT_HUB_NAMESPACE: 'servicebus.windows.net.evil.example' },
      /below servicebus/,
    ],
    [
      'a host that only ends alike',
      { ...bot, POSTERN_EVENT_HUB_NAMESPACE: 'x.evilservicebus.windows.net' },
      /below servicebus/,
    ],
    [
      'a namespace of another cloud',
      { ...bot, POSTERN_CLOUD: 'gcch', POSTERN_EVENT_HUB_NAMESPACE: HOST },
      /usgovcloudapi/,
    ],
    [
      'both ways in',
      { ...bot, POSTERN_EVENT_HUB_NAMESPACE: HOST, POSTERN_EVENT_HUB_CONNECTION_STRING: connection(`sb://${HOST}`) },
      /exclude/,
    ],
    ['no identity to prove', { ...simulated, POSTERN_EVENT_HUB_NAMESPACE: HOST }, /needs MicrosoftAppId/],
    [
      'a real event hub for a simulated tenant',
      { ...simulated, POSTERN_EVENT_HUB_CONNECTION_STRING: connection(`sb://${HOST}`) },
      /real event hub/,
    ],
    [
      'an emulator on another machine',
      { ...bot, POSTERN_EVENT_HUB_CONNECTION_STRING: EMULATOR.replace('127.0.0.1', '192.0.2.1') },
      /emulator on this machine/,
    ],
    [
      'a connection string for elsewhere',
      { ...bot, POSTERN_EVENT_HUB_CONNECTION_STRING: connection('sb://evil.example') },
      /below servicebus/,
    ],
    [
      'no key',
      { ...bot, POSTERN_EVENT_HUB_CONNECTION_STRING: `Endpoint=sb://${HOST}` },
      /connection string of Event Hubs/,
    ],
    [
      'two names for one hub',
      {
        ...bot,
        POSTERN_EVENT_HUB_CONNECTION_STRING: connection(`sb://${HOST}`, ';EntityPath=a'),
        POSTERN_EVENT_HUBS: 'b',
      },
      /EntityPath/,
    ],
    [
      'a name that is none',
      { ...bot, POSTERN_EVENT_HUB_NAMESPACE: HOST, POSTERN_EVENT_HUBS: 'a/b' },
      /names of event hubs/,
    ],
  ])('refuse %s, and repeat no key', (_case, env, said) => {
    const faults = faultsOf(env)
    expect(faults.join('\n')).toMatch(said)
    expect(faults.join('\n')).not.toContain('bm90LWEta2V5')
  })
})
