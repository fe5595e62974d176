import { describe, expect, it } from 'vitest'
import { MFA_TRUSTED_IPS } from '../../../src/domain/policyStatus/conditions/network.js'
import { Locations } from '../../../src/domain/policyStatus/locations.js'

const ip = (id: string, cidr: string, isTrusted = false) => ({ id, isTrusted, ipRanges: [{ cidrAddress: cidr }] })
const country = (id: string, codes: readonly string[], unknown = false) => ({
  id,
  countriesAndRegions: codes,
  includeUnknownCountriesAndRegions: unknown,
})

const locations = new Locations(
  [
    ip('wide', '203.0.112.0/20'),
    ip('office', '203.0.113.0/24', true),
    country('nordic', ['NO', 'SE'], true),
    country('sweden', ['SE']),
    { id: 'network', compliantNetworkType: 'allTenantCompliantNetworks', isTrusted: true },
    { id: 'odd', '@odata.type': '#microsoft.graph.serviceTagNamedLocation' },
  ],
  ['198.51.100.0/24'],
)

const where = (...place: Parameters<Locations['placeOf']>) => {
  const { locations: ids, trusted } = locations.placeOf(...place)
  return { ids: [...ids].sort(), trusted }
}

describe('where a sign-in comes from', () => {
  it.each([
    ['overlapping ranges', '203.0.113.9', undefined, false, ['office', 'wide'], true],
    ['beside the inner range', '203.0.114.1', undefined, false, ['wide'], false],
    ['nowhere', '192.0.2.1', undefined, false, [], false],
    ['the MFA trusted IPs', '198.51.100.9', undefined, false, [MFA_TRUSTED_IPS], true],
    ['two country locations', '192.0.2.1', 'SE', false, ['nordic', 'sweden'], false],
    ['a country in small letters', '192.0.2.1', 'se', false, ['nordic', 'sweden'], false],
    ['a country nobody lists', '192.0.2.1', 'DE', false, [], false],
    ['an address without a country', '192.0.2.1', null, false, ['nordic'], false],
    ['no address, but a country', null, 'NO', false, ['nordic'], false],
    ['the compliant network', '192.0.2.1', undefined, true, ['network'], true],
    ['an address that is none', 'elsewhere', undefined, false, [], false],
  ] as const)('%s', (_case, address, code, compliant, ids, trusted) => {
    expect(where(address, code, compliant)).toEqual({ ids, trusted })
  })

  it('a country location is never trusted, whatever it says', () => {
    const claimed = new Locations([{ ...country('x', ['SE']), isTrusted: true }], [])
    expect(claimed.placeOf(null, 'SE', false).trusted).toBe(false)
    expect(claimed.anyTrusted).toBe(false)
  })

  it('a range or a kind that cannot be read is marked', () => {
    expect(locations.all.filter(({ unread }) => unread).map(({ id }) => id)).toEqual(['odd'])
    expect(new Locations([ip('x', 'nonsense')], []).all[0]?.unread).toBe(true)
  })
})
