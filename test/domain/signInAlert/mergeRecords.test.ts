import { describe, expect, it } from 'vitest'
import { mergeRecords } from '../../../src/domain/signInAlert/index.js'
import { approval, type Row, recordsOf } from './examples.js'

/** Both orders must give one record, and the same one. */
function merged(one: Row, other: Row) {
  const forward = mergeRecords(recordsOf([one, other]))
  const backward = mergeRecords(recordsOf([other, one]))
  expect(forward).toEqual(backward)
  expect(forward).toHaveLength(1)
  return forward[0]
}

describe('mergeRecords', () => {
  it('fills what an early copy left empty', () => {
    expect(merged({ ...approval, userId: null, sessionId: '' }, approval)).toMatchObject({
      userId: approval.userId,
      sessionId: approval.sessionId,
    })
  })

  it('keeps the highest risk', () => {
    expect(
      merged({ ...approval, riskLevelAggregated: 'high' }, { ...approval, riskLevelAggregated: 'none' })?.risk,
    ).toBe('high')
  })

  it('knows an id again in another letter case', () => {
    merged(approval, { ...approval, id: String(approval.id).toUpperCase() })
  })

  it('lets a copy that has the two fields decide for one that lacks them', () => {
    const blind = { ...approval, authenticationProtocol: undefined, originalTransferMethod: undefined }
    expect(merged(blind, approval)).toMatchObject({ protocol: 'devicecode', transferMethod: 'none' })
  })

  it('lets a value that says something beat none, and none beat nothing', () => {
    expect(
      merged({ ...approval, incomingTokenType: 'none' }, { ...approval, incomingTokenType: 'refreshToken' })?.tokenType,
    ).toBe('refreshtoken')
    expect(merged({ ...approval, incomingTokenType: '' }, approval)?.tokenType).toBe('none')
  })

  it('joins the roles of both copies', () => {
    const wids = (role: string): Row => ({
      ...approval,
      authenticationProcessingDetails: [{ key: 'wids', value: role }],
    })
    const [one, two] = ['62e90394-69f5-4237-9190-012177145e10', '194ae4cb-b126-40b2-bd5b-6091b380977d']
    expect(merged(wids(`${one}`), wids(`${two}`))?.wids).toHaveLength(2)
  })
})
