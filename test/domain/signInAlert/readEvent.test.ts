import { describe, expect, it } from 'vitest'
import { readEvent } from '../../../src/domain/signInAlert/index.js'
import { phish, row } from '../../support/signInRows.js'
import { envelope } from '../../support/streamRows.js'

const good = envelope(...phish())
const text = JSON.stringify(good)
const reasons = (body: unknown) => readEvent(body).unread.map(({ index, reason }) => [index, reason])

describe('an event of the stream', () => {
  it.each([
    ['text', text],
    ['bytes', new TextEncoder().encode(text)],
    ['bytes in several sections', [Buffer.from(text.slice(0, 100)), Buffer.from(text.slice(100))]],
    ['a value with a structure', good],
    ['text with spaces around it', `\n${text}\n`],
    ['records without an envelope', JSON.stringify(phish())],
  ])('is read as %s', (_form, body) => {
    const { records, unread } = readEvent(body)
    expect(records.map(({ id, interactive }) => [id, interactive])).toEqual([
      ['row-approval', true],
      ['row-redemption', false],
    ])
    expect(unread).toEqual([])
  })

  it('says nothing of other categories in the same event hub', () => {
    const audit = { category: 'AuditLogs', properties: { id: 'x', activityDisplayName: 'Add user' } }
    expect(readEvent({ records: [audit] })).toEqual({ records: [], unread: [] })
  })

  it.each([
    ['no JSON', '{"records":[', [[0, 'not-json']]],
    ['nothing at all', '', [[0, 'not-json']]],
    ['a number', '7', [[0, 'not-an-object']]],
    ['nested deeper than the stack', `{"records":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, [[0, 'not-json']]],
    ['a row without an id', { records: [{ properties: { ...row(), id: undefined } }] }, [[0, 'id-missing']]],
    ['a device code row of nobody', envelope(row({ userId: 'nobody' })), [[0, 'nobodys']]],
  ])('that holds %s is set aside with its reason', (_case, body, expected) => {
    expect(reasons(body)).toEqual(expected)
  })

  it('loses no neighbour of a broken record, and shows a short piece of that one only', () => {
    const long = { properties: { ...row(), id: undefined, userAgent: 'x'.repeat(10_000) } }
    const { records, unread } = readEvent({ records: [...(good.records as unknown[]), null, long] })
    expect(records).toHaveLength(2)
    expect(unread.map(({ index, reason }) => [index, reason])).toEqual([
      [2, 'not-an-object'],
      [3, 'id-missing'],
    ])
    expect(unread[1]?.excerpt).toHaveLength(4096)
  })
})
