import { expect, it } from 'vitest'
import { deviceCodePhish } from '../../src/demo/attacks.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'

const NOON = new Date('2026-11-02T12:00:00Z')

it('a theft has the victim where the code was typed and the thief where the tokens went', () => {
  const [, approval, redemption] = deviceCodePhish(PEOPLE.employee, NOON)
  expect(approval).toMatchObject({ isInteractive: true, ipAddress: '203.0.113.21' })
  expect(redemption).toMatchObject({
    isInteractive: false,
    ipAddress: '192.0.2.77',
    originalTransferMethod: 'deviceCodeFlow',
  })
  expect(redemption?.correlationId).toBe(approval?.correlationId)
})
