/** `npm run demo`: the three jobs, live in a local Teams client, on a machine that has only Node and npm. */
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
ensureBuilt()
await import('../dist/demo/main.js')
