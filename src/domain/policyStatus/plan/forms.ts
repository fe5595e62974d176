/**
 * A plan as something to carry out by hand: the body for Graph, a script for Graph PowerShell, the steps in the portal.
 *
 * The script carries the policy as JSON of ASCII without a single quote, in a here-string of single quotes: nothing that
 * somebody wrote into a name can end the string, start a line or be expanded (PowerShell takes curly quotes for
 * straight ones, so those are escaped as well). It does itself what the bot would do: it looks whether the flow came
 * back, since a block without its flow blocks every sign-in, and rolls back at once where it did not.
 */
import { CLOUDS, type CloudName } from '../../clouds.js'
import { namesDeviceCodeFlow, readPolicy } from '../policy.js'
import { isJson, type Json, member, text } from '../reading.js'
import type { PolicyPlan } from './shape.js'

export interface GraphRequest {
  readonly method: 'POST' | 'PATCH'
  /** Below the origin of Graph. */
  readonly path: string
  readonly body: Json
}

const POLICIES = '/v1.0/identity/conditionalAccess/policies'
/** Members that Graph writes itself and refuses to be told. */
const READ_ONLY = new Set([
  'id',
  'templateId',
  'createdDateTime',
  'modifiedDateTime',
  'deletedDateTime',
  'partialEnablementStrategy',
])

/** What to send to Graph; null where nothing is to be done, or the id of the policy is none. */
export function graphRequestOf({
  action,
  after,
  before,
  fields,
}: Pick<PolicyPlan, 'action' | 'after' | 'before' | 'fields'>): GraphRequest | null {
  if (action === 'none' || after === null) return null
  if (before === null) return { method: 'POST', path: POLICIES, body: writable(after) }
  const id = text(member(before, 'id'))
  if (id === null || !isPlainId(id)) return null
  // A change names the top-level members in which it differs, each whole.
  const changed = new Set(fields.map(({ field }) => field.split('.')[0]))
  const body = Object.fromEntries(Object.entries(writable(after)).filter(([name]) => changed.has(name)))
  return { method: 'PATCH', path: `${POLICIES}/${id}`, body }
}

/** What undoes it: the policy as it was; null where it is deleted. */
export const undoBodyOf = ({ before }: Pick<PolicyPlan, 'before'>, request: GraphRequest): Json | null =>
  before === null ? null : Object.fromEntries(Object.entries(writable(before)).filter(([name]) => name in request.body))

/** Whether what Graph returned still is about device code flow: a block that lost it blocks every sign-in. */
export const keepsDeviceCodeFlow = (returned: unknown): boolean => namesDeviceCodeFlow(readPolicy(returned, 0))

const isPlainId = (id: string): boolean => /^[0-9a-z-]{1,64}$/i.test(id)

/** Without what Graph writes itself, and without its annotations. */
function writable(policy: Json): Json {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean)
    if (!isJson(value)) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !name.includes('@odata.context') && !name.endsWith('@odata.navigationLink'))
        .map(([name, part]) => [name, clean(part)]),
    )
  }
  return Object.fromEntries(
    Object.entries(policy).flatMap(([name, value]) =>
      READ_ONLY.has(name) || name.includes('@') ? [] : [[name, clean(value)]],
    ),
  )
}

/** Source: Microsoft Learn, `Connect-MgGraph` and `Get-MgEnvironment` (MicrosoftDocs/microsoftgraph-docs-powershell). */
const ENVIRONMENTS: Readonly<Record<CloudName, string>> = {
  public: 'Global',
  gcch: 'USGov',
  dod: 'USGovDoD',
  china: 'China',
}

/**
 * Graph PowerShell's own app is not in China: there one signs in with an app of one's own (Microsoft Learn, "Authentication
 * module cmdlets in Microsoft Graph PowerShell", note on Azure China).
 */
const OWN_APP: ReadonlySet<CloudName> = new Set(['china'])

/**
 * The script for Windows PowerShell 5.1 or PowerShell 7 with Microsoft.Graph.Authentication; null as `graphRequestOf`.
 *
 * Sources: `Connect-MgGraph` and `Invoke-MgGraphRequest` (MicrosoftDocs/microsoftgraph-docs-powershell, 2026-01-30), which
 * returns a table to read by name. The scopes are the three that Graph wants together for a write (Microsoft Graph docs,
 * "Create conditionalAccessPolicy"). `authenticationFlows` is in v1.0 of every cloud (microsoftgraph/msgraph-metadata,
 * schemas/v1.0-{Prod,Fairfax,Mooncake}.csdl, 2026-08), though examples still show it in beta.
 */
