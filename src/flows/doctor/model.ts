/** The language model, where one is configured. It is a help and no part of anything: without an answer it is no fault. */
import { errorCodeOf, isPosternError } from '../../domain/errors.js'
import { type Finding, ok, unknown } from './finding.js'
import type { DoctorPorts } from './ports.js'

const SUBJECT = 'POSTERN_MODEL_ENDPOINT'

interface ModelPorts {
  readonly inspection: Pick<DoctorPorts['inspection'], 'model'>
}

export async function model({ inspection: { model: found } }: ModelPorts): Promise<readonly Finding[]> {
  if (found === null) return []
  const { host, name, style } = found
  const facts = { host, model: name, style }
  try {
    const understands = await found.understands()
    return [understands ? ok('settings', SUBJECT, facts) : unknown('settings', SUBJECT, 'model-answer-invalid', facts)]
  } catch (error) {
    const status = isPosternError(error) && typeof error.detail.status === 'number' ? error.detail.status : null
    return [unknown('settings', SUBJECT, errorCodeOf(error), { ...facts, ...(status === null ? {} : { status }) })]
  }
}
