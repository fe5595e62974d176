/** What changes in a policy, field by field, as Graph calls the fields: what the other administrator approves. */
import type { FieldChange } from '../domain/policyStatus/index.js'
import { bounded, item, type Section } from './policyItems.js'
import { valueInWords } from './policyValue.js'

/** All fields of a policy that is created; a card that leaves one out shows another policy. */
const FIELDS_MAX = 31
const VALUE_LENGTH_MAX = 300

export const diffSection = (fields: readonly FieldChange[], locale: string): Section =>
  bounded(
    'apply.plan.diff',
    fields.map(({ field, before, after }) =>
      item(field, [
        [
          `${valueInWords(field, differingFirst(before, after), locale, VALUE_LENGTH_MAX)} →`,
          valueInWords(field, differingFirst(after, before), locale, VALUE_LENGTH_MAX),
        ],
      ]),
    ),
    locale,
    FIELDS_MAX,
  )

/** What only this side of a list has, then the rest: a list that is cut must not lose the change itself. */
function differingFirst(value: unknown, other: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(other)) return value
  const there = new Set<unknown>(other)
  return [...value.filter((one) => !there.has(one)), ...value.filter((one) => there.has(one))]
}
