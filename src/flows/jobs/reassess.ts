/** Looks at a person's cases again: a check, a neighbour's case, or a role that could not be read the first time. */
import { PosternError } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { newRound } from '../assessmentContext.js'
import { reassessPerson } from '../assessPerson.js'
import type { JobFlow } from './jobFlow.js'

export const reassess: JobFlow<UserId> = async (ports, job, begin) => {
  if (!(await begin())) return
  const { isComplete } = await reassessPerson(ports, newRound(ports), job.subject)
  // What was known has been used; what could not be read is asked for again, later and later.
  if (!isComplete) throw new PosternError('graph-unavailable', { what: 'an assessment is incomplete' })
}
