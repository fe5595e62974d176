#!/usr/bin/env node
/**
 * The one entry: `postern serve` runs the bot, every other word is a command. Each command loads only its own rooms,
 * so that `postern check` needs no settings, no network and no database.
 */
import { Command, CommanderError } from 'commander'
import { EXIT, exitStatusOf } from './cli/exit.js'
import type { CliIo } from './cli/io.js'
import { addPolicyCommands } from './cli/policyCommands.js'
import { processIo } from './cli/processIo.js'

// Node 20 calls JSON modules experimental, each time it starts; they are part of the language since. Other warnings stay.
const [print] = process.listeners('warning')
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (!/JSON modules/.test(warning.message)) print?.(warning)
})

// Whoever reads us may stop early (`| head`). That needs no words, but half an answer must not pass for a whole one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.output : EXIT.internal)
})

const io: CliIo = {
  ...processIo,
  async liveSnapshot() {
    const { liveSnapshot } = await import('./run/snapshots.js')
    return liveSnapshot(process.env)
  },
  async keptSnapshot(atOrBefore) {
    const { keptSnapshot } = await import('./run/snapshots.js')
    return keptSnapshot(process.env, atOrBefore)
  },
}

const program = new Command('postern')
  .description('Guards the device code sign-in of Microsoft 365. Without a tenant: check, codes, sign-ins, policy.')
  .exitOverride()

program
  .command('serve')
  .description('run the bot')
  .action(async () => {
    const { serve } = await import('./run/serve.js')
    await serve(process.env)
  })

program
  .command('check')
  .description('judge one message from a file or standard input: text, a mail (.eml, .msg), an invitation, a picture')
  .argument('[file]')
  .option('--json', 'one JSON object')
  .option('--jsonl', 'a line {"id","text"} in, a line out')
  .action(async (file: string | undefined, options: { json?: boolean; jsonl?: boolean }) => {
    const { runCheck } = await import('./cli/check.js')
    process.exitCode = await runCheck(io, { ...options, ...(file === undefined ? {} : { file }) }, async (read) => {
      const { withFileReader } = await import('./run/withFileReader.js')
      return withFileReader(process.env, (reader) => reader.read(read))
    })
  })

program
  .command('codes')
  .description('list every signal, reason, advice and error code with its meaning')
  .option('--json', 'one JSON object')
  .action(async (options: { json?: boolean }) => {
    const { runCodes } = await import('./cli/codes.js')
    process.exitCode = await runCodes(io, options)
  })

const signIns = program.command('sign-ins').description('device code sign-ins in log records')
signIns
  .command('assess')
  .description('records (Graph, Event Hubs or Log Analytics) → one line a case')
  .argument('[file]')
  .option('--jsonl', 'one JSON value a line (the default)')
  .option('--context <file>', 'what is known of the tenant')
  .option('--tuning <file>', 'exceptions of your own to try on these records (see env/tuning.example.jsonc)')
  .action(async (file: string | undefined, options: { context?: string; tuning?: string }) => {
    const { runSignInsAssess } = await import('./cli/signIns.js')
    const now = new Date()
    process.exitCode = await runSignInsAssess(io, { ...options, now, ...(file === undefined ? {} : { file }) })
  })

addPolicyCommands(program, io, (status) => {
  process.exitCode = status
})

const events = program.command('events')
events
  .description('what goes to other security tools, oldest first, for one that reads lines')
  .option('--format <format>', 'json (CloudEvents 1.0) or cef', 'json')
  .option('--after <number>', 'only events behind this one')
  .action(async (options: { format?: string; after?: string }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runEvents } = await import('./cli/events.js')
    process.exitCode = await withApp(process.env, async (app) =>
      runEvents(io, await app.store(), app.config.tenantId, options),
    )
  })
events
  .command('set-aside')
  .description('events that the receiver refuses while it takes others, with their status')
  .action(async () => {
    const { withApp } = await import('./run/withApp.js')
    const { runSetAsideEvents } = await import('./cli/events.js')
    process.exitCode = await withApp(process.env, async (app) => runSetAsideEvents(io, await app.store()))
  })
events
  .command('resend')
  .description('has the running bot send what was set aside once more')
  .action(async () => {
    const { withApp } = await import('./run/withApp.js')
    const { runResendEvents } = await import('./cli/events.js')
    process.exitCode = await withApp(process.env, async (app) => runResendEvents(io, await app.store()))
  })

const store = program.command('store').description('the database')
store
  .command('export')
  .description('every row as JSON lines on standard output: backup, and the way from one engine to the other')
  .action(async () => {
    const { withApp } = await import('./run/withApp.js')
    const { runStoreExport } = await import('./cli/store.js')
    process.exitCode = await withApp(process.env, async (app) => runStoreExport(io, await app.store()))
  })
