/** `npm run package`: makes the Teams app package that an administrator uploads. */
import { packageApp } from './lib/appPackage.mjs'
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
process.exitCode = await packageApp(process.argv.slice(2), process.env, {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
