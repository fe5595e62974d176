import { expect, it } from 'vitest'
import { judgeHere, type PolicySnapshot } from '../../src/domain/policyStatus/index.js'
import { judgeAhead } from '../../src/flows/judgeAhead.js'
import { snapshot, TAKEN_AT } from '../domain/policyStatus/example.js'

const judged: PolicySnapshot[] = []
const ports = {
  clock: { now: () => new Date(TAKEN_AT) },
  judge: {
    judge: async (kind, ...[of, ...rest]) => {
      judged.push(of)
      return judgeHere(kind, of, ...rest)
    },
  },
} satisfies Parameters<typeof judgeAhead>[0]

it.each([
  ['judges what was read', snapshot(), 1],
  ['judges nothing where nothing was read', null, 0],
])('%s', async (_what, read, count) => {
  judged.length = 0
  await judgeAhead(ports, { refresh: async () => read }, 60_000)
  expect(judged).toEqual(Array.from({ length: count }, () => read))
})
