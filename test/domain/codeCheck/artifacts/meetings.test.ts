import { describe, expect, it } from 'vitest'
import { findMeetingReferences } from '../../../../src/domain/codeCheck/artifacts/meetings.js'

const found = (text: string) => findMeetingReferences(text, []).map(({ kind, value }) => `${kind} ${value}`)

describe('what an invitation gives to join with', () => {
  it.each([
    ['a Teams id of 10 digits', '231 234 567 8', 'meeting-id 231 234 567 8'],
    ['a Teams id of 12 digits', '231 234 567 890', 'meeting-id 231 234 567 890'],
    ['a Teams id of 15 digits', '264 183 392 744 150', 'meeting-id 264 183 392 744 150'],
    ['a Zoom id', '812 3456 7890', 'meeting-id 812 3456 7890'],
    ['a Webex number', '2825 872 4889', 'meeting-id 2825 872 4889'],
    ['a conference id', 'ID 212 908 055#', 'dial-in 212 908 055#'],
    ['a dial-in line', '+1 469-555-0132,,830586494#', 'dial-in +1 469-555-0132,,830586494#'],
    ['a Meet code', 'abc-defg-hij', 'meet-code abc-defg-hij'],
  ])('%s', (_what, text, reference) => expect(found(text)).toEqual([reference]))

  it('a passcode on the line after its id, capitals or not', () => {
    expect(found('ID: 231 234 567 890\nPasscode: KP7WQ2ZR')).toEqual([
      'meeting-id 231 234 567 890',
      'passcode KP7WQ2ZR',
    ])
  })
})

describe('what is none', () => {
  it.each([
    '+49 301 234 567',
    '4111 1111 1111 1111',
    'DE02 1203 0000 0000 2020 51',
    '12 345',
    'H7QK3WPZ9',
    '1,204,500,300',
  ])('%s', (text) => expect(found(text)).toEqual([]))
  it('a passcode far from its id', () => {
    expect(found(`231 234 567 890\n\n\nUnrelated line\nKP7WQ2ZR`)).toEqual(['meeting-id 231 234 567 890'])
  })
})
