/** Changes of policies that administrators asked for, and what a block would have stopped. */
import { z } from 'zod/v4'
import type { PolicyWriteId, UserId } from '../domain/ids.js'
import type { ImpactAnswer, PolicyWrite, WriteReason, WriteState } from '../domain/policyStatus/index.js'
import type { KeptImpact, PolicyWriteStore, StoredWrite } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, stored, word } from './values.js'

const ROW: z.ZodType<StoredWrite> = z.object({
  writeId: word<PolicyWriteId>(),
  state: word<WriteState>(),
  version: z.number(),
  digest: z.string(),
  write: stored<PolicyWrite>(),
  undoes: word<PolicyWriteId>().nullable(),
  proposedBy: word<UserId>(),
  proposedAt: z.date(),
  approvedBy: word<UserId>().nullable(),
  approvedAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  policyId: z.string().nullable(),
  why: word<WriteReason>().nullable(),
  impact: stored<NonNullable<StoredWrite['impact']>>().nullable(),
})
const SELECT = `select write_id as "writeId", state, version, digest, write, undoes, proposed_by as "proposedBy",
  proposed_at as "proposedAt", approved_by as "approvedBy", approved_at as "approvedAt", sent_at as "sentAt",
  ended_at as "endedAt", policy_id as "policyId", why, impact from policy_write`
const IMPACT: z.ZodType<KeptImpact> = z.object({ at: z.date(), impact: stored<ImpactAnswer>() })

export const policyWrites = (sql: Sql): PolicyWriteStore => ({
  async addPolicyWrite(one) {
    const { writeId, state, digest, write, undoes, proposedBy, proposedAt, approvedAt, policyId, impact } = one
    const added = await sql.query(
      `insert into policy_write (write_id, state, digest, write, undoes, proposed_by, proposed_at, approved_at, policy_id,
         impact)
       values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10::jsonb) on conflict do nothing`,
      [
        writeId,
        state,
        digest,
        json(write),
        undoes,
        proposedBy,
        proposedAt,
        approvedAt,
        policyId,
        impact === null ? null : json(impact),
      ],
    )
    return added.count === 1
  },
  async movePolicyWrite(writeId, version, { state, ...rest }) {
    const columns = {
      approved_by: rest.approvedBy,
      approved_at: rest.approvedAt,
      sent_at: rest.sentAt,
      ended_at: rest.endedAt,
      policy_id: rest.policyId,
      why: rest.why,
    }
    const given = Object.entries(columns).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
    const sets = given.map(({ name }, index) => `, ${name} = $${index + 4}`).join('')
    const moved = await sql.query(
      `update policy_write set state = $3, version = version + 1${sets} where write_id = $1 and version = $2`,
      [writeId, version, state, ...given.map(({ value }) => value)],
    )
    return moved.count === 1
  },
  async policyWriteById(writeId) {
    return readRow(ROW, await sql.query(`${SELECT} where write_id = $1`, [writeId]))
  },
  async openPolicyWrite() {
    return readRow(ROW, await sql.query(`${SELECT} where ended_at is null`))
  },
  async lastApplied() {
    const newest = await sql.query(
      `${SELECT} w where state = 'applied' and undoes is null and not exists
         (select 1 from policy_write u where u.undoes = w.write_id and u.state = 'applied')
       order by ended_at desc, write_id limit 1`,
    )
    return readRow(ROW, newest)
  },
  async saveImpact({ impact, at }) {
    await sql.query('insert into policy_impact (at, body) values ($1, $2::jsonb)', [at, json(impact)])
    await sql.query(
      'delete from policy_impact where impact_id not in (select impact_id from policy_impact order by at desc, impact_id desc limit 2)',
    )
  },
  async newestImpact() {
    const newest = 'select at, body as impact from policy_impact order by at desc, impact_id desc limit 1'
    return readRow(IMPACT, await sql.query(newest))
  },
})
