/**
 * What stands beside Conditional Access and decides how much a phished code is worth: security defaults, how domains
 * sign in, who may register a device, and whether the lure was ever practised.
 *
 * Each part says by itself whether it was read. A part that is absent was never asked for, which is an unknown too.
 */
import { z } from 'zod/v4'

/** What was read, or why it was not: Graph's code, ours where Graph gave none, or a short reason. */
export type Read<T> = { readonly read: T } | { readonly unread: string }

/** As Graph returned it; read tolerantly where it is judged. */
export type Row = Readonly<Record<string, unknown>>

export interface Posture {
  /** `/policies/identitySecurityDefaultsEnforcementPolicy` */
  readonly securityDefaults?: Read<Row>
  /** `/domains`: `id`, `authenticationType` (Managed or Federated), `isVerified`. */
  readonly domains?: Read<readonly Row[]>
  /** `/policies/deviceRegistrationPolicy` */
  readonly deviceRegistration?: Read<Row>
  /** `/deviceManagement/deviceEnrollmentConfigurations` */
  readonly enrollment?: Read<readonly Row[]>
  /** `/security/attackSimulation/simulations`; no such thing in the Government and China clouds. */
  readonly attackSimulations?: Read<readonly Row[]>
}

const WHY_LENGTH_MAX = 1024
const row = z.record(z.string(), z.unknown())
export const readOf = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ read: value }), z.object({ unread: z.string().max(WHY_LENGTH_MAX) })]).optional()

export const postureSchema = z.object({
  securityDefaults: readOf(row),
  domains: readOf(z.array(row)),
  deviceRegistration: readOf(row),
  enrollment: readOf(z.array(row)),
  attackSimulations: readOf(z.array(row)),
})
