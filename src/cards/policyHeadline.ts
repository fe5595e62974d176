/** The first sentence of a policy answer, and the mark that stands with it. */
import type {
  EmergencyAccountsAnswer,
  ExcludedAnswer,
  LeftOpenAnswer,
  PolicyAnswer,
  StatusAnswer,
} from '../domain/policyStatus/index.js'
import type { WordKey } from './words.js'

export interface Headline {
  readonly lead: WordKey
  readonly mark: 'blocked' | 'partial' | 'report-only' | 'open' | 'unknown' | 'list'
}

/** The first sentence is what to do, or for a plain "yes" that there is nothing to do. */
export function headlineOf(answer: PolicyAnswer): Headline {
  switch (answer.kind) {
    case 'status':
      return { lead: `policy-lead.status.${answer.blocked}`, mark: MARKS[answer.blocked] }
    case 'excluded':
      return { lead: excludedLead(answer), mark: 'list' }
    case 'left-open':
      return leftOpenHeadline(answer)
    case 'trusted-locations':
      return { lead: `policy-lead.trusted-locations${answer.locations.length === 0 ? '-none' : ''}`, mark: 'list' }
    case 'emergency-accounts':
      return { lead: emergencyLead(answer), mark: answer.declared ? 'list' : 'unknown' }
    case 'report-only':
      return { lead: `policy-lead.report-only${answer.policies.length === 0 ? '-none' : ''}`, mark: 'list' }
    case 'help':
      return { lead: 'policy-lead.help', mark: 'list' }
    case 'expired':
      return { lead: 'policy-lead.expired', mark: 'unknown' }
  }
}

const MARKS: Readonly<Record<StatusAnswer['blocked'], Headline['mark']>> = {
  yes: 'blocked',
  partial: 'partial',
  'report-only': 'report-only',
  no: 'open',
  unknown: 'unknown',
}

function excludedLead({ policies }: ExcludedAnswer): WordKey {
  if (policies.length === 0) return 'policy-lead.excluded-no-policy'
  const some = policies.some(({ excluded }) => excluded.some(({ emergency }) => !emergency))
  return some ? 'policy-lead.excluded' : 'policy-lead.excluded-none'
}

function leftOpenHeadline({ blocked, everyMember, groups, roles, guestTypes, users }: LeftOpenAnswer): Headline {
  if (blocked === 'unknown') return { lead: 'policy-lead.left-open-unknown', mark: 'unknown' }
  if (everyMember) return { lead: 'policy-lead.left-open-everyone', mark: 'open' }
  const anyone = groups.length + roles.length + guestTypes.length + users.length > 0
  if (anyone) return { lead: 'policy-lead.left-open', mark: 'partial' }
  return blocked === 'yes'
    ? { lead: 'policy-lead.left-open-none', mark: 'blocked' }
    : { lead: 'policy-lead.left-open', mark: 'partial' }
}

function emergencyLead({ declared, hitBy }: EmergencyAccountsAnswer): WordKey {
  if (!declared) return 'policy-lead.emergency-undeclared'
  return hitBy.length > 0 ? 'policy-lead.emergency-hit' : 'policy-lead.emergency'
}
