/**
 * Groups that are an exception for Teams devices already: excluded from a block of device code flow, and nobody in them
 * but accounts of devices. Source: Microsoft's guide for Teams devices: a group of resource accounts, not technicians.
 */
import { compileTenant } from '../compile.js'
import { membersOf } from '../membership.js'
import { namesDeviceCodeFlow } from '../policy.js'
import type { Tenant } from '../tenant.js'

export interface DeviceGroup {
  readonly id: string
  readonly name: string | null
  readonly memberCount: number
}

/** @param deviceAccounts lower-case ids. */
export function deviceGroups(tenant: Tenant, deviceAccounts: ReadonlySet<string>): readonly DeviceGroup[] {
  if (deviceAccounts.size === 0) return []
  const excluded = compileTenant(tenant)
    .policies.filter((policy) => policy.controls.blocks && namesDeviceCodeFlow(policy))
    .flatMap(({ users }) => [...users.exclude.groups])
  const names = new Map(tenant.directory.groups?.map((group) => [group.id.toLowerCase(), group.displayName ?? null]))
  return [...membersOf(tenant.directory, [...new Set(excluded)])]
    .filter(([, members]) => members.size > 0 && [...members].every((id) => deviceAccounts.has(id)))
    .map(([id, members]) => ({ id, name: names.get(id) ?? null, memberCount: members.size }))
}
