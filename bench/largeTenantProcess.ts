/**
 * A child of `largeTenant.ts`: makes the largest tenant the design names, judges it, and prints what it took. A process
 * of its own, so that its memory is its own: `resourceUsage` gives the most it ever held.
 */
import { answerPolicyQuestion } from '../src/domain/policyStatus/index.js'
import { largeTenant, TAKEN_AT } from './largeTenantSnapshot.js'

const tenant = largeTenant()
const before = process.memoryUsage().rss
const cpu = process.cpuUsage()
const startMs = performance.now()
const answer = answerPolicyQuestion({ kind: 'status' }, tenant, new Date(TAKEN_AT))
const ms = performance.now() - startMs
const spent = process.cpuUsage(cpu)
const naiveMs = performance.now()
let touched = 0
for (const { groupId, memberId } of tenant.directory.memberships ?? []) touched += groupId.length + memberId.length
console.log(
  JSON.stringify({
    ms,
    cpuMs: (spent.user + spent.system) / 1000,
    walkMs: performance.now() - naiveMs,
    touched,
    tenantBytes: before,
    // Linux counts it in KiB.
    mostBytes: process.resourceUsage().maxRSS * 1024,
    blocked: answer.kind === 'status' ? answer.blocked : answer.kind,
    rows: answer.kind === 'status' ? answer.open.length : 0,
  }),
)
