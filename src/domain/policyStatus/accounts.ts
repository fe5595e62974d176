/**
 * How many enabled accounts the tenant has, as Graph counts them: the directory of a snapshot lists only whom policies
 * mention. The numbers change daily and are no part of what snapshots are compared by.
 */
import { z } from 'zod/v4'
import { type Read, readOf } from './posture.js'

export interface AccountCounts {
  /** Every enabled account. */
  readonly enabled: number
  /** Those with `userType` Member; an account can have neither type. */
  readonly members: number
  readonly guests: number
}

/** Or why they were not counted. Absent where nobody ever asked. */
export type Accounts = Read<AccountCounts>

const count = z.int().min(0)
export const accountsSchema = readOf(z.object({ enabled: count, members: count, guests: count }))
