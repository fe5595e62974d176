/**
 * Loaded into the local Teams client: tells the demo when somebody has opened the page. The page asks for the client's
 * settings first of all; Node's own diagnostics see that exchange, so nothing of the client is touched.
 */
import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'

const FIRST_THING_A_PAGE_ASKS = '/_internal/v1/config'

subscribe('http.server.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message) || !('response' in message)) return
  const { request, response } = message
  // Looked at now: a router further in shortens the URL.
  if (!(request instanceof IncomingMessage) || request.url !== FIRST_THING_A_PAGE_ASKS) return
  if (response instanceof ServerResponse) response.once('finish', () => process.send?.({ event: 'page-opened' }))
})
