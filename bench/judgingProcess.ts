/**
 * A child of `judging.ts`: a process of its own, so that its memory and its event loop are its own. The plain call comes
 * last, since it is what the thread is there to spare.
 */
import { compareSnapshots, judgeHere, type PolicySnapshot } from '../src/domain/policyStatus/index.js'
import { createPolicyJudge } from '../src/judging/index.js'
import { CANDIDATE, monthOfSignIns } from './impactSignIns.js'
import { editedBefore, largeTenant, TAKEN_AT } from './largeTenantSnapshot.js'
import { mostBytes, stallDuring } from './watchedLoop.js'

const now = new Date(TAKEN_AT)
const tenant = largeTenant()
const judge = createPolicyJudge()
const [name = ''] = process.argv.slice(2)
const signIns = monthOfSignIns(now)

const CALLS: Readonly<Record<string, { readonly thread: () => Promise<unknown>; readonly plain: () => unknown }>> = {
  judging: {
    thread: () => judge.judge('policy', tenant, now, { kind: 'status' }),
    plain: () => judgeHere('policy', tenant, now, { kind: 'status' }),
  },
  impact: {
    thread: () => judge.judge('impact', tenant, now, signIns, CANDIDATE),
    plain: () => judgeHere('impact', tenant, now, signIns, CANDIDATE),
  },
  drift: {
    thread: () => judge.compare(loaded, tenant, {}),
    plain: () => compareSnapshots(editedBefore(largeTenant()), tenant),
  },
}

/** As the store loads it: nothing of it is shared with the newer one, and nobody else holds it. */
let before: PolicySnapshot | null = null
const loaded = async (): Promise<PolicySnapshot | null> => {
  const given = before
  before = null
  return given
}
const load = (): void => {
  before = name === 'drift' ? editedBefore(largeTenant()) : null
}

const calls = CALLS[name]
if (calls === undefined) throw new Error(`no call ${name}`)
// The bot has judged the newest before anybody compares or replays it.
if (name !== 'judging') await judge.judge('policy', tenant, now, { kind: 'status' })
load()
const first = await stallDuring(calls.thread)
load()
const again = await stallDuring(calls.thread)
const bytes = mostBytes()
await judge.close()
const plain = await stallDuring(async () => calls.plain())
console.log(
  JSON.stringify({
    firstMs: first.ms,
    againMs: again.ms,
    stallMs: Math.max(first.stallMs, again.stallMs),
    plainMs: plain.ms,
    mostBytes: bytes,
  }),
)
