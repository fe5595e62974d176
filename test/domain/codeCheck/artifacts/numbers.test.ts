import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findOtherNumbers } from '../../../../src/domain/codeCheck/artifacts/numbers.js'

const kinds = (text: string) => findOtherNumbers(text).map(({ kind, value }) => `${kind} ${value}`)
const found = (text: string) => findOtherNumbers(text)[0]

describe('a number with a check digit', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00', 'bank-account'],
    ['GB82WEST12345698765432', 'bank-account'],
    ['RF18 5390 0754 7034', 'bank-account'],
    ['4111 1111 1111 1111', 'payment-card'],
    ['3782 822463 10005', 'payment-card'],
    ['US0378331005', 'security'],
    ['5493001KJTIIGC8Y1R12', 'security'],
    ['978-3-16-148410-0', 'book-or-article'],
    ['1HGCM82633A004352', 'vehicle'],
    ['CSQU3054383', 'vehicle'],
    ['1Z999AA10123456784', 'parcel'],
    ['RB123456785GB', 'parcel'],
    ['RB 123 456 785 GB', 'parcel'],
    ['DE136695976', 'tax-number'],
    ['RSSMRA85T10A562S', 'tax-number'],
    ['529.982.247-25', 'tax-number'],
    ['11.222.333/0001-81', 'tax-number'],
    ['27AAPFU0939F1ZV', 'tax-number'],
    ['640823-3234', 'tax-number'],
  ])('%s is a %s', (number, kind) => {
    expect(found(`No: ${number} thanks`)).toMatchObject({ kind, value: number, isProven: true })
  })
  it.each([
    'DE89 3704 0044 0532 0130 01',
    '4111 1111 1111 1112',
    '1HGCM82633A004353',
    'CSQU3054384',
    '1Z999AA10123456785',
    'RB123456784GB',
    'DE136695975',
    'RSSMRA85T10A562T',
    '529.982.247-26',
    '27AAPFU0939F1ZW',
    '640823-3235',
  ])('%s is none, for it does not hold', (number) => {
    expect(findOtherNumbers(`No: ${number}`).filter((one) => one.isProven)).toEqual([])
  })
})

describe('a number that needs its label', () => {
  it.each([
    ['BIC: DEUTDEFF500', 'bank-account', 'DEUTDEFF500'],
    ['IMEI 490154203237518', 'device-serial', '490154203237518'],
    ['ISBN 0-306-40615-2', 'book-or-article', '0-306-40615-2'],
    ['EAN 4006381333931', 'book-or-article', '4006381333931'],
    ['Fahrgestellnummer WVWZZZ1JZ3W386752', 'vehicle', 'WVWZZZ1JZ3W386752'],
    ['FedEx tracking 123456789012', 'parcel', '123456789012'],
    ['DHL 1234567890', 'parcel', '1234567890'],
    ['Steuer-ID 86 095 742 719', 'tax-number', '86 095 742 719'],
    ['SIREN 732 829 320', 'tax-number', '732 829 320'],
    ['DNI 12345678Z', 'tax-number', '12345678Z'],
    ['NIE: X1234567L', 'tax-number', 'X1234567L'],
    ['BSN 111222333', 'tax-number', '111222333'],
    ['PESEL 44051401359', 'tax-number', '44051401359'],
    ['NIP 106-00-00-062', 'tax-number', '106-00-00-062'],
    ['TC Kimlik No 10000000146', 'tax-number', '10000000146'],
    ['NI number AB 12 34 56 C', 'tax-number', 'AB 12 34 56 C'],
    ['EIN 12-3456789', 'tax-number', '12-3456789'],
    ['commit 7c2a4b6d8', 'hash', '7c2a4b6d8'],
    ['PNR: K7QXW2', 'booking', 'K7QXW2'],
    ['S/N 4CE0460D0G', 'device-serial', '4CE0460D0G'],
  ])('%s', (text, kind, value) => expect(kinds(text)).toContain(`${kind} ${value}`))
  it.each(['490154203237518', 'K7QXW2', '111222333', '7c2a4b6d8', '12-3456789', '1234567890'])(
    'is not known without: %s',
    (text) => expect(kinds(text)).toEqual([]),
  )
})

