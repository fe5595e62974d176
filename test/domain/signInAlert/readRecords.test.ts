import { describe, expect, it } from 'vitest'
import { readRecords } from '../../../src/domain/signInAlert/index.js'
import { approval, HOME, type Row, redemption, USER } from './examples.js'

const event = (properties: unknown, more: Row = {}): Row => ({
  time: '2026-03-02T09:02:00Z',
  resourceId: '/tenants/99999999-0000-4000-8000-000000000001/providers/Microsoft.aadiam',
  category: 'SignInLogs',
  resultType: '50199',
  properties,
  ...more,
})

/** The approval as a row of the non-interactive table spells it: dynamic columns are JSON text, numbers are text. */
const tableRow: Row = {
  TenantId: '99999999-0000-4000-8000-0000000000aa',
  TimeGenerated: '2026-03-02T09:02:00Z',
  Type: 'AADNonInteractiveUserSignInLogs',
  Category: 'NonInteractiveUserSignInLogs',
  ResourceId: '/tenants/99999999-0000-4000-8000-000000000001/providers/Microsoft.aadiam',
  ResourceIdentity: '00000003-0000-0000-C000-000000000000',
  ResultType: '0',
  Id: 'A0000000-0000-4000-8000-000000000009',
  CreatedDateTime: '2026-03-02T09:00:20Z',
  UserId: USER.toUpperCase(),
  OriginalTransferMethod: 'Device code flow',
  AuthenticationProtocol: 'none',
  AutonomousSystemNumber: '64511',
  Location: 'NL',
  LocationDetails: '{"city":"Delft","countryOrRegion":"NL"}',
  DeviceDetail: '{"deviceId":"D0000000-0000-4000-8000-000000000001"}',
  IPAddress: HOME,
}

const first = (value: unknown) => readRecords(value).records[0]

describe('readRecords', () => {
  it('reads a Graph object', () => {
    expect(first(approval)).toMatchObject({
      id: approval.id,
      userId: USER,
      atMs: Date.UTC(2026, 2, 2, 9, 0, 20),
      result: 0,
      protocol: 'devicecode',
      transferMethod: 'none',
      interactive: true,
      ipAddress: HOME,
      asn: 64496,
      city: 'Redmond',
      country: 'us',
    })
  })

  it('reads every object of a Graph page', () => {
    expect(
      readRecords({ '@odata.nextLink': 'https://example.com', value: [approval, redemption] }).records,
    ).toHaveLength(2)
  })

  it('reads a Log Analytics row, whose resource is not its ResourceId', () => {
    expect(first(tableRow)).toMatchObject({
      id: 'a0000000-0000-4000-8000-000000000009',
      userId: USER,
      result: 0,
      atMs: Date.UTC(2026, 2, 2, 9, 0, 20),
      transferMethod: 'devicecodeflow',
      interactive: false,
      resourceId: '00000003-0000-0000-c000-000000000000',
      asn: 64511,
      country: 'nl',
      deviceId: 'd0000000-0000-4000-8000-000000000001',
    })
  })

  it('takes a JSON column that does not parse for absent', () => {
    expect(first({ ...tableRow, LocationDetails: '{"city":' })).toMatchObject({ city: undefined, country: undefined })
  })

  it('reads an Event Hubs envelope by its properties, the time when it happened and not when it was written', () => {
    expect(first({ records: [event(approval)] })).toMatchObject({ result: 0, atMs: Date.UTC(2026, 2, 2, 9, 0, 20) })
  })

  it('takes the result of the envelope only where the properties have none', () => {
    expect(first({ records: [event({ ...approval, status: null })] })).toMatchObject({ result: 50199 })
  })

  it('learns from the category which stream a row is of, where the row does not say', () => {
    const { isInteractive: _, ...row } = approval
    expect(first({ records: [event(row)] })?.interactive).toBe(true)
    expect(first({ records: [event(row, { category: 'NonInteractiveUserSignInLogs' })] })?.interactive).toBe(false)
    expect(first(row)?.interactive).toBeUndefined()
  })

  it.each([
    ['a service principal by its category', { records: [event(approval, { category: 'ServicePrincipalSignInLogs' })] }],
    [
      'a category of another log, whatever the row says',
      { records: [event({ ...approval, signInEventTypes: ['interactiveUser'] }, { category: 'ADFSSignInLogs' })] },
    ],
    ['an audit event', { records: [event({}, { category: 'AuditLogs' })] }],
    ['a managed identity by its event type', { ...approval, signInEventTypes: ['managedIdentity'] }],
    ['a table of another kind', { ...tableRow, Type: 'AADManagedIdentitySignInLogs' }],
  ])('leaves out %s without a word', (_name, value) => {
    expect(readRecords(value)).toEqual({ records: [], errors: [] })
  })

  it.each([
    ['text', 'x', 'not-an-object'],
    ['null', null, 'not-an-object'],
    ['an array', [approval], 'not-an-object'],
    ['a page element that is no object', { value: [7] }, 'not-an-object'],
    ['an error answer of Graph', { error: { code: 'Authorization_RequestDenied' } }, 'not-a-sign-in'],
    ['a device code row without an id', { ...approval, id: '' }, 'id-missing'],
    ['a device code row whose id is a number', { ...approval, id: 5 }, 'id-missing'],
  ])('says that it cannot read %s', (_name, value, error) => {
    expect(readRecords(value)).toEqual({ records: [], errors: [{ error }] })
  })

  it('says nothing of an ordinary row without an id', () => {
    const ordinary = { ...approval, id: null, authenticationProtocol: 'oAuth2' }
    expect(readRecords(ordinary)).toEqual({ records: [], errors: [] })
  })

  it('believes no field that is not an own one', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"authenticationProtocol":"deviceCode","userId":"x"},"id":"1","authenticationProtocol":"none"}',
    )
    expect(first(hostile)).toMatchObject({ protocol: 'none', userId: undefined })
  })

  it.each([
    ['an interrupted id', { userId: 'x'.repeat(300) }, { userId: undefined }],
    ['an address of a wrong type', { ipAddress: 7 }, { ipAddress: undefined }],
    [
      'an all-zero correlation',
      { correlationId: '00000000-0000-0000-0000-000000000000' },
      { correlationId: undefined },
    ],
    ['an empty session', { sessionId: '' }, { sessionId: undefined }],
    ['a hidden risk', { riskLevelAggregated: 'hidden' }, { risk: undefined }],
    ['an enum value nobody knows', { incomingTokenType: 'brandNew' }, { tokenType: 'brandnew' }],
    ['a result that is no integer', { status: { errorCode: 'none' } }, { result: undefined }],
  ])('takes %s for what it is worth', (_name, change, expected) => {
    expect(first({ ...approval, ...change })).toMatchObject(expected)
  })

  it('keeps the highest of the risks', () => {
    expect(first({ ...approval, riskLevelDuringSignIn: 'medium', riskLevelAggregated: 'low' })?.risk).toBe('medium')
    expect(first({ ...approval, riskState: 'confirmedCompromised' })?.risk).toBe('high')
  })

  it('finds the roles in wids and the broker among audiences of either form', () => {
    const record = first({
      ...approval,
      authenticationProcessingDetails: [{ key: 'wids', value: '["62E90394-69f5-4237-9190-012177145e10"]' }],
      conditionalAccessAudiences: ['AAA', { applicationId: 'BBB' }, 5],
    })
    expect(record?.wids).toEqual(['62e90394-69f5-4237-9190-012177145e10'])
    expect(record?.audiences).toEqual(['aaa', 'bbb'])
  })
})
