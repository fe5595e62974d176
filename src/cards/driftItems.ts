/** One change of policy in words: what it is, who did it, and what came and went. All names are the tenant's. */
import type {
  Authorship,
  DriftChange,
  DriftEntry,
  DriftThing,
  FieldChange,
  Initiator,
  Some,
} from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { lines } from './parts.js'
import type { Item } from './policyItems.js'
import { listOf, policyName } from './policyNames.js'
import { valueInWords } from './policyValue.js'
import { hasWords, localTime, say } from './words.js'

/** Edits of more fields are read in the portal. */
const FIELDS_MAX = 3
const VALUE_LENGTH_MAX = 60

export function driftItem({ change, author }: DriftEntry, locale: string): Item {
  const what = say(`drift.c.${change.code}`, locale)
  const name = change.subject.kind === 'tenant' ? '' : subjectName(change.subject, locale)
  const mark =
    change.opens === true
      ? say('drift.opens', locale)
      : change.opens === 'unknown'
        ? say('drift.may-open', locale)
        : change.isStanding && change.code !== 'watch-began'
          ? say('drift.standing', locale)
          : ''
  const text = [mark, name, what].filter((part) => part !== '').join(' · ')
  return { text, details: lines(detailsOf(change, author, locale)), url: null }
}

function detailsOf(change: DriftChange, author: Authorship, locale: string): readonly string[] {
  const { added, removed, fields, policies, at, code, why } = change
  const isOwn = policies.length === 1 && policies[0]?.id === change.subject.id
  const when = at === null ? null : localTime(new Date(at))
  if (code === 'watch-began') return [foundLine(fields, locale)]
  return [
    ...authorLines(author, locale),
    ...(added.count > 0 ? [say('drift.added', locale, { names: { said: someNames(added, locale) } })] : []),
    ...(removed.count > 0 ? [say('drift.removed', locale, { names: { said: someNames(removed, locale) } })] : []),
    ...fields.slice(0, FIELDS_MAX).map((field) => fieldLine(field, locale)),
    ...(fields.length > FIELDS_MAX ? [say('and-more', locale, { count: fields.length - FIELDS_MAX })] : []),
    ...(policies.length > 0 && !isOwn
      ? [`${say('policy-detail.policies', locale)} ${listOf(policies.map(policyName), locale)}`]
      : []),
    ...(when === null
      ? []
      : code === 'managed-policy-pending'
        ? [`${say('status-detail.not-before', locale)} ${when.said}`]
        : [say('drift.stands-since', locale, { when })]),
    ...(why === null ? [] : [`${say('policy-detail.reason', locale)} ${inert(why)}`]),
  ]
}

function foundLine(fields: DriftChange['fields'], locale: string): string {
  const found = (name: string): unknown => fields.find(({ field }) => field === name)?.after ?? 0
  return say('drift.found', locale, {
    policies: Number(found('policies')),
    about: Number(found('about')),
    blocked: { said: valueInWords('blocked', found('blocked'), locale, VALUE_LENGTH_MAX) },
  })
}

function subjectName({ kind, id, name }: DriftThing, locale: string): string {
  const unknown = `policy.${id}`
  if (kind === 'unknown' && hasWords(unknown)) return say(unknown, locale)
  return inert(name ?? '') || inert(id)
}

/** Of a list that holds the first ones and counts all. */
function someNames({ shown, count }: Some, locale: string): string {
  const names = shown.map(({ name, id }) => inert(name ?? '') || inert(id))
  const first = names.slice(0, NAMES_MAX)
  const left = count - first.length
  return [...first, ...(left > 0 ? [say('and-more', locale, { count: left })] : [])].join(', ')
}
const NAMES_MAX = 6

function authorLines(author: Authorship, locale: string): readonly string[] {
  switch (author.kind) {
    case 'known': {
      const who = { said: initiatorName(author.by, locale) }
      return [say('drift.by', locale, { who, when: localTime(new Date(author.at)) })]
    }
    case 'several': {
      const names = {
        said: listOf(
          author.by.map((one) => initiatorName(one, locale)),
          locale,
        ),
      }
      return [say('drift.by.several', locale, { names })]
    }
    case 'not-found':
      return [say('drift.by.not-found', locale)]
    case 'unreadable':
      return [say('drift.by.unreadable', locale, { why: author.why })]
    case 'not-logged':
      return []
  }
}

/** The name that somebody chose, and the one that nobody else has. */
function initiatorName({ kind, id, name, signInName }: Initiator, locale: string): string {
  const parts = [...new Set([inert(name ?? ''), inert(signInName ?? '')])].filter((part) => part !== '')
  const said = parts.length === 0 ? inert(id) : parts.join(' · ')
  return kind === 'app' ? say('drift.app', locale, { name: { said } }) : said
}

function fieldLine({ field, before, after }: FieldChange, locale: string): string {
  const [from, to] = [before, after].map((value) => ({ said: valueInWords(field, value, locale, VALUE_LENGTH_MAX) }))
  return say('drift.field', locale, { field, before: from ?? '', after: to ?? '' })
}
