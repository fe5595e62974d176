/** `postern events`: what goes to other security tools, as lines for one that reads files. */
import { cefOf, cloudEventOf } from '../domain/events/index.js'
import type { TenantId } from '../domain/ids.js'
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
