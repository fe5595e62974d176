/**
 * A tuning file tried on a file of records: `--tuning FILE`. What the bot asks Graph for, the members of groups, stands
 * in the context file: `{ "groups": { "<group id>": ["<user id>", …] } }`.
 */
import { PosternError } from '../domain/errors.js'
import type { AllowRule } from '../domain/signInAlert/index.js'
import {
  allowRuleOf,
  type GroupMembers,
  isExpired,
  readTuning,
  TUNING_FAULTS,
  TUNING_LENGTH_MAX,
} from '../domain/tuning/index.js'
import type { CliIo } from './io.js'
import { readText } from './lines.js'
import { printable } from './printable.js'

export interface TriedTuning {
  readonly allow: readonly AllowRule[]
  /** False: a rule could not be tried, and standard error says which. */
  readonly isWhole: boolean
}

/** Errors: `input-invalid` with one sentence a fault, each with its line; what reading a file throws. */
export async function tryTuning(
  io: Pick<CliIo, 'openFile' | 'err'>,
  path: string,
  groups: GroupMembers,
  nowMs: number,
): Promise<TriedTuning> {
  const { rules, faults } = readTuning(await readText(io.openFile(path), TUNING_LENGTH_MAX), nowMs)
  const at = (line: number): string => `${printable(path)}:${line}`
  if (faults.length > 0) {
    throw new PosternError('input-invalid', {
      faults: faults.map(({ line, code }) => `${at(line)} ${TUNING_FAULTS[code]}`),
    })
  }
  for (const rule of rules.filter((one) => isExpired(one, nowMs))) {
    io.err(`${at(rule.line)} has ended on ${new Date(rule.untilMs).toISOString().slice(0, 10)}`)
  }
  const resolved = rules.map((rule) => ({ rule, allow: allowRuleOf(rule, groups) }))
  const untried = resolved.filter(({ allow }) => allow === undefined)
  for (const { rule } of untried) {
    io.err(`${at(rule.line)} is not tried: give the members of its groups in the context file, under "groups"`)
  }
  return { allow: resolved.flatMap(({ allow }) => allow ?? []), isWhole: untried.length === 0 }
}

/** The `groups` of a context; entries that are no lists of ids are passed over. */
export function groupsOf(context: unknown): GroupMembers {
  const given = typeof context === 'object' && context !== null && 'groups' in context ? context.groups : undefined
  if (typeof given !== 'object' || given === null) return new Map()
  return new Map(
    Object.entries(given).flatMap(([group, people]) =>
      Array.isArray(people) ? [[group.toLowerCase(), new Set(people.map((id) => String(id).toLowerCase()))]] : [],
    ),
  )
}
