import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assembleCases,
  assessAll,
  EMPTY_CONTEXT,
  readRecords,
  type SignInRecord,
} from '../../../src/domain/signInAlert/index.js'
import {
  again,
  approval,
  atHome,
  caseOf,
  casesOf,
  interrupt,
  kindsOf,
  OTHER_USER,
  phish,
  type Row,
  recordsOf,
  redemption,
  refresh,
} from './examples.js'

const changed = (rows: readonly Row[], change: Row): readonly Row[] => rows.map((row) => ({ ...row, ...change }))
const noSession = { sessionId: '' }
const bare = { authenticationProtocol: 'none', originalTransferMethod: 'none' }

describe('a flow', () => {
  it('is one case with its legs in order', () => {
    const one = caseOf(phish)
    expect(kindsOf(one)).toEqual({ 1: 'interrupt', 2: 'approval', 3: 'redemption' })
    expect(one).toMatchObject({ outcome: 'completed', userPrincipalName: 'megan@contoso.com' })
    expect(new Date(one.firstSeenMs).toISOString()).toBe('2026-03-02T09:00:00.000Z')
  })

  it('takes in rows of its correlation that are not recognised themselves', () => {
    expect(caseOf([{ ...interrupt, ...bare }, { ...approval, ...bare }, redemption]).legs).toHaveLength(3)
  })

  it('leaves out rows of the session that have another correlation and no flag', () => {
    expect(caseOf([...phish, { ...refresh, ...bare }]).legs).toHaveLength(3)
  })

  it('leaves out a row of its correlation that was moved by QR code', () => {
    expect(
      caseOf([
        ...phish,
        { ...refresh, correlationId: approval.correlationId, originalTransferMethod: 'authenticationTransfer' },
      ]).legs,
    ).toHaveLength(3)
  })

  it('never joins rows of two users, whatever ids they share', () => {
    expect(casesOf([interrupt, approval, { ...redemption, userId: OTHER_USER }])).toHaveLength(2)
  })

  it('is a case of its own beside another flow of the same minute and session', () => {
    expect(casesOf([...phish, ...again(phish, 'b', 1, { sessionId: approval.sessionId })])).toHaveLength(2)
  })

  it('is a case of its own when all there is of it is a block', () => {
    const block = {
      ...interrupt,
      ...bare,
      status: { errorCode: 53003 },
      appliedConditionalAccessPolicies: [
        { result: 'failure', includeRulesSatisfied: [{ ruleSatisfied: 'deviceCodeFlow' }] },
      ],
    }
    expect(casesOf([block, ...again([block], 'b', 5, { sessionId: interrupt.sessionId })])).toHaveLength(2)
  })

  it('has a readable id made from tenant, user and correlation', () => {
    const [one] = assembleCases(recordsOf(phish), 'TENANT').cases
    expect(one?.caseId).toBe(`case/tenant/${String(approval.userId)}/${String(approval.correlationId)}`)
  })
})

describe('a case id', () => {
  it('cannot be imitated by a correlation that holds a separator', () => {
    const idOf = (change: Row) => caseOf([{ ...approval, ...change }]).caseId
    expect(idOf({ userId: 'a', correlationId: 'b/c' })).not.toBe(idOf({ userId: 'a/b', correlationId: 'c' }))
    expect(idOf({ userId: 'a', correlationId: 'b%2fc' })).not.toBe(idOf({ userId: 'a', correlationId: 'b/c' }))
  })
})

describe('legs of a flow', () => {
  it('counts the second interactive success as the redemption where no other is there', () => {
    const second = { ...redemption, isInteractive: true }
    expect(kindsOf(caseOf([approval, second]))).toEqual({ 2: 'approval', 3: 'redemption' })
  })

  it('prefers the interactive row with the protocol for the approval', () => {
    const earlier = { ...interrupt, ...bare, status: { errorCode: 0 } }
    expect(kindsOf(caseOf([earlier, approval, redemption]))).toEqual({ 1: 'other', 2: 'approval', 3: 'redemption' })
  })

  it('takes further non-interactive successes for tails', () => {
    const further = { ...refresh, correlationId: approval.correlationId }
    expect(kindsOf(caseOf([...phish, further]))).toMatchObject({ 3: 'redemption', 4: 'tail' })
  })

  it('marks a leg that has neither field', () => {
    const blind = { ...approval, authenticationProtocol: null, originalTransferMethod: null }
    expect(caseOf([blind, redemption]).legs.map((leg) => leg.undecided)).toEqual([true, false])
  })
})

