/** What stands beside Conditional Access: each part is read, or says why it is not. */
import { isPosternError } from '../../domain/errors.js'
import type { Posture, Read, Row } from '../../domain/policyStatus/index.js'
import type { GraphClient } from '../client.js'
import { withQuery } from '../odata.js'
import { read, rowObject } from '../schemas.js'
import { DIRECTORY, isPassing } from './step.js'

/** More would make every snapshot heavy; a tenant has a handful of each. */
const ROWS_MAX = 5_000

const ONE = {
  securityDefaults: '/policies/identitySecurityDefaultsEnforcementPolicy',
  deviceRegistration: '/policies/deviceRegistrationPolicy',
} as const
const MANY = {
  domains: withQuery('/domains', { $select: 'id,authenticationType,isVerified,isDefault,isInitial' }),
  enrollment: '/deviceManagement/deviceEnrollmentConfigurations',
  attackSimulations: withQuery('/security/attackSimulation/simulations', {
    $select: 'id,displayName,attackType,attackTechnique,status,launchDateTime,completionDateTime',
  }),
} as const

export interface PostureOptions {
  readonly hasAttackSimulation: boolean
  /** Whether what fails for a passing reason is thrown, to be tried again. */
  readonly waits: boolean
}

export async function readPosture(
  graph: GraphClient,
  part: keyof Posture,
  { hasAttackSimulation, waits }: PostureOptions,
): Promise<Read<Row> | Read<readonly Row[]>> {
  if (part === 'attackSimulations' && !hasAttackSimulation) return { unread: 'not-in-this-cloud' }
  try {
    if (part === 'securityDefaults' || part === 'deviceRegistration')
      return { read: withoutContext(read(rowObject, await graph.get(ONE[part], DIRECTORY))) }
    const rows: Row[] = []
    for await (const page of graph.pages(MANY[part], DIRECTORY)) {
      rows.push(...page.map((row) => read(rowObject, row)))
      if (rows.length > ROWS_MAX) return { unread: 'too-many' }
    }
    return { read: rows }
  } catch (error) {
    if (!isPosternError(error) || (waits && isPassing(error))) throw error
    return { unread: String(error.detail.graphCode ?? error.code) }
  }
}

/** It names the host and version of the API, and would differ where nothing does. */
const withoutContext = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== '@odata.context'))
