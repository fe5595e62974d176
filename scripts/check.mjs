/**
 * `npm run check`: types, lint, format, and the whole suite (which holds the import-direction test).
 * `-- --without-tests` leaves the suite out, for CI, which runs it by `npm test`.
 */
import { ensureInstalled } from './lib/install.mjs'
import { bin, node } from './lib/project.mjs'

ensureInstalled()

const steps = [
  ['types', [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.check.json']],
  ['lint and format', [bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.']],
  ...(process.argv.includes('--without-tests') ? [] : [['tests', ['scripts/test.mjs']]]),
]
const failed = steps.filter(([name, args]) => {
  console.log(`\n--- ${name}`)
  return node(args) !== 0
})
console.log(failed.length === 0 ? '\nAll checks hold.' : `\nFailed: ${failed.map(([name]) => name).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
