/** `postern events`: what goes to other security tools, as lines for one that reads files. */
import { cefOf, cloudEventOf } from '../domain/events/index.js'
import type { TenantId } from '../domain/ids.js'
import { TROUBLES_MAX } from '../flows/eventTroubles.js'
import type { Store } from '../flows/ports.js'
import { securityEventOf } from '../flows/securityEvents.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'

const PAGE = 500
const VERSION = '1'

export interface EventsOptions {
  readonly format?: string
  /** Position of the last event that the reader has. */
  readonly after?: string
}

/** What the receiver refuses while it takes others: a line of JSON each, in the order of the trail. */
export async function runSetAsideEvents(io: Pick<CliIo, 'out'>, store: Pick<Store, 'eventTroubles'>): Promise<number> {
  for (const { state, ...trouble } of await store.eventTroubles(TROUBLES_MAX))
    if (state !== 'held') io.out(JSON.stringify({ ...trouble, resend: state === 'again' }))
  return EXIT.ok
}

/** Says how many the running bot will send again. */
export async function runResendEvents(
  io: Pick<CliIo, 'out'>,
  store: Pick<Store, 'sendSetAsideAgain'>,
): Promise<number> {
  const count = await store.sendSetAsideAgain()
  io.out(`${count} ${count === 1 ? 'event' : 'events'} will be sent again by the running bot`)
  return EXIT.ok
}

/** Oldest first, to the end of the trail as it was at the start. Exit status 2: wrong options. */
export async function runEvents(
  io: Pick<CliIo, 'out' | 'err' | 'ready'>,
  store: Pick<Store, 'alertById' | 'auditAfter' | 'caseById' | 'trailEnd'>,
  tenantId: TenantId,
  { format = 'json', after = '0' }: EventsOptions,
): Promise<number> {
  if (!['json', 'cef'].includes(format) || !/^\d{1,15}$/.test(after)) {
    io.err('--format takes json or cef, --after the number of an event')
    return EXIT.usage
  }
  const end = (await store.trailEnd())?.position ?? 0
  for (let position = Number(after); position < end; ) {
    const entries = await store.auditAfter(position, PAGE)
    for (const entry of entries) {
      const event = await securityEventOf({ store }, entry)
      if (event === null) continue
      io.out(format === 'cef' ? cefOf(tenantId, VERSION, event) : JSON.stringify(cloudEventOf(tenantId, event)))
    }
    await io.ready()
    const last = entries.at(-1)
    if (last === undefined) break
    position = last.position
  }
  return EXIT.ok
}
