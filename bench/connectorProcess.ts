/**
 * A Bot Connector for the HTTP bench, in a process of its own: what it costs to receive a reply is not the bot's to pay.
 * Tells its parent where it listens, and takes whatever comes.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"activity-1"}'))
})
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`))
process.once('disconnect', () => process.exit(0))
