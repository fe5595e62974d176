/** One good example of each thing a verification is made from; tests change one field. */
import { checkMessage } from '../../../../src/domain/codeCheck/index.js'
import type { CalendarEntry, MessageAuthor, Organisation } from '../../../../src/domain/codeCheck/verification/index.js'

export const TENANT = '7d3f1c52-9a40-4e6b-8c1d-5be2f0a94d11'
export const ORGANISER = 'a1000000-0000-4000-8000-000000000002'
export const THREAD = '19%3ameeting_QmFzZTY0SWQ%40thread.v2'
export const CONTEXT = `%7b%22Tid%22%3a%22${TENANT}%22%2c%22Oid%22%3a%22${ORGANISER}%22%7d`
export const JOIN_URL = `https://teams.microsoft.com/l/meetup-join/${THREAD}/0?context=${CONTEXT}`

export const entry: CalendarEntry = {
  subject: 'Budget',
  start: new Date('2026-11-02T13:00:00Z'),
  isCancelled: false,
  isAnswered: true,
  organiserAddress: 'marta@halyard.example',
  joinTexts: [JOIN_URL],
  conferenceId: '291633251',
}

export const author: MessageAuthor = { userId: ORGANISER, address: null, displayName: 'Marta Lindqvist' }

export const organisation: Organisation = { displayName: 'Halyard Marine', domains: ['halyard.example'] }

export const artifactsOf = (text: string) => checkMessage({ text }).artifacts
