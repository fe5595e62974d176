/** `postern policy …`: its commands with their arguments. Each loads its own file, when it runs. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { CLOUD_NAMES, type CloudName } from '../domain/clouds.js'
import type { CliIo } from './io.js'
import type { PolicyDiffOptions } from './policyDiff.js'
import { CI_FORMATS, type CiFormat, PLAN_FORMATS } from './policyFormats.js'
import type { PolicyImpactOptions } from './policyImpact.js'
import type { PolicyPlanOptions } from './policyPlan.js'
import type { PolicySnapshotOptions } from './policySnapshot.js'

/** Adds the commands to the program; `end` is told the exit status of the one that ran. */
export function addPolicyCommands(program: Command, io: CliIo, end: (status: number) => void): void {
  const policy = program.command('policy').description('how Conditional Access stands on device code flow')

  policy
    .command('snapshot')
    .description('take one of the tenant, as a file for the other commands')
    .option('--out <file>', 'where to; standard output without it')
    .option('--jsonl', 'a line a thing, as for a tenant too large for one JSON text')
    .addOption(new Option('--live', 'read now (the default)').conflicts('kept'))
    .option('--kept', 'the newest that the bot has kept, instead of reading now')
    .option('--before <time>', 'with --kept: the newest at this time (ISO 8601)')
    .addHelpText('after', SNAPSHOT_EXITS)
    .action(async (options: PolicySnapshotOptions) => {
      const { runPolicySnapshot } = await import('./policySnapshot.js')
      end(await runPolicySnapshot(io, options))
    })

  policy
    .command('status')
    .description('blocked or not, the gaps, and who is left')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .option('--live', LIVE)
    .addOption(ciFormat())
    .addOption(new Option('--cloud <name>', 'whose portals to lead to').choices(CLOUD_NAMES))
    .addHelpText('after', STATUS_EXITS)
    .action(
      async (
        file: string | undefined,
        options: { json?: boolean; live?: boolean; format?: CiFormat; cloud?: CloudName },
      ) => {
        const { runPolicyStatus } = await import('./policyStatus.js')
        end(await runPolicyStatus(io, { ...options, ...fileOf(file), now: new Date() }))
      },
    )

  policy
    .command('who')
    .description('the people who can still use it')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .option('--live', LIVE)
    .addHelpText('after', WHO_EXITS)
    .action(async (file: string | undefined, options: { json?: boolean; live?: boolean }) => {
      const { runPolicyWho } = await import('./policyWho.js')
      end(await runPolicyWho(io, { ...options, ...fileOf(file), now: new Date() }))
    })

  policy
    .command('what-if')
    .description('what happens to one sign-in')
    .argument('[snapshot]', SNAPSHOT)
    .option('--json', 'one JSON object')
    .option('--live', LIVE)
    .option('--sign-in <file>', 'the sign-in as JSON; - is standard input')
    .addHelpText('after', WHAT_IF_EXITS)
    .action(async (file: string | undefined, options: { json?: boolean; live?: boolean; signIn?: string }) => {
      const { runPolicyWhatIf } = await import('./policyWhatIf.js')
      end(await runPolicyWhatIf(io, { ...options, ...fileOf(file) }))
    })

  policy
    .command('impact')
    .description(
      'what a block would have stopped in the last 30 days: what `policy plan` proposes, or a policy of yours',
    )
    .argument('[snapshot]', SNAPSHOT)
    .requiredOption('--sign-ins <file>', 'records of the sign-in log, as `sign-ins assess` reads them')
    .option('--candidate <file>', 'a policy as Graph has it, as JSON')
    .option('--except-group <id>', 'a group of device accounts to leave out; may be given again', collect)
    .option('--context <file>', 'what is known of the tenant: its sharedDeviceAccounts are phones and rooms')
    .option('--json', 'one JSON object')
    .option('--live', LIVE)
    .addHelpText('after', IMPACT_EXITS)
    .action(async (file: string | undefined, options: ImpactArguments) => {
      const { runPolicyImpact } = await import('./policyImpact.js')
      end(await runPolicyImpact(io, { ...options, ...fileOf(file), now: new Date() }))
    })

  policy
    .command('plan')
    .description('the recommended policy as a change of what is there; refused while something forbids it')
    .argument('[snapshot]', SNAPSHOT)
    .option('--impact <file>', 'what `policy impact --json` printed; without it the plan is only shown')
    .addOption(
      new Option('--format <form>', 'the plan to carry out: request for Graph, script, steps').choices(PLAN_FORMATS),
    )
    .option('--except-group <id>', 'a group of device accounts to leave out; may be given again', collect)
    .addOption(new Option('--cloud <name>', 'for the script').choices(CLOUD_NAMES).default('public'))
    .option('--json', 'one JSON object')
    .option('--live', LIVE)
    .addHelpText('after', PLAN_EXITS)
    .action(async (file: string | undefined, options: PlanArguments) => {
      const { runPolicyPlan } = await import('./policyPlan.js')
      end(await runPolicyPlan(io, { ...options, ...fileOf(file), now: new Date() }))
    })

  policy
    .command('diff')
    .description('what changed between two snapshots that touches device code')
    .argument('[snapshots...]', 'the earlier snapshot and the later one; - is standard input')
    .option('--before <time>', 'the earlier one is what the bot had kept at this time (ISO 8601)')
    .option('--live', 'the later one is the tenant of the settings as it is now')
    .option('--context <file>', 'what is known of the tenant: its sharedDeviceAccounts are phones and rooms')
    .option('--report-only-days <number>', 'a policy that only reports for longer is told (30)', days)
    .option('--json', 'one JSON object')
    .addOption(ciFormat())
    .addHelpText('after', DIFF_EXITS)
    .action(async (files: readonly string[], { before, ...options }: DiffArguments) => {
      const { runPolicyDiff } = await import('./policyDiff.js')
      end(await runPolicyDiff(io, { ...options, files, ...(before === undefined ? {} : { keptAt: before }) }))
    })
}

