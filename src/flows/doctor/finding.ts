/** One thing the doctor looked at, and how it found it. */
import { errorCodeOf } from '../../domain/errors.js'
import type { FindingCode } from './codes.js'

/** The parts of the whole, in the order in which a fault in one explains the next. */
export const DOCTOR_AREAS = [
  'settings',
  'cloud',
  'store',
  'entra',
  'permission',
  'clock',
  'teams',
  'security-channel',
  'sign-in-log',
  'queue',
] as const
export type DoctorArea = (typeof DOCTOR_AREAS)[number]

export interface Finding {
  readonly area: DoctorArea
  /** What was looked at: a setting, a permission, a part. */
  readonly subject: string
  readonly state: 'ok' | 'fault' | 'unknown'
  /** Why, where the state is not `ok`. */
  readonly code: FindingCode | null
  readonly facts: Facts
}

type Facts = Readonly<Record<string, string | number | boolean>>

export function ok(area: DoctorArea, subject: string, facts: Facts = {}): Finding {
  return { area, subject, state: 'ok', code: null, facts }
}

export function fault(area: DoctorArea, subject: string, code: FindingCode, facts: Facts = {}): Finding {
  return { area, subject, state: 'fault', code, facts }
}

/** Could not be looked at, or looked at without an answer. Never counts as fine. */
export function unknown(area: DoctorArea, subject: string, code: FindingCode, facts: Facts = {}): Finding {
  return { area, subject, state: 'unknown', code, facts }
}

/** Looks, and turns what an adapter throws into a finding. */
export async function look(
  area: DoctorArea,
  subject: string,
  at: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await at()].flat()
  } catch (error) {
    return [fault(area, subject, errorCodeOf(error))]
  }
}
