import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'

const APP = {
  MicrosoftAppId: '11111111-0000-4000-8000-000000000001',
  MicrosoftAppTenantId: '7e4a4700-0000-4000-8000-000000000001',
  MicrosoftAppPassword: 'a secret',
}
const MODEL = {
  POSTERN_MODEL_ENDPOINT: 'https://models.contoso.example/v1/',
  POSTERN_MODEL_KEY: 'sk-another-secret',
  POSTERN_MODEL_NAME: 'small-model',
}

const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig({ ...APP, ...env })
  } catch (error) {
    return Object(error).detail.faults
  }
  return []
}

describe('the settings of a language model', () => {
  it('name none unless they are given', () => {
    expect(readConfig(APP).model).toBeNull()
  })

  it('name an OpenAI-compatible endpoint, or one of Azure OpenAI', () => {
    const model = { endpoint: 'https://models.contoso.example/v1', key: 'sk-another-secret', name: 'small-model' }
    expect(readConfig({ ...APP, ...MODEL }).model).toEqual({ ...model, azureApiVersion: null })
    const azure = readConfig({ ...APP, ...MODEL, POSTERN_MODEL_API_VERSION: '2024-10-21' })
    expect(azure.model).toEqual({ ...model, azureApiVersion: '2024-10-21' })
  })

  it.each(['http://127.0.0.1:11434/v1', 'http://localhost:8080/v1'])(
    'take plain http on this machine: %s',
    (endpoint) => {
      expect(readConfig({ ...APP, ...MODEL, POSTERN_MODEL_ENDPOINT: endpoint }).model).toMatchObject({ endpoint })
    },
  )

  it.each<[string, Record<string, string>, string]>([
    ['no key', { ...MODEL, POSTERN_MODEL_KEY: '' }, 'POSTERN_MODEL_KEY is missing'],
    ['a key alone', { POSTERN_MODEL_KEY: 'sk-x' }, 'POSTERN_MODEL_ENDPOINT, POSTERN_MODEL_NAME is missing'],
    ['a version alone', { POSTERN_MODEL_API_VERSION: '2024-10-21' }, 'POSTERN_MODEL_API_VERSION is set but'],
    [
      'a plain address elsewhere',
      { ...MODEL, POSTERN_MODEL_ENDPOINT: 'http://models.contoso.example' },
      'must be an https',
    ],
    ['an empty query', { ...MODEL, POSTERN_MODEL_ENDPOINT: 'https://models.example/v1?' }, 'must be an https'],
    ['a name in the address', { ...MODEL, POSTERN_MODEL_ENDPOINT: 'https://a:b@models.example' }, 'must be an https'],
    [
      'a query in the address',
      { ...MODEL, POSTERN_MODEL_ENDPOINT: 'https://models.example/?key=1' },
      'must be an https',
    ],
    ['a key of two words', { ...MODEL, POSTERN_MODEL_KEY: 'sk another' }, 'POSTERN_MODEL_KEY must be'],
    [
      'a path as a deployment',
      { ...MODEL, POSTERN_MODEL_NAME: 'a/b', POSTERN_MODEL_API_VERSION: '2024-10-21' },
      'the deployment',
    ],
    ['a version that is none', { ...MODEL, POSTERN_MODEL_API_VERSION: 'latest' }, 'POSTERN_MODEL_API_VERSION must be'],
    ['a client that prints', { ...MODEL, DEBUG: 'true' }, 'DEBUG is true'],
  ])('are refused with %s, and the key is never repeated', (_what, env, fault) => {
    const faults = faultsOf(env)
    expect(faults.join('\n')).toContain(fault)
    expect(faults.join('\n')).not.toMatch(/sk[- ]another/)
  })
})
