/**
 * The target resources condition: what is asked for.
 *
 * Conditional Access looks at the resource of the token request, never at the public client that polls (Microsoft
 * Learn, "Conditional Access: Target resources"). `All` reaches every token request, also resources that cannot be
 * picked one by one. A user action is reached by its own policies and by All-resources policies (Graph reference,
 * conditionalAccessRoot: evaluate, example 3); with "Register or join devices" a policy can ask for a second factor only,
 * so none of those blocks (Microsoft Learn, the same page, "User actions").
 *
 * Without a source, and read so:
 * - `All` reaches an authentication context as well. Example 2 of the same reference lists a context's own policy only, yet
 *   its answers are shortened (example 1 leaves out All-resources policies that must apply). An app that asks for a context
 *   asks for a resource too, which `All` reaches.
 * - An app without the attribute a filter asks about is as a device that is not registered: `-ne`, `-notContains` and
 *   `-notIn` match it, the positive operators do not. "Filter for applications" says nothing of it.
 * - The services that a policy for Azure Resource Manager reaches beside it (Azure portal, Data Lake, Application Insights,
 *   Log Analytics) are not followed: their ids are not published, so a policy for it is read as reaching it alone.
 */
import { MATCH, type Misses } from '../codes.js'
import { type Json, lowered, member, text } from '../reading.js'
import { type PropertyValue, parseRule, type Rule, ruleMatches } from '../ruleLanguage.js'

export type Resource =
  | {
      readonly kind: 'app'
      /** Lower case; empty for an app nobody mentions. */
      readonly id: string
      readonly office365: boolean
      readonly adminPortals: boolean
      readonly attributes: Json | null
    }
  | { readonly kind: 'user-action' | 'auth-context'; readonly name: string }
  | { readonly kind: 'not-given' }

export interface AppSelection {
  readonly all: boolean
  readonly office365: boolean
  readonly adminPortals: boolean
  readonly ids: ReadonlySet<string>
}

export interface AppFilter {
  readonly mode: 'include' | 'exclude'
  /** null where the rule cannot be read: then nothing is included by it and everything is excluded. */
  readonly rule: Rule | null
}

export interface ResourceCondition {
  readonly include: AppSelection
  readonly exclude: AppSelection
  readonly filter: AppFilter | null
  readonly userActions: ReadonlySet<string>
  readonly authContexts: ReadonlySet<string>
}

const NOT_ALL: Misses = ['not-all-resources']
const EXCLUDED: Misses = ['excluded-apps']
const PREFIX = 'customsecurityattribute.'

/** Policies and the evaluate API spell user actions differently: `urn:user:registersecurityinfo` is the former's. */
const USER_ACTIONS = new Map([
  ['registersecurityinformation', 'registersecurityinfo'],
  ['registerorjoindevices', 'registerdevice'],
])

export function userActionName(value: string): string {
  const name = value.toLowerCase().replace('urn:user:', '')
  return USER_ACTIONS.get(name) ?? name
}

export function readResources(raw: unknown): ResourceCondition {
  return {
    include: readSelection(member(raw, 'includeApplications')),
    exclude: readSelection(member(raw, 'excludeApplications')),
    filter: readFilter(member(raw, 'applicationFilter')),
    userActions: new Set(lowered(member(raw, 'includeUserActions')).map(userActionName)),
    authContexts: new Set(lowered(member(raw, 'includeAuthenticationContextClassReferences'))),
  }
}

function readSelection(raw: unknown): AppSelection {
  const ids = new Set(lowered(raw))
  const token = (name: string): boolean => ids.delete(name)
  token('none')
  return { all: token('all'), office365: token('office365'), adminPortals: token('microsoftadminportals'), ids }
}

function readFilter(raw: unknown): AppFilter | null {
  const rule = text(member(raw, 'rule'))
  if (rule === null) return null
  const mode = text(member(raw, 'mode'))?.toLowerCase() === 'exclude' ? 'exclude' : 'include'
  return { mode, rule: parseRule(rule, (property) => property.startsWith(PREFIX)) }
}

export function resourceMisses(condition: ResourceCondition, resource: Resource): Misses {
  switch (resource.kind) {
    case 'user-action':
      return condition.include.all || condition.userActions.has(resource.name) ? MATCH : NOT_ALL
    case 'auth-context':
      return condition.include.all || condition.authContexts.has(resource.name) ? MATCH : NOT_ALL
    case 'not-given':
      return condition.include.all ? MATCH : NOT_ALL
    case 'app':
      return appMisses(condition, resource)
  }
}

function appMisses(condition: ResourceCondition, app: Resource & { kind: 'app' }): Misses {
  const { include, exclude, filter } = condition
  const filtered = filter !== null && (filter.rule === null ? null : filterMatches(filter.rule, app.attributes))
  const included = selects(include, app) || (filter?.mode === 'include' && filtered === true)
  if (!included) return NOT_ALL
  const excluded = selects(exclude, app) || (filter?.mode === 'exclude' && filtered !== false)
  return excluded ? EXCLUDED : MATCH
}

const selects = (selection: AppSelection, app: Resource & { kind: 'app' }): boolean =>
  selection.all ||
  (selection.office365 && app.office365) ||
  (selection.adminPortals && app.adminPortals) ||
  (app.id !== '' && selection.ids.has(app.id))

const filterMatches = (rule: Rule, attributes: Json | null): boolean =>
  ruleMatches(rule, (property) => attributeValue(attributes, property.slice(PREFIX.length)))

function attributeValue(attributes: Json | null, name: string): PropertyValue {
  if (attributes === null) return null
  const key = Object.keys(attributes).find((candidate) => candidate.toLowerCase() === name)
  const value = key === undefined ? null : attributes[key]
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.filter((entry): entry is string => typeof entry === 'string')
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : null
}
