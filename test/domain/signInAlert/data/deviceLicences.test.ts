import { describe, expect, it } from 'vitest'
import { DEVICE_LICENCES, hasDeviceLicencesOnly } from '../../../../src/domain/signInAlert/data/deviceLicences.js'

describe('the licences of devices', () => {
  it('fit in one filter of Graph, which takes 15 clauses joined by "or"', () => {
    expect(DEVICE_LICENCES.size).toBeLessThanOrEqual(15)
  })

  it('are SKU ids as Graph writes them', () => {
    for (const skuId of DEVICE_LICENCES.keys()) expect(skuId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('tell the room of a school or of a government from a person', () => {
    const [school, government] = ['c25e2b36-e161-4946-bef2-69239729f690', '31ecb341-2a17-483e-9140-c473006d1e1a']
    expect(hasDeviceLicencesOnly([school])).toBe(true)
    expect(hasDeviceLicencesOnly([government])).toBe(true)
    expect(hasDeviceLicencesOnly([school, '05e9a617-0261-4cee-bb44-138d3ef5d965'])).toBe(false)
  })
})
