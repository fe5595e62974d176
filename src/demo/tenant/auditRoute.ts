/** GET /auditLogs/directoryAudits: newest first, with the filters that Microsoft documents for it. */
import { notPremium } from './graphError.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { type Route, rows } from './route.js'

const RULES: FilterRules = {
  fields: {
    activityDateTime: ['eq', 'ge', 'le'],
    activityDisplayName: ['eq', 'startswith'],
    category: ['eq'],
    result: ['eq'],
    'initiatedBy/user/id': ['eq'],
  },
  collections: ['targetResources/id'],
}

export const auditRoute: Route = {
  method: 'GET',
  pattern: /^\/v1\.0\/auditLogs\/directoryAudits$/,
  permission: 'AuditLog.Read.All',
  family: 'reports',
  answer: (call) => {
    if (!call.tenant.premium) throw notPremium()
    const matches = parseFilter(call.query.get('$filter') ?? 'activityDateTime ge 1970-01-01T00:00:00Z', RULES)
    const newestFirst = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) =>
      String(other.activityDateTime).localeCompare(String(one.activityDateTime))
    return rows(call.tenant.directoryAudits.filter((row) => matches({ ...row })).sort(newestFirst), call)
  },
}
