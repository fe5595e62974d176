import { describe, expect, it } from 'vitest'
import type { PolicySnapshot } from '../../../../src/domain/policyStatus/index.js'
import {
  graphRequestOf,
  keepsDeviceCodeFlow,
  portalStepsOf,
  powerShellOf,
} from '../../../../src/domain/policyStatus/plan/forms.js'
import { recommendPlan } from '../../../../src/domain/policyStatus/plan/recommend.js'
import * as example from '../example.js'

const NOW = new Date('2026-03-02T08:05:00Z')
const planOf = (...policies: readonly unknown[]) => {
  const snapshot: PolicySnapshot = example.snapshot({ policies: [...policies, example.riskPolicy()] })
  return recommendPlan(snapshot, null, NOW)
}
const disabled = (parts: Parameters<typeof example.policy>[0]) => example.policy({ state: 'disabled', ...parts })

describe('the body for Graph', () => {
  it('is the whole policy where one is created', () => {
    const plan = planOf()
    expect(graphRequestOf(plan)).toEqual({
      method: 'POST',
      path: '/v1.0/identity/conditionalAccess/policies',
      body: plan.after,
    })
  })

  it('is what changes where one is changed, without what Graph writes itself', () => {
    const plan = planOf({ ...disabled({}), modifiedDateTime: '2026-01-01T00:00:00Z' })
    expect(graphRequestOf(plan)).toEqual({
      method: 'PATCH',
      path: `/v1.0/identity/conditionalAccess/policies/${example.BLOCK_ID}`,
      body: { state: 'enabledForReportingButNotEnforced' },
    })
  })

  it('is none where the id could change the path', () => {
    expect(graphRequestOf(planOf(disabled({ id: '../../users' })))).toBeNull()
  })
})

describe('what Graph returned', () => {
  it('still is about device code flow, or is not', () => {
    expect(keepsDeviceCodeFlow(example.policy())).toBe(true)
    const both = { authenticationFlows: { transferMethods: 'authenticationTransfer, deviceCodeFlow' } }
    expect(keepsDeviceCodeFlow(example.policy({ conditions: both }))).toBe(true)
    expect(keepsDeviceCodeFlow(example.policy({ conditions: { authenticationFlows: null } }))).toBe(false)
    expect(
      keepsDeviceCodeFlow(example.policy({ conditions: { authenticationFlows: { transferMethods: 'none' } } })),
    ).toBe(false)
    expect(keepsDeviceCodeFlow(null)).toBe(false)
  })
})

describe('the script', () => {
  const HOSTILE = "x\n'@\n; Remove-Item C:\\ -Recurse #'\u2019\u201b$(calc)`r`n\u2028\u0000\u{1f4a3}"

  it('cannot be broken out of by a name', () => {
    const plan = planOf(disabled({ displayName: HOSTILE, users: { includeUsers: [example.BEN] } }))
    const hostile = {
      ...plan,
      after: { ...plan.after, displayName: `${HOSTILE}!` },
      fields: [{ field: 'displayName', before: '', after: '' }],
    }
    const script =
      powerShellOf(
        { ...hostile, emergency: [{ id: HOSTILE, name: HOSTILE, isFound: true, isDisabled: false }] },
        'public',
      ) ?? ''
    expect(script).toMatch(/^[\n\u0020-\u007e]+$/)
    const lines = script.split('\n')
    expect(lines.filter((line) => line === "'@")).toHaveLength(2)
    const body = lines.slice(lines.indexOf("$body = @'") + 1, lines.indexOf("'@")).join('\n')
    expect(body).not.toContain("'")
    expect(JSON.parse(body)).toEqual({ displayName: `${HOSTILE}!` })
    expect(lines.some((line) => /^\s*(;|Remove-Item)/.test(line))).toBe(false)
  })

  it('has the same commands whatever a name holds', () => {
    const commandsOf = (name: string): readonly string[] => {
      const plan = planOf(disabled({ displayName: name, users: { includeUsers: [example.BEN] } }))
      const emergency = [{ id: name, name, isFound: true, isDisabled: false }]
      const renamed = { ...plan, after: { ...plan.after, displayName: name }, emergency }
      const script = powerShellOf(renamed, 'public') ?? ''
      // A here-string of single quotes ends only at a line that begins with '@; a comment only at the end of its line.
      return script
        .replace(/^(.*@')\n[\s\S]*?^'@/gm, '$1')
        .split('\n')
        .filter((line) => !line.startsWith('#'))
    }
    const harmless = commandsOf('Block device code flow')
    expect(harmless.filter((line) => line.includes('Invoke-MgGraphRequest'))).toHaveLength(3)
    for (const name of [
      HOSTILE,
      "'; Remove-Item C:\\ -Recurse; '",
      "\n'@\nRemove-Item C:\\\n$body = @'\n",
      "\r'@\rRemove-Item C:\\\r",
      '"$(Remove-Item C:\\)`"',
      '#> Remove-Item C:\\ <#',
      '\u2018@\u2019\u201a\u201b\u201c\u201d\u201e\u2028\u0085',
    ])
      expect(commandsOf(name)).toEqual(harmless)
  })

  it("signs in with an app of one's own where Graph PowerShell has none", () => {
    const script = powerShellOf(planOf(), 'china') ?? ''
    expect(script).toContain('Connect-MgGraph -Environment China -ClientId $ClientId -TenantId $TenantId -Scopes ')
    // Only comments may come before `param`.
    const before = script.slice(0, script.indexOf('param(')).trimEnd().split('\n')
    expect(before.every((line) => line.startsWith('#'))).toBe(true)
    expect(powerShellOf(planOf(), 'dod')).not.toContain('$ClientId')
  })

  it('deletes at once what came back without its flow, or puts back what was', () => {
    const created = powerShellOf(planOf(), 'gcch') ?? ''
    expect(created).toContain('Connect-MgGraph -Environment USGov ')
    expect(created).toContain("$uri = 'https://graph.microsoft.us/v1.0/identity/conditionalAccess/policies'")
    expect(created).toContain('Invoke-MgGraphRequest -Method DELETE -Uri "$uri/$($result.id)"')
    const changed = powerShellOf(planOf(disabled({})), 'public') ?? ''
    const undo = changed.slice(changed.indexOf("$undo = @'") + 10)
    expect(JSON.parse(undo.slice(0, undo.indexOf("'@")))).toEqual({ state: 'disabled' })
  })
})

describe('the steps in the portal', () => {
  it('name the emergency accounts and end with a look at the condition', () => {
    const steps = portalStepsOf(planOf())
    expect(steps.map(({ code }) => code)).toEqual([
      'open-policies',
      'new-policy',
      'include-all-users',
      'exclude-users',
      'all-resources',
      'network-except-trusted',
      'device-code-flow',
      'other-conditions-off',
      'block-access',
      'report-only',
      'check-condition',
    ])
    expect(steps[3]?.values).toEqual([`Emergency 1 (${example.EMERGENCY_1})`, `Emergency 2 (${example.EMERGENCY_2})`])
  })

  it('only switch on what is ready', () => {
    const ready = example.policy({ state: 'enabledForReportingButNotEnforced' })
    expect(portalStepsOf(planOf(ready)).map(({ code }) => code)).toEqual([
      'open-policies',
      'open-policy',
      'on',
      'check-condition',
    ])
  })
})
