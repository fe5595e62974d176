/** A list as a file: CSV that no spreadsheet runs as a formula, or JSON. Headings are for machines, so in English. */
import type { AskedAnswer, PeopleAnswer } from './answers.js'

export const FILE_FORMATS = ['csv', 'json'] as const
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

export function fileText(rows: readonly FileRow[], format: FileFormat): string {
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`
  const columns = Object.keys(rows[0] ?? {})
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  // The mark tells Excel that it is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cellText).join(',')).join('\r\n')}\r\n`
}

/**
 * What begins like a formula gets an apostrophe before it, also behind spaces, and everything stands in quotes.
 * Source: OWASP, "CSV Injection".
 */
function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  const safe = typeof cell === 'string' && /^\s*[=+\-@\t\r\n|\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