describe('a number of plain grammar', () => {
  it.each([
    ['ATU12345678', 'tax-number'],
    ['CHE-123.456.788 MWST', 'tax-number'],
    ['0x52908400098527886E0F7030069857D2E4169EE7', 'crypto-address'],
    ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'crypto-address'],
    ['f6812448-2db2-98cd-407a-678993ab20fa', 'hash'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'hash'],
    ['00:1A:2B:3C:4D:5E', 'network-address'],
    ['192.168.10.20', 'network-address'],
    ['2001:db8:85a3:0:0:8a2e:370:7334', 'network-address'],
    ['VK7JG-NPHTM-C97JM-9MPGT-3V66T', 'product-key'],
    ['CVE-2024-21410', 'reference'],
    ['KB5034441', 'reference'],
    ['INC0012345', 'reference'],
    ['SEC-1042', 'reference'],
    ['10.1000/xyz123', 'book-or-article'],
    ['v2.14.3-beta.1', 'version'],
    ['2026-11-23T07:47:55Z', 'date-or-time'],
    ['+49 (0)30 1234567', 'phone-number'],
    ['(0431) 555-0199', 'phone-number'],
    ['SW1A 1AA', 'postcode'],
    ['K1A 0B1', 'postcode'],
  ])('%s is a %s', (number, kind) => expect(kinds(`See ${number} please`)).toEqual([`${kind} ${number}`]))
})

describe('a device code', () => {
  it.each([
    'H7QK3WPZ9',
    'H7Q-K3W-PZ9',
    'H7QK-3WPZ9',
    'H7Q K3W PZ9',
    'E23 4AB C56',
    'Serial number: H7QK3WPZ9',
    'Order no. AB2345678',
    'Ticket CHG234567',
    'WDJB-2345',
    'WDJB-MJHT',
    'HJRZ-HIWR',
    'ABC-DEF-GHJ',
    'SWIFT code: H7QK3WPZ9',
    'DHL H7QK3WPZ9',
    'Code ABCD2345',
  ])('is left alone in %s', (text) => expect(kinds(text)).toEqual([]))

  it('is left alone whatever it is, unless a label and a check digit say otherwise', () => {
    const letter = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ')
    const digit = fc.constantFrom(...'23456789')
    const code = fc
      .tuple(letter, digit, fc.array(fc.oneof(letter, digit), { minLength: 7, maxLength: 7 }))
      .chain(([one, other, rest]) => fc.shuffledSubarray([one, other, ...rest], { minLength: 9, maxLength: 9 }))
      .map((characters) => characters.join(''))
    const split = fc
      .tuple(
        code,
        fc.constantFrom([3, 3, 3], [4, 5], [5, 4], [1, 1, 1, 1, 1, 1, 1, 1, 1]),
        fc.constantFrom('-', ' ', ' - ', '.', '/', '\n'),
      )
      .map(([whole, sizes, separator]) => {
        const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0))
        return starts.map((start, index) => whole.slice(start, start + (sizes[index] ?? 0))).join(separator)
      })
    const around = fc.constantFrom('', 'code: ', 'Meeting ID: ', 'ticket ', 'Serial number ', 'DHL ', 'PNR ', 'commit ')
    fc.assert(
      fc.property(around, fc.oneof(code, split), fc.constantFrom('', '.', ' now', '\n'), (before, user, after) => {
        expect(findOtherNumbers(before + user + after)).toEqual([])
      }),
      { seed: 20260102, numRuns: 3000 },
    )
  })
})

it('a meeting id is no other number', () => {
  expect(kinds('Meeting ID: 371 519 285 955\n231 234 567 8\n264 183 392 744 150\n812 3456 7890')).toEqual([])
})
it('digits of other scripts are digits', () => {
  expect(found('٤١١١ ١١١١ ١١١١ ١١١١')).toMatchObject({ kind: 'payment-card', start: 0, end: 19 })
})
it('numbers do not overlap, and the proven one stays', () => {
  const numbers = findOtherNumbers('DE89 3704 0044 0532 0130 00 2026-11-23 192.168.1.1 1Z999AA10123456784')
  for (const [index, one] of numbers.entries()) expect(one.start).toBeGreaterThanOrEqual(numbers[index - 1]?.end ?? 0)
  expect(numbers).toHaveLength(4)
})
it('words around a number are passed over, and what is made of their letters is not', () => {
  expect(found('please merge commit deadbee before noon 12')).toMatchObject({ value: 'deadbee', start: 20, end: 27 })
  expect(found('bitte den commit éabcdefa ansehen, es eilt sehr 1')).toMatchObject({ value: 'abcdefa', start: 18 })
  expect(found('we meet near W1A 1AA, and then we walk')).toMatchObject({ kind: 'postcode', start: 13, end: 20 })
  expect(kinds('a note in line 1234\nAB of it')).toEqual([])
  expect(kinds('room X and then W1A 1AA')).toEqual(['postcode W1A 1AA'])
})
