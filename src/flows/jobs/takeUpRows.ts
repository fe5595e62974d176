/** Works again with a person's rows that were set aside. What throws is tried again; the rows stay until it succeeds. */
import type { UserId } from '../../domain/ids.js'
import { newRound } from '../assessmentContext.js'
import { ingestPerson } from '../assessPerson.js'
import { markSetAside } from '../setAside.js'
import type { JobFlow } from './jobFlow.js'

export const takeUpRows: JobFlow<UserId> = async (ports, job, begin) => {
  const rows = await ports.store.rowsSetAsideOf(job.subject)
  if (rows.length === 0 || !(await begin())) return
  await ingestPerson(ports, newRound(ports), job.subject, rows)
  await ports.store.takeUpRows(job.subject, rows)
  await markSetAside(ports)
}
