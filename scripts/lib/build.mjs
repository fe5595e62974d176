/** Compiles `src/` file by file into `dist/` and copies what is not TypeScript: words, templates, data, migrations. */
import fs from 'node:fs'
import { extname, join } from 'node:path'
import { bin, node, root, stop } from './project.mjs'

const COPIED = new Set(['.json', '.sql'])
/** Written last: a build that was cut short is no build. */
const STAMP = join(root, 'dist', '.built')

/** Ends the process with a sentence where the compiler finds a fault. */
export function build() {
  // A file that was deleted in src must not live on in dist.
  fs.rmSync(join(root, 'dist'), { recursive: true, force: true })
  if (node([bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']) !== 0) {
    stop('The build stopped: the compiler found the faults above.')
  }
  fs.cpSync(join(root, 'src'), join(root, 'dist'), {
    recursive: true,
    filter: (path) => fs.statSync(path).isDirectory() || COPIED.has(extname(path)),
  })
  fs.writeFileSync(STAMP, '')
}

/** The newest change under `src/`, so that a fresh build is not made again. */
export function isBuilt() {
  if (!fs.existsSync(STAMP)) return false
  const builtAt = fs.statSync(STAMP).mtimeMs
  const newest = (folder) =>
    fs.readdirSync(folder, { withFileTypes: true }).reduce((latest, item) => {
      const path = join(folder, item.name)
      return Math.max(latest, item.isDirectory() ? newest(path) : fs.statSync(path).mtimeMs)
    }, 0)
  return builtAt > newest(join(root, 'src'))
}

export function ensureBuilt() {
  if (!isBuilt()) build()
}
