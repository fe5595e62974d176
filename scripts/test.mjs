/**
 * `npm test [-- FILTER…]`: installs what is missing, builds, and runs the suite on the project's own data.
 *
 * A PostgreSQL server and a browser are used where they are found. What needs one that is not there is skipped,
 * counted and named at the end; with `--strict` (CI) a single skip is a failure.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './lib/browser.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { bin, root } from './lib/project.mjs'
import { run } from './lib/run.mjs'

ensureInstalled()
ensureBuilt()

const strict = process.argv.includes('--strict')
const filters = process.argv.slice(2).filter((argument) => argument !== '--strict')
const results = join(root, 'artifacts', `tests-node${process.versions.node.split('.')[0]}.json`)
mkdirSync(join(root, 'artifacts'), { recursive: true })
rmSync(results, { force: true })

const postgres = await startPostgres()
const browser = findBrowser()
const vitest = [
  bin('vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
]
const status = await run([...vitest, ...filters], {
  // Tests see neither the developer's bot settings nor his secrets.
  env: {
    ...environment(),
    ...(postgres ? { POSTERN_TEST_DATABASE_URL: postgres.url } : {}),
    ...(browser ? { POSTERN_TEST_BROWSER: browser } : {}),
  },
})
await postgres?.stop()

const skipped = skippedTests(results)
if (skipped.length > 0) {
  console.log(`\n${skipped.length} tests were skipped:`)
  for (const name of skipped) console.log(`  ${name}`)
  if (!postgres) console.log('For those on PostgreSQL: install a PostgreSQL server, 15 or newer.')
  if (!browser) console.log('For those in a browser: install Chromium or Chrome, or name it in CHROMIUM_PATH.')
}
process.exitCode = status !== 0 ? status : strict && skipped.length > 0 ? 1 : 0

/** @returns {Record<string, string>} */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(Microsoft|POSTERN_|DATABASE_URL$)/.test(name))
  return Object.fromEntries(kept)
}

/** Full names of what vitest passed over; where it wrote no report, nothing can be said and the run has failed. */
function skippedTests(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
      .testResults.flatMap((file) => file.assertionResults)
      .filter((test) => test.status === 'skipped' || test.status === 'pending' || test.status === 'todo')
      .map((test) => test.fullName)
  } catch {
    return []
  }
}
