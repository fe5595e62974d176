/** What people see: results and notices in, Adaptive Cards out, in the reader's language. */
export {
  ALERT_ACTIONS,
  type AlertAction,
  type CardAction,
  ORIGINS,
  type Origin,
  parseCardAction,
} from './actions.js'
export { defanged, inert } from './inert.js'
export { renderNotice } from './notice.js'
export { renderGreeting, renderHelp, renderSimple } from './plain.js'
export { renderPolicyAnswer } from './policyAnswer.js'
export type { Card } from './template.js'
export { type CheckFindings, renderVerdict, type VerdictOptions } from './verdict.js'
export { LOCALES, type Locale, negotiate, type Params, type Said, say, utcTime, type WordKey } from './words.js'
