import { describe, expect, it } from 'vitest'
import { hostPattern, matchesHost } from '../../../../src/domain/codeCheck/artifacts/hostPattern.js'
import { HostTable } from '../../../../src/domain/codeCheck/artifacts/hostTable.js'

const PATTERNS = ['*.zoom.us', 'google.*', 'a.sso.*.example.com', '*', 'zoom.us', '*.us', 'one.two.three.example.org']
const TABLE = new HostTable(PATTERNS.map((written) => [hostPattern(written), written]))

describe('a table of hosts', () => {
  it.each([
    'zoom.us',
    'www.zoom.us',
    'eu01.web.zoom.us',
    'evilzoom.us',
    'google.de',
    'www.google.co.uk',
    'a.sso.eu-west-1.example.com',
    'one.two.three.example.org',
    'www.one.two.three.example.org',
    'more.one.two.three.example.org',
    'us',
    '.us',
    '127.0.0.1',
    '[::1]',
    '',
  ])('takes %s as its patterns do one by one, in their order', (host) => {
    expect(TABLE.allFor(host)).toEqual(PATTERNS.filter((written) => matchesHost(hostPattern(written), host)))
  })

  it('keeps every entry of one pattern', () => {
    const table = new HostTable([1, 2].map((entry) => [hostPattern('zoom.us'), entry]))
    expect(table.allFor('zoom.us')).toEqual([1, 2])
    expect(table.allFor('zoom.example')).toEqual([])
  })
})