describe('an outcome', () => {
  const withResults = (...codes: readonly number[]) =>
    caseOf(codes.map((errorCode, index) => ({ ...approval, id: `r${index}`, status: { errorCode } }))).outcome

  it.each([
    ['completed', [50199, 0]],
    ['completed', [0, 530036]],
    ['blocked', [50199, 53003]],
    ['blocked', [530035]],
    ['pending', [50199]],
    ['pending', [70016, 50199]],
    ['failed', [70018]],
    ['failed', [50199, 70019]],
  ] as const)('is %s for results %j', (outcome, codes) => {
    expect(withResults(...codes)).toBe(outcome)
  })
})

describe('a tail', () => {
  it('joins the flow of its session, however many days later', () => {
    const late = { ...refresh, createdDateTime: '2026-03-20T09:00:00Z' }
    expect(kindsOf(caseOf([...phish, late]))).toMatchObject({ 4: 'tail' })
  })

  it('joins the flow that began last before it', () => {
    const second = again(phish, 'b', 30, { sessionId: approval.sessionId })
    const cases = casesOf([...phish, ...second, refresh])
    expect(cases.map((one) => one.legs.length)).toEqual([3, 4])
  })

  it('does not join a flow that began after it', () => {
    expect(casesOf([...phish, { ...refresh, createdDateTime: '2026-03-02T08:00:00Z' }])).toHaveLength(2)
  })

  it('joins nothing by an empty session', () => {
    expect(casesOf(changed([...phish, refresh], noSession))).toHaveLength(2)
  })

  it('joins a flow of the same instant', () => {
    const sameInstant = { createdDateTime: interrupt.createdDateTime, correlationId: '0' }
    expect(caseOf([...phish, { ...refresh, ...sameInstant }]).legs).toHaveLength(4)
  })

  it('of two sessions joins the flow that began last, and leaves each session to its own flow', () => {
    const second = again(phish, 'b', 10)
    const sessionB = { sessionId: second[0]?.sessionId }
    const both = [refresh, { ...refresh, id: 't2', ...sessionB }]
    const afterwards = again([refresh], 'c', 60, { sessionId: refresh.sessionId })
    const cases = casesOf([...phish, ...second, ...both, ...afterwards])
    expect(cases.map((one) => one.legs.length)).toEqual([4, 5])
  })

  it('may hold a browser row, as long as that carries the flag of the session', () => {
    const browser = { ...refresh, id: 't2', isInteractive: true }
    expect(caseOf([...phish, refresh, browser]).legs).toHaveLength(5)
  })

  it('opens a case where the flow began before the log, and later ones of the session join it', () => {
    const one = caseOf([refresh, ...again([refresh], 'b', 600, { sessionId: refresh.sessionId })])
    expect(one.legs.map((leg) => leg.kind)).toEqual(['tail', 'tail'])
  })

  it('without a flow is a redemption where it came by no refresh token', () => {
    expect(kindsOf(caseOf([redemption]))).toEqual({ 3: 'redemption' })
  })

  const escalation: Row = { ...refresh, sessionId: 'another', incomingTokenType: 'Primary Refresh Token' }

  it('by primary refresh token joins the latest successful flow of the day before', () => {
    expect(caseOf([...phish, escalation]).legs).toHaveLength(4)
  })

  it('by primary refresh token brings its session along', () => {
    const next = {
      ...refresh,
      id: 'next',
      correlationId: 'next',
      sessionId: 'another',
      createdDateTime: '2026-03-02T11:00:00Z',
    }
    expect(caseOf([...phish, escalation, next]).legs).toHaveLength(5)
  })

  it.each([
    ['it came by an ordinary refresh token', { ...escalation, incomingTokenType: 'refreshToken' }, phish],
    ['the flow is more than a day old', { ...escalation, createdDateTime: '2026-03-03T09:00:01Z' }, phish],
    ['the flow had no success', escalation, [interrupt]],
  ])('of another session stays alone when %s', (_case, tail, flow) => {
    expect(casesOf([...flow, tail])).toHaveLength(2)
  })
})

