/** `postern privacy export|erase --user ID`: what is kept of one person, and its end. */
import type { UserId } from '../domain/ids.js'
import type { Erasure, ErasureBlock, KeptCode, PrivacyStore } from '../flows/ports.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { printable } from './printable.js'

export async function runPrivacyExport(
  io: Pick<CliIo, 'out' | 'ready'>,
  store: Pick<PrivacyStore, 'exportPerson'>,
  options: { readonly user: UserId; readonly now: Date },
): Promise<number> {
  for await (const line of store.exportPerson(options.user, options.now)) {
    io.out(line)
    await io.ready()
  }
  return EXIT.ok
}

const BLOCKS: Readonly<Record<ErasureBlock['why'], string>> = {
  'open-alert': 'is open, and somebody may have to act on it: close it first',
  'recent-sign-in': 'is younger than a day: the next poll would read its rows again and alert anew',
}
const KEPT: Readonly<Record<KeptCode, string>> = {
  'audit-chain':
    'entries of the audit trail stay: codes, times and digests under a pseudonym that leads to nobody any more; without them the trail would not hold',
  'presses-on-open-alerts':
    'presses on open alerts of other people stay until these are closed, since a second person has to agree; erase again then',
  'teams-messages': 'cards stand in Teams chats and channels, where only Teams can delete them',
}

/** Exit status: 0 erased, 1 nothing was, since something is open. */
export async function runPrivacyErase(
  io: Pick<CliIo, 'out'>,
  store: Pick<PrivacyStore, 'erasePerson'>,
  options: { readonly user: UserId; readonly now: Date; readonly force?: boolean; readonly json?: boolean },
): Promise<number> {
  const erasure = await store.erasePerson(options.user, { at: options.now, force: options.force === true })
  if (options.json === true) io.out(JSON.stringify(erasure))
  else for (const line of sayErasure(erasure)) io.out(line)
  return erasure.outcome === 'erased' ? EXIT.ok : EXIT.notOk
}

function sayErasure(erasure: Erasure): readonly string[] {
  if (erasure.outcome === 'blocked')
    return [
      'Nothing was erased:',
      ...erasure.blocks.map(({ why, id }) => `  ${printable(id)} ${BLOCKS[why]}`),
      'To erase all the same, open alerts with it: --force',
    ]
  const { deleted, emptied, kept } = erasure
  const rows = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([table, count]) => `${table} ${count}`)
      .join(', ') || 'nothing'
  return [
    `Deleted: ${rows(deleted)}`,
    `Emptied of the person: ${rows(emptied)}`,
    ...kept.map((one) => `Kept: ${one.rows} ${KEPT[one.what]}.`),
    'Also kept: exports and backups that were made before, and what the sign-in log of Entra holds.',
  ]
}
