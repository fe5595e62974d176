/**
 * The simulated tenant as a process of its own, as Microsoft Graph is to a real bot: reached over HTTP only. The demo
 * directs it over the channel between parent and child.
 */
import process from 'node:process'
import { comesBack, deviceCodePhish } from './attacks.js'
import { letOut } from './changes.js'
import type { SignInRow } from './tenant/model.js'
import { PEOPLE, seedTenant } from './tenant/seed.js'
import { startSimulatedTenant } from './tenant/server.js'

/** So far back lies the moment the code was entered, that the theft itself has already reached the log. */
const ENTERED_BEFORE_MS = 11_000
const COMES_BACK_AFTER_MS = 15_000

const running = await startSimulatedTenant({ data: seedTenant(new Date()) })
let stolen: readonly SignInRow[] = []

process.on('message', (message) => {
  if (typeof message !== 'object' || message === null || !('play' in message)) return
  if (message.play === 'let-out') letOut(running.tenant, new Date())
  if (message.play !== 'phish') return
  stolen = deviceCodePhish(PEOPLE.employee, new Date(Date.now() - ENTERED_BEFORE_MS))
  running.tenant.addSignIns(stolen)
})

// The thief tries the stolen token again, and finds it dead: the log's own proof that the revocation took hold.
running.tenant.onRevoke((userId) => {
  if (userId !== PEOPLE.employee.id) return
  setTimeout(() => running.tenant.addSignIns(comesBack(stolen, new Date())), COMES_BACK_AFTER_MS).unref()
})

process.once('SIGTERM', () => void running.close().then(() => process.exit(0)))

process.send?.({ event: 'ready', origin: running.origin })
