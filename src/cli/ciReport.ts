/**
 * Answers for a pipeline: SARIF 2.1.0 for code scanning, JUnit for everything that shows test results.
 *
 * A finding without a place in a file is shown by nobody, so each points at the first line of the snapshot. Sources:
 * OASIS SARIF 2.1.0 (`version`, `tool.driver.name`, `message.text` and known `ruleId`s are demanded); GitHub, "SARIF
 * support for code scanning" (a location and `partialFingerprints`); the JUnit schema of Jenkins' xUnit plugin.
 */
import { isStandardInput } from './io.js'
import type { CiFormat } from './policyFormats.js'
import { printable } from './printable.js'

/** `failure` fails the run, so does `unknown`, since unknown is never green; the others are told. */
export type CiLevel = 'failure' | 'unknown' | 'warning' | 'note'

export interface CiFinding {
  readonly code: string
  readonly level: CiLevel
  /** (untrusted) May hold names of the tenant. */
  readonly message: string
  /** The same for the same finding in the next run. */
  readonly id: string
}

export interface CiReport {
  /** Such as `policy status`. */
  readonly name: string
  /** The file that was judged, as it was named; absent or `-` is standard input. */
  readonly file: string | undefined
  /** The question that the whole run answers: the one test that is there where nothing is found. */
  readonly question: string
  readonly verdict: 'ok' | 'failure' | 'unknown'
  /** ISO 8601: how old the data is. */
  readonly takenAt: string
  readonly meanings: Readonly<Record<string, string>>
  readonly findings: readonly CiFinding[]
}

const MESSAGE_MAX = 1000

export const ciLines = (format: CiFormat, report: CiReport): readonly string[] =>
  format === 'sarif' ? [JSON.stringify(sarifOf(report))] : junitOf(report)

const SARIF_LEVEL = { failure: 'error', unknown: 'error', warning: 'warning', note: 'note' } as const

function sarifOf({ name, file, meanings, findings }: CiReport): unknown {
  const codes = [...new Set(findings.map(({ code }) => code))]
  const location = { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } } }
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Postern',
            rules: codes.map((code) => ({ id: code, shortDescription: { text: meanings[code] ?? code } })),
          },
        },
        automationDetails: { id: `postern/${name.replaceAll(' ', '-')}/` },
        invocations: [{ executionSuccessful: true }],
        results: findings.map(({ code, level, message, id }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: SARIF_LEVEL[level],
          message: { text: printable(message, MESSAGE_MAX) || code },
          locations: [location],
          partialFingerprints: { 'postern/v1': id },
        })),
      },
    ],
  }
}

function uriOf(file: string | undefined): string {
  if (isStandardInput(file)) return 'snapshot.json'
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? `file://${path}` : path
}

function junitOf({ name, question, verdict, takenAt, meanings, findings }: CiReport): readonly string[] {
  const classname = `postern.${name.replaceAll(' ', '.')}`
  const count = (level: CiLevel): number => findings.filter((finding) => finding.level === level).length
  const [failed, unknown] = [count('failure'), count('unknown')]
  const whole = {
    ok: [],
    failure: ['      <failure message="no"/>'],
    unknown: ['      <error message="not known"/>'],
  }[verdict]
  const failures = failed + (verdict === 'failure' ? 1 : 0)
  const errors = unknown + (verdict === 'unknown' ? 1 : 0)
  const totals = `tests="${findings.length + 1}" failures="${failures}" errors="${errors}" skipped="0" time="0"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="postern" ${totals}>`,
    `  <testsuite name="${xml(name)}" ${totals} timestamp="${xml(takenAt.slice(0, 19))}">`,
    `    <testcase classname="${xml(classname)}" name="${xml(question)}" time="0">`,
    ...whole,
    '    </testcase>',
    ...findings.flatMap(({ code, level, message, id }) => {
      const text = xml(message)
      const meaning = xml(meanings[code] ?? code)
      const result =
        level === 'failure'
          ? `<failure type="${xml(code)}" message="${meaning}">${text}</failure>`
          : level === 'unknown'
            ? `<error type="${xml(code)}" message="${meaning}">${text}</error>`
            : `<system-out>${level}: ${text}</system-out>`
      return [
        `    <testcase classname="${xml(classname)}" name="${xml(id)}" time="0">`,
        `      ${result}`,
        '    </testcase>',
      ]
    }),
    '  </testsuite>',
    '</testsuites>',
  ]
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Signs that XML 1.0 forbids become the replacement character, as for a terminal. */
const xml = (text: string): string =>
  printable(text, MESSAGE_MAX)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
