/**
 * Loaded into the local Teams client: tells the demo when somebody has opened the page. The page asks for the client's
 * settings first of all; Node's own diagnostics see that answer go out, so nothing of the client is touched.
 */
import { subscribe } from 'node:diagnostics_channel'
import process from 'node:process'

const FIRST_THING_A_PAGE_ASKS = '/_internal/v1/config'

subscribe('http.server.response.finish', (message) => {
  if (urlOf(message) === FIRST_THING_A_PAGE_ASKS) process.send?.({ event: 'page-opened' })
})

function urlOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined
  const { request } = message
  return typeof request === 'object' && request !== null && 'url' in request ? request.url : undefined
}
