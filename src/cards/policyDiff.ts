/** What changes in a policy, field by field, as Graph calls the fields: what the other administrator approves. */
import type { FieldChange } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { bounded, item, type Section } from './policyItems.js'
import { say } from './words.js'

/** All fields of a policy that is created; a card that leaves one out shows another policy. */
const FIELDS_MAX = 31
const VALUE_LENGTH_MAX = 300

export const diffSection = (fields: readonly FieldChange[], locale: string): Section =>
  bounded(
    'apply.plan.diff',
    fields.map(({ field, before, after }) =>
      item(field, [
        [
          `${inert(shownValue(differingFirst(before, after), locale), VALUE_LENGTH_MAX)} →`,
          inert(shownValue(differingFirst(after, before), locale), VALUE_LENGTH_MAX),
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

function shownValue(value: unknown, locale: string): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
    return say('apply.plan.unset', locale)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
