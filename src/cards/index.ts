/** What people see: results and notices in, Adaptive Cards out, in the reader's language. */
export { type CardAction, parseCardAction } from './actions.js'
export { renderNotice } from './notice.js'
export { renderGreeting, renderHelp, renderTalk } from './plain.js'
export { renderPolicyAnswer } from './policyAnswer.js'
export { renderReportPreview } from './reportPreview.js'
export type { Card } from './template.js'
export { type CheckFindings, renderVerdict, type VerdictOptions } from './verdict.js'
export { say } from './words.js'
