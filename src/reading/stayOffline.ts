/** The reader's libraries ask nobody for anything; should one of them come to, this process cannot. */
import { Socket as DatagramSocket } from 'node:dgram'
import { Socket } from 'node:net'

const refuse = (): never => {
  throw new Error('the reader of files has no network')
}
Socket.prototype.connect = refuse
DatagramSocket.prototype.send = refuse
DatagramSocket.prototype.connect = refuse
globalThis.fetch = refuse
