import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, inRange } from '../../../src/domain/signInAlert/index.js'
import { allowRuleOf, isExpired, readTuning } from '../../../src/domain/tuning/index.js'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const BROKER = '29D9ED98-a469-4536-ade2-f981bc1d605e'
const DANA = '3f2a1b00-0000-4000-8000-000000000001'
const GROUP = 'b2000000-0000-4000-8000-000000000001'
const GOOD = {
  appId: AZURE_CLI,
  network: '198.51.100.0/24',
  userIds: [DANA],
  reason: 'Build servers sign in for the platform team',
  until: '2027-05-31',
}
const file = (...rules: readonly unknown[]): string => JSON.stringify({ allow: rules }, null, 2)
const faultsOf = (text: string) => readTuning(text, NOW).faults
const change = (changed: Record<string, unknown>): string => file({ ...GOOD, ...changed })

describe('a tuning file', () => {
  it('is JSON with comments and trailing commas: the example shows one, and has no faults', () => {
    const text = readFileSync(new URL('../../../env/tuning.example.jsonc', import.meta.url), 'utf8')
    const { rules, faults } = readTuning(text, NOW)
    expect(faults).toEqual([])
    expect(rules).toMatchObject([
      { line: 8, appId: AZURE_CLI, userIds: [DANA], groupIds: [], untilMs: Date.UTC(2027, 4, 31) },
    ])
  })

  it('says nothing where it is empty, or only a comment', () => {
    for (const text of ['', '  \n', '// later\n', '\uFEFF{}', '{"allow": []}']) {
      expect(readTuning(text, NOW)).toEqual({ rules: [], faults: [] })
    }
  })

  it.each([
    ['no application', { appId: undefined }, 'app-missing', 3],
    ['a name in place of an application', { appId: 'Azure CLI' }, 'app-missing', 4],
    ['the broker, in any letters', { appId: BROKER }, 'app-is-broker', 4],
    ['no network', { network: undefined }, 'network-missing', 3],
    ['a network that is none', { network: 'office' }, 'network-missing', 5],
    ['everywhere', { network: '0.0.0.0/0' }, 'network-too-wide', 5],
    ['more than a /16', { network: '10.0.0.0/15' }, 'network-too-wide', 5],
    ['more than a /16, written as IPv6', { network: '::ffff:10.0.0.0/111' }, 'network-too-wide', 5],
    ['more than a site of IPv6', { network: '2001:db8::/47' }, 'network-too-wide', 5],
    ['nobody', { userIds: [] }, 'people-missing', 3],
    ['a person by name', { userIds: [DANA, 'dana@contoso.example'] }, 'person-not-an-id', 8],
    ['people that are no list', { userIds: DANA }, 'not-a-list', 6],
    ['a group by name', { groupIds: ['Platform'] }, 'group-not-an-id', 12],
    ['no reason', { reason: ' ' }, 'reason-missing', 9],
    ['no end', { until: undefined }, 'until-missing', 3],
    ['an end that is no date', { until: 'next summer' }, 'until-missing', 10],
    ['an end in two years', { until: '2028-11-23' }, 'until-too-far', 10],
    ['a key that it does not know', { netwrok: 'x' }, 'key-unknown', 11],
  ] as const)('refuses a rule with %s, and names the line', (_, changed, code, line) => {
    const { rules, faults } = readTuning(change(changed), NOW)
    expect(faults).toEqual([{ code, line }])
    expect(rules).toEqual([])
  })

  it('applies the rules beside a faulty one', () => {
    const { rules, faults } = readTuning(file({ ...GOOD, network: '0.0.0.0/0' }, GOOD), NOW)
    expect(rules).toHaveLength(1)
    expect(faults).toHaveLength(1)
  })

  it('takes no rule from a file that does not parse, and names the line', () => {
    expect(readTuning(`{\n "allow": [\n ${JSON.stringify(GOOD)}\n }`, NOW)).toEqual({
      rules: [],
      faults: [{ line: 4, code: 'not-json' }],
    })
  })

  it('lets no second key of a name stand in for the first', () => {
    const twice = file(GOOD).replace('"appId"', `"appId": "${BROKER}",\n"appId"`)
    expect(faultsOf(twice).map(({ code }) => code)).toContain('key-twice')
    expect(readTuning(twice, NOW).rules).toEqual([])
  })

  it('takes the widest networks that it takes', () => {
    for (const network of ['10.1.0.0/16', '2001:db8:1::/48', '198.51.100.7', '::ffff:10.1.0.0/112']) {
      expect(faultsOf(change({ network }))).toEqual([])
    }
  })

  it('keeps a rule that has ended, so that its sign-ins can say so', () => {
    const [rule] = readTuning(change({ until: '2026-11-23' }), NOW).rules
    expect(rule && isExpired(rule, NOW)).toBe(true)
  })

  it('never throws, and gives no rule that is wider, longer or emptier than it may be', () => {
    const value = fc.oneof(fc.constantFrom(...Object.values(GOOD), BROKER, '0.0.0.0/0', null, 7), fc.json())
    const rule = fc.record(
      { appId: value, network: value, userIds: value, groupIds: value, reason: value, until: value },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(rule).map((rules) => file(...rules)),
        ),
        (text) => {
          for (const one of readTuning(text, NOW).rules) {
            expect(one.appId).not.toBe(BROKER.toLowerCase())
            expect(one.userIds.length + one.groupIds.length).toBeGreaterThan(0)
            expect(one.untilMs).toBeLessThanOrEqual(NOW + 366 * 24 * 3_600_000)
            const outside = addressOf('192.0.2.1')
            if (outside && one.network.base.kind() === 'ipv4')
              expect(one.network.bits >= 16 || !inRange(outside, one.network)).toBe(true)
          }
        },
      ),
    )
  })

  describe('with groups', () => {
    const [rule] = readTuning(change({ groupIds: [GROUP] }), NOW).rules
    if (rule === undefined) throw new Error('no rule')

    it('allows their members beside the people', () => {
      const other = '3f2a1b00-0000-4000-8000-000000000002'
      expect(allowRuleOf(rule, new Map([[GROUP, new Set([other])]]))?.userIds).toEqual(new Set([DANA, other]))
    })

    it('allows nobody where one cannot be resolved', () => {
      expect(allowRuleOf(rule, new Map())).toBeUndefined()
    })
  })
})
