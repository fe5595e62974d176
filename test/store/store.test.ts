/** What the flows rely on, the same on both engines. */
import { describe } from 'vitest'
import { describeOnEachEngine } from '../support/engines.js'
import { alertsContract } from './contract/alerts.js'
import { auditContract } from './contract/audit.js'
import { bucketsContract } from './contract/buckets.js'
import { casesContract } from './contract/cases.js'
import { checksContract } from './contract/checks.js'
import { containmentContract } from './contract/containment.js'
import { conversationsContract } from './contract/conversations.js'
import { deskContract } from './contract/desk.js'
import { healthContract } from './contract/health.js'
import { jobsContract } from './contract/jobs.js'
import { leasesContract } from './contract/leases.js'
import { lookupsContract } from './contract/lookups.js'
import { policyDriftContract } from './contract/policyDrift.js'
import { policyWritesContract } from './contract/policyWrites.js'
import { privacyContract } from './contract/privacy.js'
import { reachContract } from './contract/reach.js'
import { recordsContract } from './contract/records.js'
import { reportsContract } from './contract/reports.js'
import { retentionContract } from './contract/retention.js'
import { streamsContract } from './contract/streams.js'
import { togetherContract } from './contract/together.js'
import { transactionsContract } from './contract/transactions.js'
import { warningsContract } from './contract/warnings.js'
import { watchesContract } from './contract/watches.js'

describeOnEachEngine('the store', (place) => {
  describe('records', () => recordsContract(place))
  describe('cases', () => casesContract(place))
  describe('alerts', () => alertsContract(place))
  describe('jobs', () => jobsContract(place))
  describe('leases', () => leasesContract(place))
  describe('token buckets', () => bucketsContract(place))
  describe('conversations', () => conversationsContract(place))
  describe('containment', () => containmentContract(place))
  describe('checks', () => checksContract(place))
  describe('watches and own reports', () => watchesContract(place))
  describe('reports', () => reportsContract(place))
  describe('warnings', () => warningsContract(place))
  describe('retention', () => retentionContract(place))
  describe('questions about alerts', () => deskContract(place))
  describe('streams', () => streamsContract(place))
  describe('lookups', () => lookupsContract(place))
  describe('changes of policy', () => policyDriftContract(place))
  describe('changes that administrators ask for', () => policyWritesContract(place))
  describe('reach', () => reachContract(place))
  describe('health', () => healthContract(place))
  describe('the audit trail', () => auditContract(place))
  describe('what is kept of one person', () => privacyContract(place))
  describe('what is asked at the same time', () => togetherContract(place))
  describe('transactions', () => transactionsContract(place))
})
