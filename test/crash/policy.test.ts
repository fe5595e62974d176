/**
 * The built bot, killed by `kill -9` after Graph has made a policy and before that is written: it is found and read back,
 * and not made again. `npm run bench -- crash` kills it at every point, on both engines.
 */
import { expect, it } from 'vitest'
import { policyLoop } from '../support/crash/policyLoop.js'
import { POLICY_POINTS } from '../support/crash/policyPoints.js'
import { temporaryDirectory } from '../support/engines.js'

it('a change of policy goes on after a kill, and makes no second policy', async () => {
  const folder = temporaryDirectory()
  try {
    const points = POLICY_POINTS.filter(({ name }) => name === 'the policy is made, not written')
    const report = await policyLoop({ dataDir: folder.path }, points)
    expect(report).toEqual({ kills: 1, wrong: [], doubled: [], due: [] })
  } finally {
    folder.remove()
  }
}, 240_000)
