/**
 * The tuning file: the operator's own exceptions, in JSON with comments. Each names an application, a network, people or
 * groups, a reason and a day on which it ends. What is wrong is said with its line; a rule with a fault is not applied,
 * and the others hold.
 *
 *     { "allow": [ { "appId": "…", "network": "198.51.100.0/24", "groupIds": ["…"], "reason": "…", "until": "2027-05-31" } ] }
 */
import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { isGuid } from '../ids.js'
import { type AllowRule, AUTHENTICATION_BROKER, instantOf, type Range, rangeOf } from '../signInAlert/index.js'
import type { TuningFault, TuningFaultCode } from './faults.js'

export { TUNING_FAULTS, type TuningFault, type TuningFaultCode } from './faults.js'

export interface TuningRule {
  /** Where it begins in the file, from 1. */
  readonly line: number
  readonly appId: string
  readonly network: Range
  readonly userIds: readonly string[]
  readonly groupIds: readonly string[]
  readonly reason: string
  readonly untilMs: number
}

export interface Tuning {
  readonly rules: readonly TuningRule[]
  /** In order of lines. */
  readonly faults: readonly TuningFault[]
}

/** Members by group id; a group that is not in it could not be resolved. */
export type GroupMembers = ReadonlyMap<string, ReadonlySet<string>>

/** In characters. */
export const TUNING_LENGTH_MAX = 256 * 1024
const RULES_MAX = 500
const REASON_MAX = 500
const YEAR_MS = 366 * 24 * 3_600_000
/** As wide as a large organisation's own range; an IPv6 site is given a /48. */
const NARROWEST = { ipv4: 16, ipv6: 48 } as const
const KEYS = ['appId', 'network', 'userIds', 'groupIds', 'reason', 'until'] as const

/** @param nowMs what "within a year" is counted from */
export function readTuning(text: string, nowMs: number): Tuning {
  if (text.length > TUNING_LENGTH_MAX) return { rules: [], faults: [{ line: 1, code: 'too-large' }] }
  const plain = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text
  const reading = new Reading(plain, nowMs)
  const errors: ParseError[] = []
  const root = parseTree(plain, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const [broken] = errors
  if (broken !== undefined) reading.fault(broken.offset, 'not-json')
  else reading.file(root)
  return {
    rules: broken === undefined ? reading.rules : [],
    faults: reading.faults.toSorted((one, other) => one.line - other.line),
  }
}

/** Whether a rule has ended: it allows nothing any more, and says so of the sign-ins that it had allowed. */
export const isExpired = ({ untilMs }: TuningRule, nowMs: number): boolean => untilMs <= nowMs

/** What a rule allows; `undefined` where one of its groups could not be resolved. */
export function allowRuleOf(rule: TuningRule, groups: GroupMembers): AllowRule | undefined {
  const members = rule.groupIds.map((groupId) => groups.get(groupId))
  if (members.some((known) => known === undefined)) return undefined
  const userIds = new Set([...rule.userIds, ...members.flatMap((known) => [...(known ?? [])])])
  return { appId: rule.appId, network: rule.network, userIds, untilMs: rule.untilMs }
}

type Members = ReadonlyMap<string, Node>

class Reading {
  readonly rules: TuningRule[] = []
  readonly faults: TuningFault[] = []

  constructor(
    private readonly text: string,
    private readonly nowMs: number,
  ) {}

  fault(offset: number, code: TuningFaultCode): void {
    this.faults.push({ line: this.lineAt(offset), code })
  }

  file(root: Node | undefined): void {
    // An empty file says nothing, and nothing is a fine thing to say.
    if (root === undefined) return
    const allow = this.members(root, ['allow'])?.get('allow')
    if (allow === undefined) return
    const entries = allow.children ?? []
    if (allow.type !== 'array') this.fault(allow.offset, 'not-a-list')
    else if (entries.length > RULES_MAX) this.fault(allow.offset, 'too-many-rules')
    else for (const entry of entries) this.rule(entry)
  }

  private rule(entry: Node): void {
    const before = this.faults.length
    const members = this.members(entry, KEYS)
    if (members === null) return
    const appId = this.appId(entry, members)
    const network = this.network(entry, members)
    const userIds = this.ids(members.get('userIds'), 'person-not-an-id')
    const groupIds = this.ids(members.get('groupIds'), 'group-not-an-id')
    if (userIds.length + groupIds.length === 0 && this.faults.length === before) {
      this.fault(entry.offset, 'people-missing')
    }
    const reason = textOf(members.get('reason'))
    if (reason === '' || reason.length > REASON_MAX) this.faultAt(entry, members.get('reason'), 'reason-missing')
    const untilMs = this.until(entry, members)
    if (this.faults.length > before || network === undefined || untilMs === undefined) return
    this.rules.push({ line: this.lineAt(entry.offset), appId, network, userIds, groupIds, reason, untilMs })
  }

  private appId(entry: Node, members: Members): string {
    const appId = textOf(members.get('appId')).toLowerCase()
    if (!isGuid(appId)) this.faultAt(entry, members.get('appId'), 'app-missing')
    else if (appId === AUTHENTICATION_BROKER) this.faultAt(entry, members.get('appId'), 'app-is-broker')
    return appId
  }

  private network(entry: Node, members: Members): Range | undefined {
    const node = members.get('network')
    const range = rangeOf(textOf(node))
    if (range === undefined) this.faultAt(entry, node, 'network-missing')
    else if (range.bits < NARROWEST[range.base.kind()]) this.faultAt(entry, node, 'network-too-wide')
    return range
  }

  private until(entry: Node, members: Members): number | undefined {
    const node = members.get('until')
    const untilMs = instantOf(textOf(node))
    if (untilMs === undefined) this.faultAt(entry, node, 'until-missing')
    else if (untilMs > this.nowMs + YEAR_MS) this.faultAt(entry, node, 'until-too-far')
    return untilMs
  }

  private ids(node: Node | undefined, code: TuningFaultCode): readonly string[] {
    if (node === undefined) return []
    if (node.type !== 'array') {
      this.fault(node.offset, 'not-a-list')
      return []
    }
    return (node.children ?? []).flatMap((item) => {
      const id = textOf(item).toLowerCase()
      if (isGuid(id)) return [id]
      this.fault(item.offset, code)
      return []
    })
  }

  /** Of two equal keys JSON's readers take the last without a word; here neither counts. */
  private members(node: Node, known: readonly string[]): Members | null {
    if (node.type !== 'object') {
      this.fault(node.offset, 'not-an-object')
      return null
    }
    const members = new Map<string, Node>()
    for (const { children, offset } of node.children ?? []) {
      const [key, value] = children ?? []
      const name = textOf(key)
      if (!known.includes(name)) this.fault(offset, 'key-unknown')
      else if (members.has(name)) this.fault(offset, 'key-twice')
      else if (value !== undefined) members.set(name, value)
    }
    return members
  }

  /** At the value, or at the rule that lacks it. */
  private faultAt(entry: Node, node: Node | undefined, code: TuningFaultCode): void {
    this.fault((node ?? entry).offset, code)
  }

  private lineAt(offset: number): number {
    return this.text.slice(0, offset).split(/\r\n|\n|\r/).length
  }
}

function textOf(node: Node | undefined): string {
  const value: unknown = node?.type === 'string' ? node.value : undefined
  return typeof value === 'string' ? value.trim() : ''
}
