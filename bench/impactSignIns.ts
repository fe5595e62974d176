/** A month of device code sign-ins of a large tenant, and the policy that would be enforced. */
import { readRecords } from '../src/domain/signInAlert/index.js'
import { AZURE_CLI, row } from '../test/support/signInRows.js'

const SIGN_INS = 20_000
const DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

const numbered = (kind: string, index: number): string =>
  `${kind}0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

/** @param until the newest of them is before */
export function monthOfSignIns(until: Date) {
  const rows = Array.from({ length: SIGN_INS }, (_, index) =>
    row({
      id: `row-${index}`,
      at: new Date(until.getTime() - ((index % DAYS) + 1) * DAY_MS + index),
      userId: numbered('a', (index * 7919) % 350_000),
      correlationId: numbered('7', index),
      sessionId: numbered('8', index),
      appId: AZURE_CLI,
      ipAddress: `203.0.${index % 256}.${(index >>> 8) % 256}`,
    }),
  )
  const days = Array.from({ length: DAYS + 1 }, (_, day) =>
    new Date(until.getTime() - day * DAY_MS).toISOString().slice(0, 10),
  )
  return { records: readRecords({ value: rows }).records, days: new Set(days), deviceAccounts: new Set<string>() }
}

export const CANDIDATE = {
  id: 'candidate',
  displayName: 'Block device code flow',
  state: 'enabled',
  conditions: {
    users: { includeUsers: ['All'], excludeUsers: [numbered('a', 0), numbered('a', 1)] },
    applications: { includeApplications: ['All'] },
    locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] },
    clientAppTypes: ['all'],
    authenticationFlows: { transferMethods: 'deviceCodeFlow' },
  },
  grantControls: { operator: 'OR', builtInControls: ['block'] },
}
