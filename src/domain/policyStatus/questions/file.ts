/** A list as a file: CSV that no spreadsheet runs as a formula, or JSON. Headings are for machines, so in English. */
import type { DriftEntry } from '../drift/answer.js'
import type { Some } from '../drift/shape.js'
import type { AskedAnswer, PeopleAnswer } from './answers.js'

/** `ps1` and `txt` are of a plan alone: a script, and the steps in the portal. */
export const FILE_FORMATS = ['csv', 'json', 'ps1', 'txt'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

type Cell = string | number | boolean | null
export type FileRow = Readonly<Record<string, Cell>>

/** The rows of an answer that is a list; null: it is none. */
export function rowsOf(answer: AskedAnswer): readonly FileRow[] | null {
  switch (answer.kind) {
    case 'people':
      return answer.people.map(personRow)
    case 'teams-devices':
      return answer.devices.map(({ id, displayName, userPrincipalName, isDeclared, openness }) => ({
        id,
        displayName,
        userPrincipalName,
        declared: isDeclared,
        state: openness,
      }))
    case 'device-code-users':
      return answer.people.map(({ id, displayName, userPrincipalName, signIns, completed, lastAt }) => ({
        id,
        displayName,
        userPrincipalName,
        signIns,
        completed,
        lastAt: lastAt.toISOString(),
      }))
    case 'impact':
      return answer.rows.map(
        ({ userId, name, appId, appName, sort, instead, stopped, sessions, lastAt, ofDevice }) => ({
          id: userId,
          name,
          appId,
          appName,
          kind: sort,
          instead: instead.join(' '),
          stopped,
          sessions,
          lastAt,
          teamsDevice: ofDevice,
        }),
      )
    case 'drift':
      return answer.entries.map(driftRow)
    default:
      return null
  }
}

const personRow = ({ id, displayName, userPrincipalName, isGuest, why }: PeopleAnswer['people'][number]): FileRow => ({
  id,
  displayName,
  userPrincipalName,
  guest: isGuest,
  reasons: why.map(({ code }) => code).join(' '),
  through: why.flatMap(({ things }) => things.map((thing) => thing.displayName ?? thing.id)).join('; '),
  policies: [...new Set(why.flatMap(({ policies }) => policies.map((policy) => policy.displayName)))].join('; '),
})

function driftRow({ change, author }: DriftEntry): FileRow {
  const { code, subject, opens, added, removed, fields, policies, at, why } = change
  const names = ({ shown, count }: Some): string =>
    [
      ...shown.map(({ name, id }) => name ?? id),
      ...(count > shown.length ? [`${count - shown.length} more`] : []),
    ].join('; ')
  const by = author.kind === 'known' ? [author.by] : author.kind === 'several' ? author.by : []
  return {
    change: code,
    opens: String(opens),
    kind: subject.kind,
    id: subject.id,
    name: subject.name,
    new: names(added),
    gone: names(removed),
    fields: fields
      .map(({ field, before, after }) => `${field}: ${JSON.stringify(before) ?? ''} -> ${JSON.stringify(after) ?? ''}`)
      .join('; '),
    policies: policies.map(({ displayName }) => displayName).join('; '),
    who: by.map(({ id, name, signInName }) => signInName ?? name ?? id).join('; '),
    whoIs: author.kind,
    when: author.kind === 'known' ? author.at : at,
    reason: why ?? (author.kind === 'unreadable' ? author.why : null),
  }
}

/** What the list leaves out or cannot know. A file is passed on without the card that says so. */
export function notesOf(answer: AskedAnswer): readonly string[] {
  const cut = 'isLast' in answer && !answer.isLast ? [`The list is cut: it has ${answer.total} rows.`] : []
  const dated = 'stale' in answer && answer.stale ? [`The policies are as of ${answer.takenAt}.`] : []
  const unknown = 'unknowns' in answer ? answer.unknowns.map(({ what, why }) => `Not known: ${what} (${why}).`) : []
  return [...cut, ...dated, ...unknown, ...beyond(answer)]
}

/** Whom no list holds. */
function beyond(answer: AskedAnswer): readonly string[] {
  switch (answer.kind) {
    case 'people':
      return [
        ...(answer.everyMember ? ['Any member can still do it in some way: no list is the whole of it.'] : []),
        ...answer.guestTypes.map((type) => `Any guest of this type is open, listed or not: ${type}.`),
      ]
    case 'drift':
      return [
        ...(answer.from === null ? ['No earlier reading is kept: nothing was compared.'] : []),
        ...(answer.knownFrom === null ? [] : [`Nothing is known of before ${answer.knownFrom.toISOString()}.`]),
        ...answer.notCompared.map((part) => `Not compared: ${part}.`),
      ]
    case 'teams-devices':
      return answer.isSwept ? [] : ['The directory has not been gone through for devices yet.']
    case 'device-code-users': {
      const from = answer.knownSince
      return [
        ...(answer.readTo === null ? ['How far the sign-in log was read is not known.'] : []),
        ...answer.holes.map((hole) => `Never read: ${hole.from.toISOString()} to ${hole.to.toISOString()}.`),
        ...(from === null ? ['No sign-in log was read so far.'] : []),
        ...(from === null || from < answer.since ? [] : [`Nothing is known from before ${from.toISOString()}.`]),
      ]
    }
    default:
      return []
  }
}

/** @param notes stand behind the rows, in a column of their own. */
export function fileText(rows: readonly FileRow[], format: FileFormat, notes: readonly string[] = []): string {
  const all: readonly FileRow[] = [...rows, ...notes.map((note) => ({ note }))]
  if (format === 'json') return `${JSON.stringify(all, null, 2)}\n`
  const columns = [...Object.keys(rows[0] ?? {}), ...(notes.length > 0 ? ['note'] : [])]
  const lines = [columns, ...all.map((row) => columns.map((column) => row[column] ?? ''))]
  // The mark tells Excel that it is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cellText).join(',')).join('\r\n')}\r\n`
}

/**
 * What begins like a formula gets an apostrophe before it, also behind spaces, and everything stands in quotes. Where
 * a spreadsheet takes semicolons or tabs for the ends of cells, as most of Europe's do, it ignores those quotes: a name
 * is cut there, so what follows such a sign counts as a beginning too.
 * Source: OWASP, "CSV Injection".
 */
function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  const safe = typeof cell === 'string' ? text.replace(FORMULA_START, "$1'$2") : text
  return `"${safe.replaceAll('"', '""')}"`
}

const FORMULA_START = /(^|[;,\t\r\n])(["\s]*[=+\-@\t\r\n|\uFF1D\uFF0B\uFF0D\uFF20])/gu
