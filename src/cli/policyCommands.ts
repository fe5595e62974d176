/** `postern policy …`: its commands with their arguments. Each loads its own file, when it runs. */
import type { Command } from 'commander'
import type { CliIo } from './io.js'

/** Adds the commands to the program; `end` is told the exit status of the one that ran. */
export function addPolicyCommands(program: Command, io: CliIo, end: (status: number) => void): void {
  const policy = program.command('policy').description('how Conditional Access stands on device code flow')

  policy
    .command('status')
    .description('blocked or not, the gaps, and who is left')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .action(async (file: string | undefined, options: { json?: boolean }) => {
      const { runPolicyStatus } = await import('./policyStatus.js')
      end(await runPolicyStatus(io, { ...options, ...fileOf(file), now: new Date() }))
    })

  policy
    .command('who')
    .description('the people who can still use it')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .action(async (file: string | undefined, options: { json?: boolean }) => {
      const { runPolicyWho } = await import('./policyWho.js')
      end(await runPolicyWho(io, { ...options, ...fileOf(file), now: new Date() }))
    })

  policy
    .command('what-if')
    .description('what happens to one sign-in')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .option('--sign-in <file>', 'the sign-in as JSON')
    .action(async (file: string | undefined, options: { json?: boolean; signIn?: string }) => {
      const { runPolicyWhatIf } = await import('./policyWhatIf.js')
      end(await runPolicyWhatIf(io, { ...options, ...fileOf(file) }))
    })
}

const SNAPSHOT = 'a snapshot file; standard input without one'
const fileOf = (file: string | undefined): { file?: string } => (file === undefined ? {} : { file })
