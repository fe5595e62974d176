/**
 * How a job is done. A flow calls `begin` right before its effect; false means that the lease is lost and nothing may be
 * done. It throws what may pass: the job is tried again.
 */
import type { Job, Ports } from '../ports.js'

export type JobFlow<Subject> = (
  ports: Ports,
  job: Job & { readonly subject: Subject },
  begin: () => Promise<boolean>,
) => Promise<void>