store
  .command('import')
  .description('JSON lines from a file or standard input into an empty store')
  .argument('[file]')
  .action(async (file: string | undefined) => {
    const { withApp } = await import('./run/withApp.js')
    const { runStoreImport } = await import('./cli/store.js')
    process.exitCode = await withApp(process.env, async (app) => runStoreImport(io, await app.store(), file))
  })

const audit = program.command('audit').description('the trail of who asked, answered, pressed and changed what')
audit
  .command('verify')
  .description('walk the whole trail: nothing changed, removed or added; print where it ends')
  .option('--anchor <anchor>', 'an end that an earlier verify printed: it must still be there')
  .option('--json', 'one JSON object')
  .action(async (options: { anchor?: string; json?: boolean }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runAuditVerify } = await import('./cli/audit.js')
    process.exitCode = await withApp(process.env, async (app) => runAuditVerify(io, await app.store(), options))
  })
audit
  .command('list')
  .description('the newest entries, newest first')
  .option('--limit <number>', 'at most so many (50)')
  .option('--user <id>', 'by or about this person (Entra object id)')
  .option('--json', 'a JSON object a line')
  .action(async ({ user, ...options }: { limit?: string; user?: string; json?: boolean }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runAuditList } = await import('./cli/audit.js')
    const { userId } = await import('./domain/ids.js')
    const of = user === undefined ? {} : { user: userId(user) }
    process.exitCode = await withApp(process.env, async (app) =>
      runAuditList(io, await app.store(), { ...options, ...of }),
    )
  })

const privacy = program.command('privacy').description('what is kept of one person')
privacy
  .command('export')
  .description('everything that names the person, as JSON lines')
  .requiredOption('--user <id>', 'Entra object id')
  .action(async (options: { user: string }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runPrivacyExport } = await import('./cli/privacy.js')
    const { userId } = await import('./domain/ids.js')
    const of = { user: userId(options.user), now: new Date() }
    process.exitCode = await withApp(process.env, async (app) => runPrivacyExport(io, await app.store(), of))
  })
privacy
  .command('erase')
  .description('delete what may be deleted, take the person out of the rest, and say what is kept and why')
  .requiredOption('--user <id>', 'Entra object id')
  .option('--force', 'also where an alert is open')
  .option('--json', 'one JSON object')
  .action(async (options: { user: string; force?: boolean; json?: boolean }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runPrivacyErase } = await import('./cli/privacy.js')
    const { userId } = await import('./domain/ids.js')
    const of = { ...options, user: userId(options.user), now: new Date() }
    process.exitCode = await withApp(process.env, async (app) => runPrivacyErase(io, await app.store(), of))
  })

const alerts = program.command('alerts').description('sign-in alerts, as the security team sees them')
alerts
  .command('list')
  .description('those that are open, the most severe first')
  .option('--json', 'one JSON object')
  .option('--page <number>', 'from 1', Number)
  .action(async (options: { json?: boolean; page?: number }) => {
    const { withDesk } = await import('./run/withDesk.js')
    const { runAlertsList } = await import('./cli/alerts.js')
    process.exitCode = await withDesk(process.env, (ports) => runAlertsList(io, options, ports))
  })
alerts
  .command('show')
  .description('one, by its id or how it begins')
  .argument('<id>')
  .option('--json', 'one JSON object')
  .action(async (id: string, options: { json?: boolean }) => {
    const { withDesk } = await import('./run/withDesk.js')
    const { runAlertsShow } = await import('./cli/alerts.js')
    process.exitCode = await withDesk(process.env, (ports) => runAlertsShow(io, id, options, ports))
  })

program
  .command('reach')
  .description('whom the bot can reach, and why not: counts first')
  .option('--state <state>', 'also list the people of one state, a hundred at a time')
  .option('--after <id>', 'the page behind this object id')
  .option('--json', 'one JSON object')
  .action(async (options: { state?: string; after?: string; json?: boolean }) => {
    const { withApp } = await import('./run/withApp.js')
    const { runReach } = await import('./cli/reach.js')
    process.exitCode = await withApp(process.env, async (app) => runReach(io, await app.store(), options))
  })

program
  .command('doctor')
  .description('look at settings, permissions, store, reach and lag; say what is lost and how to mend it')
  .option('--json', 'one JSON object')
  .action(async (options: { json?: boolean }) => {
    const { examine } = await import('./run/examine.js')
    const { runDoctor } = await import('./cli/doctor.js')
    process.exitCode = await runDoctor(io, options, () => examine(process.env))
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = await explain(error)
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  const { sayError } = await import('./cli/errors.js')
  for (const line of sayError(error)) io.err(line)
  return exitStatusOf(error)
}
