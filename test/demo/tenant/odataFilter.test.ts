import { describe, expect, it } from 'vitest'
import { GraphFault } from '../../../src/demo/tenant/graphError.js'
import { type FilterRules, parseFilter } from '../../../src/demo/tenant/odataFilter.js'

const RULES: FilterRules = {
  fields: {
    createdDateTime: ['eq', 'ge', 'le'],
    userId: ['eq'],
    appDisplayName: ['eq', 'startswith'],
    'status/errorCode': ['eq'],
  },
  collections: ['signInEventTypes'],
}

const ROW = {
  createdDateTime: '2026-11-02T12:00:00Z',
  userId: 'a1',
  appDisplayName: "Riley's tool",
  status: { errorCode: 50199 },
  signInEventTypes: ['nonInteractiveUser'],
}

describe('a filter that Graph documents', () => {
  it.each([
    ["userId eq 'a1'", true],
    ["userId eq 'A1'", true],
    ["userId eq 'a2'", false],
    ["appDisplayName eq 'Riley''s tool'", true],
    ["startswith(appDisplayName,'riley')", true],
    ["startsWith(appDisplayName, 'tool')", false],
    ['status/errorCode eq 50199', true],
    ['status/errorCode eq 0', false],
    ['createdDateTime ge 2026-11-02T12:00:00Z', true],
    ['createdDateTime ge 2026-11-02T13:00:00+01:00', true],
    ['createdDateTime le 2026-11-02T11:59:59.999Z', false],
    ["signInEventTypes/any(t: t eq 'nonInteractiveUser')", true],
    ["signInEventTypes/any(t:t eq 'interactiveUser')", false],
    ["signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')", true],
    ["signInEventTypes/any(t: t ne 'nonInteractiveUser')", false],
    ["userId eq 'a2' or userId eq 'a1' and status/errorCode eq 50199", true],
    ["(userId eq 'a2' or userId eq 'a1') and status/errorCode eq 0", false],
  ])('%s is %s', (filter, matches) => {
    expect(parseFilter(filter, RULES)(ROW)).toBe(matches)
  })
})

describe('a filter that Graph does not document is refused with 400', () => {
  it.each([
    "authenticationProtocol eq 'deviceCode'",
    "originalTransferMethod eq 'deviceCodeFlow'",
    'createdDateTime gt 2026-11-02T12:00:00Z',
    "createdDateTime ge '2026-11-02T12:00:00Z'",
    'createdDateTime ge yesterday',
    "userId ne 'a1'",
    "startswith(userId,'a')",
    "appliedConditionalAccessPolicies/any(t: t eq 'x')",
    "signInEventTypes/any(t: u eq 'x')",
    "signInEventTypes/any(t: t ge 'x')",
    "userId eq 'a1",
    "userId eq 'a1' and",
    "userId eq 'a1')",
    "(userId eq 'a1'",
    "constructor eq 'x'",
    'userId eq a1 b2',
    "userId = 'a1'",
    '',
    'x'.repeat(5_000),
  ])('%s', (filter) => {
    const parse = () => parseFilter(filter, RULES)
    expect(parse).toThrow(GraphFault)
    expect(parse).toThrow(/^Invalid filter clause/)
  })
})
