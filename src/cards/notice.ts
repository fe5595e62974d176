/** A notice, which is data, as the card its reader sees. */
import type { Notice } from '../domain/notices.js'
import { renderDigest } from './digest.js'
import { renderEmergency } from './emergency.js'
import { renderOwnerAlert } from './ownerAlert.js'
import { renderDrift } from './policyDrift.js'
import { renderPolicyWrite } from './policyWrite.js'
import { renderReachOut } from './reachOut.js'
import { renderSourceFault } from './sourceFault.js'
import { renderTeamAlert } from './teamAlert.js'
import { renderTeamReport } from './teamReport.js'
import { renderTeamWarning } from './teamWarning.js'
import type { Card } from './template.js'
import { renderWarning } from './warning.js'
import { renderWatch } from './watch.js'

export function renderNotice(notice: Notice, locale: string): Card {
  switch (notice.kind) {
    case 'owner-alert':
      return renderOwnerAlert(notice, locale)
    case 'team-alert':
      return renderTeamAlert(notice, locale)
    case 'team-report':
      return renderTeamReport(notice, locale)
    case 'watch':
      return renderWatch(notice, locale)
    case 'source-fault':
      return renderSourceFault(notice.fault, locale)
    case 'team-warning':
      return renderTeamWarning(notice.warning, locale)
    case 'reach-out':
      return renderReachOut(notice, locale)
    case 'policy-write':
      return renderPolicyWrite(notice.write, locale)
    case 'digest':
      return renderDigest(notice.digest, locale)
    case 'policy-drift':
      return renderDrift(notice.drift, locale)
    case 'emergency-sign-in':
      return renderEmergency(notice.emergency, locale)
    case 'warning':
      return renderWarning(notice.marks, locale)
  }
}
