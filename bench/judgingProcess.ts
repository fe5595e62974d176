/** A child of `judging.ts`: a process of its own, so that its memory and its event loop are its own. */
import { judgeHere } from '../src/domain/policyStatus/index.js'
import { createPolicyJudge } from '../src/judging/index.js'
import { largeTenant, TAKEN_AT } from './largeTenantSnapshot.js'

const tenant = largeTenant()
const now = new Date(TAKEN_AT)
const judge = createPolicyJudge()

let stallMs = 0
let lastMs = performance.now()
let isWatching = true
const watch = (): void => {
  const ms = performance.now()
  stallMs = Math.max(stallMs, ms - lastMs)
  lastMs = ms
  if (isWatching) setImmediate(watch)
}
watch()

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}
const status = () => judge.judge('policy', tenant, now, { kind: 'status' })
const firstMs = await timed(status)
const againMs = await timed(status)
isWatching = false
const mostBytes = process.resourceUsage().maxRSS * 1024
await judge.close()
const plainMs = await timed(async () => judgeHere('policy', tenant, now, { kind: 'status' }))
console.log(JSON.stringify({ firstMs, againMs, stallMs, plainMs, mostBytes }))
