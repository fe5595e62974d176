/** A question as a button carries it and the store keeps it: kinds, ids, addresses and numbers, never a name. */
import { z } from 'zod/v4'
import { isGuid } from '../../ids.js'
import { cidrRange } from '../addresses.js'
import { POLICY_QUESTIONS } from '../question.js'
import { DAYS_MAX, PAGES_MAX, PLATFORM_NAMES } from './asked.js'
import { RESOURCE_KEYS } from './resources.js'

const ADDRESS_LENGTH_MAX = 50
const LOCATION_LENGTH_MAX = 64

const page = z.int().min(0).max(PAGES_MAX)
const who = z.union([z.enum(['asker', 'member']), z.strictObject({ id: z.string().refine(isGuid) })])
const from = z.union([
  z.null(),
  z.strictObject({
    address: z
      .string()
      .max(ADDRESS_LENGTH_MAX)
      .refine((text) => cidrRange(text) !== null),
  }),
  z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/) }),
  z.strictObject({ location: z.string().min(1).max(LOCATION_LENGTH_MAX) }),
])

export const askedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(POLICY_QUESTIONS) }),
  z.strictObject({
    kind: z.literal('people'),
    of: z.enum(['left-open', 'excluded']),
    only: z.enum(['guests']).nullable(),
    page,
  }),
  z.strictObject({ kind: z.literal('why-open'), who }),
  z.strictObject({
    kind: z.literal('what-if'),
    who,
    from,
    app: z.enum(RESOURCE_KEYS).nullable(),
    platform: z.enum(PLATFORM_NAMES).nullable(),
  }),
  z.strictObject({ kind: z.literal('risk-policies') }),
  z.strictObject({ kind: z.literal('impact') }),
  z.strictObject({ kind: z.literal('plan') }),
  z.strictObject({ kind: z.literal('teams-devices'), page }),
  z.strictObject({ kind: z.literal('device-code-users'), days: z.int().min(1).max(DAYS_MAX), page }),
  z.strictObject({
    kind: z.literal('drift'),
    since: z.iso.datetime(),
    page: page.optional(),
    card: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional(),
  }),
])

/** What a button or the store can hold of a question. */
export type KeptQuestion = Readonly<z.output<typeof askedSchema>>

/** Null: it holds somebody's words, or is of a kind that nobody keeps. */
export function keptQuestion(question: unknown): KeptQuestion | null {
  const kept = askedSchema.safeParse(question)
  return kept.success ? kept.data : null
}

const ID_LENGTH_MAX = 64
const PEOPLE_MAX = 50

const lastSchema = z.object({ question: askedSchema, people: z.array(z.string().max(ID_LENGTH_MAX)).max(PEOPLE_MAX) })

/** What somebody asked last, with the ids of who was shown. */
export type LastQuestion = Readonly<z.output<typeof lastSchema>>

/** Null where another version wrote it otherwise. */
export function readLastQuestion(body: unknown): LastQuestion | null {
  const read = lastSchema.safeParse(body)
  return read.success ? read.data : null
}
