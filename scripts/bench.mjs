/**
 * `npm run bench [-- NAME…]`: measures the compiled code under plain Node, each figure beside a yardstick of the same
 * run, so that the ratio holds on any machine. Figures are printed, never asserted. A PostgreSQL server is used where
 * one is found.
 */
import { cpSync, rmSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { bin, node, root, stop } from './lib/project.mjs'
import { run } from './lib/run.mjs'

ensureInstalled()
ensureBuilt()

const out = join(root, '.bench')
rmSync(out, { recursive: true, force: true })
if (node([bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.bench.json']) !== 0) stop('The benchmarks do not compile.')
cpSync(join(root, 'src'), join(out, 'src'), {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || ['.json', '.sql'].includes(extname(path)),
})
const postgres = await startPostgres()
const env = postgres ? { ...process.env, POSTERN_BENCH_DATABASE_URL: postgres.url } : process.env
// The collector is run by hand between what is measured.
process.exitCode = await run(['--expose-gc', '.bench/bench/main.js', ...process.argv.slice(2)], { env })
await postgres?.stop()
