/**
 * The life of an alert, as a table of allowed transitions. What is not in the table is refused.
 *
 * The state tells where the alert stands with its owner. That the team was told at once is a delivery of its own and
 * changes no state. Each event is written with who, when and why before any effect.
 */
import { PosternError } from '../errors.js'

export const ALERT_STATES = [
  'open',
  'telling',
  'told',
  'answered',
  'containing',
  'closed',
  'unreachable',
  'expired',
  'escalated',
  'superseded',
  'reopened',
] as const

export type AlertState = (typeof ALERT_STATES)[number]

export const ALERT_EVENTS = {
  'telling-started': 'a delivery to the owner was claimed',
  delivered: 'Teams took the card',
  'delivery-refused': 'the owner cannot be reached: bot blocked, not installed, no such chat',
  'harmless-answer': 'the owner says they started the sign-in',
  'worrying-answer': 'the owner was sent the code, or does not know the sign-in',
  'silence-elapsed': 'the deadline passed without an answer',
  'handed-to-team': 'the security team has it now',
  'containment-started': 'the first step of containment begins',
  'containment-step':
    'a step of containment was decided, ended or taken back: which and how is its reason; changes no state',
  'close-proposed': 'one of the team would close a grave case; it takes a second person, and changes no state',
  taken: 'one of the team is on it; changes no state',
  snoozed: 'one of the team holds its reminders until an instant; changes no state, and holds no question to the owner',
  'alert-closed': 'nothing is left to do',
  'severity-rose': 'the case became graver after the alert was closed',
  'code-entered':
    'the owner says, of a checked message, that the code is entered: an own report; changes no state itself',
  'case-joined': 'the case of an own report was seen, and is the alert’s from then on; changes no state',
  'manager-asked': 'the manager of the owner was asked to reach them by phone; changes no state',
  'second-channel-asked': 'the second channel was asked to have the owner reached by phone; changes no state',
  'joined-older': 'the case turned out to be part of an older one, whose alert goes on',
} as const

export type AlertEvent = keyof typeof ALERT_EVENTS

type Transitions = Readonly<Partial<Record<AlertEvent, AlertState>>>

/**
 * An answer towards danger is possible from everywhere but the end, also after closing, and before the delivery is
 * recorded (the card is out as soon as Teams took it). Silence can elapse while Teams is down: it holds nothing up.
 * The team may contain at any time. A containment in hand is finished before its alert can be joined to an older one.
 */
export const ALERT_LIFE: Readonly<Record<AlertState, Transitions>> = {
  open: {
    'telling-started': 'telling',
    'harmless-answer': 'answered',
    'worrying-answer': 'answered',
    'silence-elapsed': 'expired',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  telling: {
    'telling-started': 'telling',
    delivered: 'told',
    'delivery-refused': 'unreachable',
    'harmless-answer': 'answered',
    'worrying-answer': 'answered',
    'silence-elapsed': 'expired',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'joined-older': 'superseded',
  },
  told: {
    'harmless-answer': 'answered',
    'worrying-answer': 'answered',
    'silence-elapsed': 'expired',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  unreachable: {
    'telling-started': 'telling',
    'harmless-answer': 'answered',
    'worrying-answer': 'answered',
    'silence-elapsed': 'expired',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  answered: {
    'worrying-answer': 'answered',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  containing: {
    'worrying-answer': 'containing',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
  },
  expired: {
    'worrying-answer': 'answered',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'joined-older': 'superseded',
  },
  escalated: {
    'worrying-answer': 'answered',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  closed: {
    'worrying-answer': 'answered',
    'severity-rose': 'reopened',
    'joined-older': 'superseded',
  },
  reopened: {
    'telling-started': 'telling',
    'worrying-answer': 'answered',
    'silence-elapsed': 'expired',
    'handed-to-team': 'escalated',
    'containment-started': 'containing',
    'alert-closed': 'closed',
    'joined-older': 'superseded',
  },
  superseded: {},
}

/** The state after the event. Errors: `transition-not-allowed`. */
export function step(state: AlertState, event: AlertEvent): AlertState {
  const next = ALERT_LIFE[state][event]
  if (next === undefined) throw new PosternError('transition-not-allowed', { state, event })
  return next
}

export const canStep = (state: AlertState, event: AlertEvent): boolean => ALERT_LIFE[state][event] !== undefined