export function powerShellOf(plan: PolicyPlan, cloud: CloudName): string | null {
  const request = graphRequestOf(plan)
  if (request === null) return null
  const uri = `${CLOUDS[cloud].graph}${request.path}`
  const undo = undoBodyOf(plan, request)
  const rollBack =
    undo === null
      ? ['  Invoke-MgGraphRequest -Method DELETE -Uri "$uri/$($result.id)"']
      : [
          "  $undo = @'",
          inHereString(undo),
          "'@",
          "  Invoke-MgGraphRequest -Method PATCH -Uri $uri -Body $undo -ContentType 'application/json'",
        ]
  const needsOwnApp = OWN_APP.has(cloud)
  return [
    '#Requires -Modules Microsoft.Graph.Authentication',
    '# Blocks device code flow. Made by Postern; read it before you run it.',
    `# Action: ${plan.action}. State after it: ${comment(member(plan.after, 'state'))}.`,
    `# Policy: ${comment(member(plan.after, 'displayName'))}`,
    ...plan.emergency.map(({ id, name }) => `# Excluded as emergency access: ${comment(name ?? '-')} (${comment(id)})`),
    ...(needsOwnApp
      ? [
          '# An app of your own in this cloud, with these permissions.',
          'param([Parameter(Mandatory)] [string] $ClientId, [Parameter(Mandatory)] [string] $TenantId)',
        ]
      : []),
    "$ErrorActionPreference = 'Stop'",
    `Connect-MgGraph -Environment ${ENVIRONMENTS[cloud]}${needsOwnApp ? ' -ClientId $ClientId -TenantId $TenantId' : ''} -Scopes 'Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess', 'Application.Read.All'`,
    `$uri = '${uri}'`,
    "$body = @'",
    inHereString(request.body),
    "'@",
    ...(request.method === 'POST'
      ? ["$result = Invoke-MgGraphRequest -Method POST -Uri $uri -Body $body -ContentType 'application/json'"]
      : [
          "Invoke-MgGraphRequest -Method PATCH -Uri $uri -Body $body -ContentType 'application/json'",
          '$result = Invoke-MgGraphRequest -Method GET -Uri $uri',
        ]),
    '$flows = "$($result.conditions.authenticationFlows.transferMethods)" -split \',\' | ForEach-Object { $_.Trim() }',
    "if ($flows -notcontains 'deviceCodeFlow') {",
    ...rollBack,
    "  throw 'Graph did not keep the device code flow condition. A block without it blocks every sign-in, so it was rolled back. Check the portal now.'",
    '}',
    "Write-Output ('Done: ' + $result.id + ' is ' + $result.state)",
    '',
  ].join('\n')
}

/** JSON of printable ASCII without quotes that PowerShell could take for its own. */
function inHereString(body: Json): string {
  return JSON.stringify(body, null, 2).replace(/[^\n\u0020-\u007e]|'/g, escaped)
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

const COMMENT_MAX = 100

/** For people to read: one line of printable ASCII, whatever it was. */
const comment = (value: unknown): string =>
  String(value ?? '-')
    .slice(0, COMMENT_MAX)
    .replace(/[^\u0020-\u007e]/g, '?')

export const PORTAL_STEPS = {
  'open-policies': 'open Entra ID, Conditional Access, Policies',
  'new-policy': 'choose New policy and give it this name',
  'open-policy': 'open this policy',
  'include-all-users': 'Users, Include: All users',
  'exclude-users': 'Users, Exclude, Users and groups: these accounts',
  'exclude-groups': 'Users, Exclude, Users and groups: these groups',
  'all-resources': 'Target resources: All resources, and exclude none',
  'network-except-trusted': 'Network: Any network or location; exclude All trusted networks and locations',
  'network-any': 'Network: leave it not configured',
  'device-code-flow': 'Conditions, Authentication flows: Device code flow; check that it is shown as configured',
  'other-conditions-off': 'Conditions: leave everything else not configured',
  'block-access': 'Grant: Block access',
  'report-only': 'Enable policy: Report-only, then save',
  on: 'Enable policy: On, then save',
  'check-condition':
    'open it once more: Authentication flows must still name device code flow; without it the policy blocks every sign-in',
} as const
export type PortalStepCode = keyof typeof PORTAL_STEPS

export interface PortalStep {
  readonly code: PortalStepCode
  /** Names and ids to enter or pick, untrusted. */
  readonly values: readonly string[]
}

/** The steps in the portal, in order; empty where nothing is to be done. */
export function portalStepsOf({ action, before, after, emergency }: PolicyPlan): readonly PortalStep[] {
  if (action === 'none' || after === null) return []
  const step = (code: PortalStepCode, values: readonly string[] = []): PortalStep => ({ code, values })
  const name = [text(member(after, 'displayName')) ?? '']
  const open = [step('open-policies'), step(before === null ? 'new-policy' : 'open-policy', name)]
  if (action === 'enable') return [...open, step('on'), step('check-condition')]
  const conditions = member(after, 'conditions')
  const excluded = (key: string): readonly string[] => {
    const ids = member(member(conditions, 'users'), key)
    const names = new Map(emergency.map((one) => [one.id.toLowerCase(), one.name]))
    if (!Array.isArray(ids)) return []
    return ids.map((id) => {
      const known = names.get(String(id).toLowerCase()) ?? null
      return known === null ? String(id) : `${known} (${id})`
    })
  }
  const users = excluded('excludeUsers')
  const groups = excluded('excludeGroups')
  return [
    ...open,
    step('include-all-users'),
    ...(users.length > 0 ? [step('exclude-users', users)] : []),
    ...(groups.length > 0 ? [step('exclude-groups', groups)] : []),
    step('all-resources'),
    step(isJson(member(conditions, 'locations')) ? 'network-except-trusted' : 'network-any'),
    step('device-code-flow'),
    step('other-conditions-off'),
    step('block-access'),
    step('report-only'),
    step('check-condition'),
  ]
}