type ImpactArguments = Omit<PolicyImpactOptions, 'file' | 'now'>
type PlanArguments = Omit<PolicyPlanOptions, 'file' | 'now'>
type DiffArguments = Omit<PolicyDiffOptions, 'files' | 'keptAt'> & { readonly before?: string }

const SNAPSHOT_EXITS =
  '\nExits 0, or 2 (policies or named locations could not all be read, or none is kept); 64 or above is a fault.'
const WHO_EXITS = '\nExits 0, or 2 (cannot be told); 64 or above is a fault.'
const WHAT_IF_EXITS = '\nExits 0 whatever the outcome; 64 or above is a fault.'
const STATUS_EXITS = '\nExits 0 (blocked), 1 (partial, report-only, no), 2 (unknown); 64 or above is a fault.'
const IMPACT_EXITS =
  '\nExits 0 (nothing would be stopped), 1 (something would, or emergency access), 2 (cannot be told); 64 or above is a fault.'
const PLAN_EXITS =
  '\nExits 0 (may be carried out, or nothing to do), 1 (refused), 2 (the data is too old); 64 or above is a fault.'
const DIFF_EXITS =
  '\nExits 0 (nothing got worse), 1 (something opened, or emergency access hit or gone), 2 (cannot be told); 64 or above is a fault.'

const ciFormat = (): Option => new Option('--format <format>', 'for a pipeline').choices(CI_FORMATS).conflicts('json')
const days = (text: string): number => {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a number of days')
}
const collect = (id: string, ids: readonly string[] = []): readonly string[] => [...ids, id]

const SNAPSHOT = 'a snapshot file; standard input without one'
const LIVE = 'the tenant of the settings instead of a file'
const fileOf = (file: string | undefined): { file?: string } => (file === undefined ? {} : { file })
