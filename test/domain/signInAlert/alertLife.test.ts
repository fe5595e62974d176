import { describe, expect, it } from 'vitest'
import {
  ALERT_EVENTS,
  ALERT_LIFE,
  ALERT_STATES,
  type AlertEvent,
  type AlertState,
  canStep,
  step,
} from '../../../src/domain/signInAlert/index.js'

const EVENTS = Object.keys(ALERT_EVENTS) as AlertEvent[]
const PAIRS = ALERT_STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const))

const walk = (...events: readonly AlertEvent[]): AlertState => events.reduce<AlertState>(step, 'open')

describe('the table', () => {
  it.each(PAIRS)('from %s, %s goes where it says or nowhere', (state, event) => {
    const next = ALERT_LIFE[state][event]
    expect(canStep(state, event)).toBe(next !== undefined)
    if (next !== undefined) expect(step(state, event)).toBe(next)
    else expect(() => step(state, event)).toThrow(expect.objectContaining({ code: 'transition-not-allowed' }))
  })

  it('is this one', () => {
    const rows = ALERT_STATES.map((state) => {
      const steps = Object.entries(ALERT_LIFE[state]).map(([event, next]) => `${event} ${next}`)
      return `${state}: ${steps.join(', ')}`
    })
    expect(rows).toMatchInlineSnapshot(`
      [
        "open: telling-started telling, harmless-answer answered, worrying-answer answered, silence-elapsed expired, handed-to-team escalated, containment-started containing, alert-closed closed, joined-older superseded",
        "telling: telling-started telling, delivered told, delivery-refused unreachable, harmless-answer answered, worrying-answer answered, silence-elapsed expired, handed-to-team escalated, containment-started containing, joined-older superseded",
        "told: harmless-answer answered, worrying-answer answered, silence-elapsed expired, handed-to-team escalated, containment-started containing, alert-closed closed, joined-older superseded",
        "answered: worrying-answer answered, handed-to-team escalated, containment-started containing, alert-closed closed, joined-older superseded",
        "containing: worrying-answer containing, handed-to-team escalated, containment-started containing, alert-closed closed",
        "closed: worrying-answer answered, severity-rose reopened, joined-older superseded",
        "unreachable: telling-started telling, harmless-answer answered, worrying-answer answered, silence-elapsed expired, handed-to-team escalated, containment-started containing, alert-closed closed, joined-older superseded",
        "expired: worrying-answer answered, handed-to-team escalated, containment-started containing, joined-older superseded",
        "escalated: worrying-answer answered, containment-started containing, alert-closed closed, joined-older superseded",
        "superseded: ",
        "reopened: telling-started telling, worrying-answer answered, silence-elapsed expired, handed-to-team escalated, containment-started containing, alert-closed closed, joined-older superseded",
      ]
    `)
  })

  it('reaches every state from open', () => {
    const reached = new Set<AlertState>(['open'])
    for (const state of reached) for (const next of Object.values(ALERT_LIFE[state])) reached.add(next)
    expect([...reached].sort()).toEqual([...ALERT_STATES].sort())
  })

  it('uses every event', () => {
    // Written down, and no step from one state to another.
    const notes: readonly AlertEvent[] = [
      'containment-step',
      'close-proposed',
      'taken',
      'snoozed',
      'code-entered',
      'case-joined',
      'manager-asked',
      'second-channel-asked',
    ]
    expect(EVENTS.filter((event) => !ALERT_STATES.some((state) => canStep(state, event)))).toEqual(notes)
  })

  it('begins an own report, which is answered already, on a step of its own', () => {
    expect(step('open', 'worrying-answer')).toBe('answered')
  })

  it('ends only where the alert of an older case goes on', () => {
    expect(ALERT_STATES.filter((state) => Object.keys(ALERT_LIFE[state]).length === 0)).toEqual(['superseded'])
  })

  it('takes a worrying answer in every state but the last', () => {
    expect(ALERT_STATES.filter((state) => !canStep(state, 'worrying-answer'))).toEqual(['superseded'])
  })

  it('lets silence elapse only where nobody has answered and nobody acts', () => {
    expect(ALERT_STATES.filter((state) => canStep(state, 'silence-elapsed'))).toEqual([
      'open',
      'telling',
      'told',
      'unreachable',
      'reopened',
    ])
  })
})

describe('a life', () => {
  it.each([
    ['closed', 'of an owner who did it', ['telling-started', 'delivered', 'harmless-answer', 'alert-closed']],
    [
      'closed',
      'of a worrying answer',
      ['telling-started', 'delivered', 'worrying-answer', 'containment-started', 'alert-closed'],
    ],
    [
      'containing',
      'where the team goes on',
      [
        'telling-started',
        'delivered',
        'worrying-answer',
        'containment-started',
        'handed-to-team',
        'containment-started',
      ],
    ],
    ['escalated', 'of silence', ['telling-started', 'delivered', 'silence-elapsed', 'handed-to-team']],
    ['escalated', 'of an owner out of reach', ['telling-started', 'delivery-refused', 'handed-to-team']],
    ['escalated', 'of an owner who is never asked', ['handed-to-team']],
    ['answered', 'of a report made before any card', ['worrying-answer']],
    [
      'answered',
      'of a worse answer after closing',
      ['telling-started', 'delivered', 'harmless-answer', 'alert-closed', 'worrying-answer'],
    ],
    ['told', 'of a case that rose after closing', ['alert-closed', 'severity-rose', 'telling-started', 'delivered']],
    ['superseded', 'of a case that was part of an older one', ['telling-started', 'delivered', 'joined-older']],
  ] as const)('ends %s: %s', (state, _case, events) => {
    expect(walk(...events)).toBe(state)
  })

  it('finishes a containment in hand before it joins an older case', () => {
    expect(() => walk('worrying-answer', 'containment-started', 'joined-older')).toThrow()
  })
})
