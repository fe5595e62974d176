/** The settings of a language model that names questions: all of them or none, and off unless they are given. */

import { text } from './configFields.js'
import { isLoopbackUrl } from './domain/loopback.js'

export interface ModelConfig {
  /** https, or http on this machine; without a slash at its end. */
  readonly endpoint: string
  /** A secret. */
  readonly key: string
  /** The model; at Azure OpenAI the deployment. */
  readonly name: string
  /** Null: an OpenAI-compatible endpoint. */
  readonly azureApiVersion: string | null
}

/** What comes after the path would be lost, and a name before the host hides it. */
const isEndpoint = (value: string): boolean => {
  if (!URL.canParse(value) || /[?#]/.test(value)) return false
  const { protocol, username, password } = new URL(value)
  return (protocol === 'https:' || isLoopbackUrl(value)) && `${username}${password}` === ''
}

export const MODEL_VARIABLES = {
  POSTERN_MODEL_ENDPOINT: text.refine((value) => value === undefined || isEndpoint(value), {
    message: 'must be an https address (http on this machine only), without a user name, a query or a fragment',
  }),
  // It goes into a header.
  POSTERN_MODEL_KEY: text.refine((value) => value === undefined || /^[\x21-\x7e]{1,1024}$/.test(value), {
    message: 'must be one word of visible ASCII characters',
  }),
  POSTERN_MODEL_NAME: text.refine((value) => value === undefined || /^[\w.:@/-]{1,128}$/.test(value), {
    message: 'must be the name of a model or deployment',
  }),
  POSTERN_MODEL_API_VERSION: text.refine((value) => value === undefined || /^\d{4}-\d\d-\d\d(-preview)?$/.test(value), {
    message: 'must be a version of the Azure OpenAI API (2024-10-21)',
  }),
}

type Given = Readonly<Partial<Record<keyof typeof MODEL_VARIABLES, string | undefined>>>

interface Surroundings {
  readonly isGiven: (name: keyof typeof MODEL_VARIABLES) => boolean
  /** The variable DEBUG of the environment. */
  readonly debug: string | undefined
}

const TOGETHER = ['POSTERN_MODEL_ENDPOINT', 'POSTERN_MODEL_KEY', 'POSTERN_MODEL_NAME'] as const

/** Null where there is none, or where it is faulty. */
export function readModel(given: Given, { isGiven, debug }: Surroundings, faults: string[]): ModelConfig | null {
  const missing = TOGETHER.filter((name) => !isGiven(name))
  const isOff = missing.length === TOGETHER.length
  if (isOff && isGiven('POSTERN_MODEL_API_VERSION'))
    faults.push(`POSTERN_MODEL_API_VERSION is set but ${TOGETHER.join(', ')} are not`)
  if (!isOff && missing.length > 0)
    faults.push(`${missing.join(', ')} is missing: ${TOGETHER.join(', ')} go together, set all or none`)
  if (isOff || missing.length > 0) return null
  // The client of that package then prints each request, with its key.
  if (debug === 'true')
    faults.push('DEBUG is true beside POSTERN_MODEL_ENDPOINT: questions and the key would be printed')
  const { POSTERN_MODEL_ENDPOINT: endpoint, POSTERN_MODEL_KEY: key, POSTERN_MODEL_NAME: name } = given
  const azureApiVersion = given.POSTERN_MODEL_API_VERSION ?? null
  if (azureApiVersion !== null && name?.includes('/') === true)
    faults.push('POSTERN_MODEL_NAME must be the name of the deployment where POSTERN_MODEL_API_VERSION is set')
  if (endpoint === undefined || key === undefined || name === undefined) return null
  return { endpoint: endpoint.replace(/\/+$/, ''), key, name, azureApiVersion }
}
