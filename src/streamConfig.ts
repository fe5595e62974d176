/** The settings of the sign-in stream: Event Hubs, by a connection string or by the app's own identity. */
import { z } from 'zod/v4'
import { list, text } from './configFields.js'
import type { Cloud } from './domain/clouds.js'
import { isLoopbackHost } from './domain/loopback.js'

export interface StreamConfig {
  readonly access:
    | { readonly kind: 'connection-string'; readonly connectionString: string }
    | { readonly kind: 'identity'; readonly namespace: string }
  readonly hubs: readonly string[]
  readonly consumerGroup: string
}

/** What Azure makes for a diagnostic setting that names no event hub: one for each log category. */
const DEFAULT_HUBS = ['insights-logs-signinlogs', 'insights-logs-noninteractiveusersigninlogs']
const DEFAULT_GROUP = '$Default'

/** Source: Microsoft Learn, "Resource naming rules", Microsoft.EventHub. */
const isHubName = (name: string): boolean => /^[a-z0-9](?:[\w.-]{0,254}[a-z0-9])?$/i.test(name)
const isConsumerGroup = (name: string): boolean =>
  name === DEFAULT_GROUP || /^[a-z0-9](?:[\w.-]{0,48}[a-z0-9])?$/i.test(name)

const partsOf = (connection: string): ReadonlyMap<string, string> =>
  new Map(
    connection.split(';').flatMap((part) => {
      const at = part.indexOf('=')
      return at < 1 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const]
    }),
  )

const endpointOf = (connection: string): URL | null => {
  const endpoint = partsOf(connection).get('endpoint') ?? ''
  // Only the schemes of the web have a host that the URL class looks into.
  const address = endpoint.replace(/^sb:\/\//i, 'https://')
  return /^sb:\/\//i.test(endpoint) && URL.canParse(address) ? new URL(address) : null
}

const eventHubConnection = text.transform((value, context) => {
  if (value === undefined) return undefined
  const parts = partsOf(value)
  const hasKey =
    parts.has('sharedaccesssignature') || (parts.has('sharedaccesskeyname') && parts.has('sharedaccesskey'))
  if (endpointOf(value) !== null && hasKey) return value
  context.addIssue({
    code: 'custom',
    message: 'must be a connection string of Event Hubs (Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…)',
  })
  return z.NEVER
})

export const STREAM_VARIABLES = {
  POSTERN_EVENT_HUB_NAMESPACE: text,
  POSTERN_EVENT_HUB_CONNECTION_STRING: eventHubConnection,
  POSTERN_EVENT_HUBS: list('names of event hubs', isHubName),
  POSTERN_EVENT_HUB_CONSUMER_GROUP: text.refine((value) => value === undefined || isConsumerGroup(value), {
    message: 'must be the name of a consumer group',
  }),
}

const variables = z.object(STREAM_VARIABLES)
type Given = Readonly<z.infer<typeof variables>>

interface Surroundings {
  readonly cloud: Pick<Cloud, 'eventHubsParent'>
  readonly hasIdentity: boolean
}

/** Null where there is none, or where it is faulty. */
export function readStream(given: Given, { cloud, hasIdentity }: Surroundings, faults: string[]): StreamConfig | null {
  const namespace = given.POSTERN_EVENT_HUB_NAMESPACE
  const connectionString = given.POSTERN_EVENT_HUB_CONNECTION_STRING
  const hubs = given.POSTERN_EVENT_HUBS
  if (namespace === undefined && connectionString === undefined) return null
  const before = faults.length
  if (namespace !== undefined && connectionString !== undefined)
    faults.push('POSTERN_EVENT_HUB_NAMESPACE and POSTERN_EVENT_HUB_CONNECTION_STRING exclude each other')
  if (namespace !== undefined && !hasIdentity)
    faults.push('POSTERN_EVENT_HUB_NAMESPACE needs MicrosoftAppId: the app proves itself to it')
  // A token or a key goes there, so a host is compared by whole labels and nothing is guessed.
  if (namespace !== undefined && !isNamespace(namespace, cloud))
    faults.push(`POSTERN_EVENT_HUB_NAMESPACE must be a host below ${cloud.eventHubsParent}`)
  const connection = connectionString === undefined ? new Map<string, string>() : partsOf(connectionString)
  if (connectionString !== undefined) checkHost(connectionString, { cloud, hasIdentity }, faults)
  const entity = connection.get('entitypath')
  if (entity !== undefined && hubs.some((hub) => hub !== entity))
    faults.push('POSTERN_EVENT_HUBS names others than EntityPath in POSTERN_EVENT_HUB_CONNECTION_STRING')
  if (faults.length > before) return null
  const unnamed = entity === undefined ? DEFAULT_HUBS : [entity]
  return {
    access:
      connectionString === undefined
        ? { kind: 'identity', namespace: (namespace ?? '').toLowerCase() }
        : { kind: 'connection-string', connectionString },
    hubs: hubs.length > 0 ? [...new Set(hubs)] : unnamed,
    consumerGroup: given.POSTERN_EVENT_HUB_CONSUMER_GROUP ?? DEFAULT_GROUP,
  }
}

const isNamespace = (host: string, { eventHubsParent }: Surroundings['cloud']): boolean => {
  const [name = '', ...parent] = host.toLowerCase().split('.')
  return /^[a-z][a-z0-9-]{0,62}$/.test(name) && parent.join('.') === eventHubsParent
}

function checkHost(connection: string, { cloud, hasIdentity }: Surroundings, faults: string[]): void {
  const host = endpointOf(connection)?.hostname ?? ''
  // The emulator speaks without TLS.
  const isEmulator = partsOf(connection).get('usedevelopmentemulator') === 'true'
  if (isEmulator ? !isLoopbackHost(host) : !isNamespace(host, cloud))
    faults.push(
      `POSTERN_EVENT_HUB_CONNECTION_STRING must name a host below ${cloud.eventHubsParent}, or an emulator on this machine`,
    )
  else if (!isEmulator && !hasIdentity)
    faults.push('POSTERN_EVENT_HUB_CONNECTION_STRING names a real event hub, and MicrosoftAppId is not set')
}
