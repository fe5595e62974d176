/**
 * A process of its own with the embedded store of the directory in `argv[2]`. It says `open`, or the code of the
 * error; then, where `argv[3]` is `write`, it writes until it is killed and says each number once it is acknowledged.
 */
import { openStore } from '../../dist/store/index.js'

const [dataDir, task] = process.argv.slice(2)
const say = (line) => process.stdout.write(`${line}\n`)

try {
  const store = await openStore({ dataDir, owner: 'child' })
  say('open')
  for (let number = 0; task === 'write'; number += 1) {
    const job = { key: `job ${number}`, kind: 'tell-owner', subject: 'alert', priority: 1, runAt: new Date(0) }
    // Every other one in a transaction with a second row: it is there whole or not at all.
    if (number % 2 === 0) await store.addJob(job)
    else
      await store.transaction(async (tx) => {
        await tx.addJob(job)
        await tx.addJob({ ...job, key: `with job ${number}` })
      })
    say(number)
  }
} catch (error) {
  say(error.code)
}
