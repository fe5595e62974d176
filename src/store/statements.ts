/** The statements that run in a transaction and beside one, group by group. */
import type { StoreTx } from '../flows/ports.js'
import { alerts } from './alerts.js'
import { cases } from './cases.js'
import { checks } from './checks.js'
import { containment } from './containment.js'
import { conversations } from './conversations.js'
import { desk } from './desk.js'
import { deviceCodeUsers } from './deviceCodeUsers.js'
import { digest } from './digest.js'
import type { Sql } from './engine.js'
import { health } from './health.js'
import { jobs } from './jobs.js'
import { lookups } from './lookups.js'
import { policyDrift } from './policyDrift.js'
import { policyWrites } from './policyWrites.js'
import { reach } from './reach.js'
import { records } from './records.js'
import { reports } from './reports.js'
import { retention } from './retention.js'
import { setAside } from './setAside.js'
import { sourceFaults } from './sourceFaults.js'
import { partitions } from './stream.js'
import { tallies } from './tallies.js'
import { traces } from './traces.js'
import { wantedFlows } from './wantedFlows.js'
import { warned } from './warned.js'
import { warnings } from './warnings.js'
import { watches } from './watches.js'

const GROUPS = [
  records,
  cases,
  alerts,
  containment,
  jobs,
  conversations,
  checks,
  reports,
  traces,
  watches,
  warnings,
  warned,
  lookups,
  reach,
  retention,
  sourceFaults,
  health,
  desk,
  deviceCodeUsers,
  digest,
  tallies,
  partitions,
  setAside,
  wantedFlows,
  policyDrift,
  policyWrites,
] as const

export type Statements = Omit<StoreTx, 'addAudit'>

type Group = (typeof GROUPS)[number]
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
/** Says with its type that the groups leave out nothing. */
const together = (made: readonly object[]): Together<ReturnType<Group>> => Object.assign({}, ...made)

export const statements = (sql: Sql): Statements => together(GROUPS.map((group) => group(sql)))

interface Made {
  readonly of: (group: Group) => object
}

/** What is in which group is the same wherever it runs. */
const whereSought: object = Object.defineProperties(
  {},
  Object.fromEntries(
    GROUPS.flatMap((group) =>
      Object.keys(group({ query: () => Promise.reject(new Error('only the names were wanted')) })).map((name) => [
        name,
        {
          get(this: Made): unknown {
            return Reflect.get(this.of(group), name)
          },
        },
      ]),
    ),
  ),
)

/** The same for a transaction, which asks for a few of them: a group is made when it is first sought. */
export function statementsAsSought(sql: Sql): Statements {
  const made = new Map<Group, object>()
  const of = (group: Group): object => {
    const known = made.get(group) ?? group(sql)
    made.set(group, known)
    return known
  }
  return Object.create(whereSought, { of: { value: of } }) as Statements
}