describe('a retry', () => {
  const sameSession = { sessionId: approval.sessionId }
  const wrongCode = { ...interrupt, id: 'w', correlationId: 'w', status: { errorCode: 70018 } }

  it('within the life of a code, in the same session, is one case', () => {
    expect(caseOf([wrongCode, ...again(phish, 'b', 15, sameSession)])).toMatchObject({ outcome: 'completed' })
  })

  it('may be repeated', () => {
    const second = again([wrongCode], 'b', 14, sameSession)
    expect(caseOf([wrongCode, ...second, ...again(phish, 'c', 28, sameSession)]).legs).toHaveLength(5)
  })

  it.each([
    ['comes a second too late', [wrongCode], again(phish, 'b', 15 + 1 / 60, sameSession)],
    ['is made in another session', [wrongCode], again(phish, 'b', 3)],
    ['follows a block', [{ ...wrongCode, status: { errorCode: 53003 } }], again(phish, 'b', 3, sameSession)],
    ['follows a success', phish, again(phish, 'b', 3, sameSession)],
  ])('is a case of its own when it %s', (_case, earlier, later) => {
    expect(casesOf([...earlier, ...later])).toHaveLength(2)
  })
})

describe('what cannot be placed', () => {
  it.each([
    ['user-missing', { userId: null }],
    ['time-unreadable', { createdDateTime: 'soon' }],
    ['result-unreadable', { status: {} }],
  ])('is told as %s, and the other rows stay a case', (error, change) => {
    const broken = { ...approval, id: 'broken', ...change }
    const { cases, errors } = assembleCases(recordsOf([...phish, broken]))
    expect(errors).toEqual([{ error, recordId: 'broken' }])
    expect(cases).toHaveLength(1)
  })

  it('is told once for each row that has neither field and belongs to nothing', () => {
    const blind = changed(phish, { authenticationProtocol: undefined, originalTransferMethod: undefined })
    const { cases, errors } = assembleCases(recordsOf([...blind, ...blind]))
    expect(cases).toEqual([])
    expect(errors.map(({ error }) => error)).toEqual(['fields-missing', 'fields-missing', 'fields-missing'])
  })

  it('costs nothing where a row is known not to be device code', () => {
    const broken = { ...approval, ...bare, createdDateTime: null, status: null }
    expect(assembleCases(recordsOf([broken]))).toEqual({ cases: [], errors: [] })
  })
})

describe('the order of records', () => {
  const log: readonly Row[] = [
    ...phish,
    refresh,
    { ...refresh, riskLevelAggregated: 'high' },
    ...again(atHome, 'b', 40, { sessionId: approval.sessionId }),
    ...again([{ ...interrupt, status: { errorCode: 70018 } }], 'c', 100, { sessionId: 's' }),
    ...again(phish, 'd', 104, { sessionId: 's' }),
    ...again(phish, 'e', 5, { userId: OTHER_USER }),
    ...again([refresh], 'f', 300, { incomingTokenType: 'primaryRefreshToken' }),
    ...again([approval], 'g', 1, bare),
    ...again([approval], 'h', 1, { authenticationProtocol: null, originalTransferMethod: null }),
  ]
  const whole = assembleCases(recordsOf(log))

  it('never matters, nor does it matter how often a record comes', () => {
    const shuffles = fc.shuffledSubarray([...log, ...log], { minLength: 2 * log.length })
    fc.assert(
      fc.property(shuffles, (rows) => {
        expect(assembleCases(recordsOf(rows))).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  it('never matters when the log is fed record by record', () => {
    let known: readonly SignInRecord[] = []
    let fed = assembleCases([])
    for (const row of log.toReversed()) {
      known = [...known, ...readRecords(row).records]
      fed = assembleCases(known)
    }
    expect(fed).toEqual(whole)
    expect(assessAll(fed.cases, EMPTY_CONTEXT)).toEqual(assessAll(whole.cases, EMPTY_CONTEXT))
  })
})
