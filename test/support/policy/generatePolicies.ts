/** Policies over the whole space of conditions. */
import type { Chance } from './chance.js'
import { appRule, deviceRule } from './generateRules.js'
import {
  ACTIONS,
  APPS,
  CLIENTS,
  CONTEXTS,
  FLOWS,
  GROUPS,
  LEVELS,
  LOCATIONS,
  MFA,
  PLATFORMS,
  ROLES,
  TENANTS,
  TYPES,
  USERS,
} from './pools.js'

function external(chance: Chance): unknown {
  if (!chance.oneIn(5)) return null
  return {
    guestOrExternalUserTypes: chance.atLeastOne([...TYPES, 'unknownFutureValue'], 3).join(chance.of(',', ', ')),
    externalTenants: chance.of<unknown>(
      null,
      { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' },
      {
        '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants',
        membershipKind: 'enumerated',
        members: chance.some(TENANTS, 2).map((id) => chance.cased(id)),
      },
    ),
  }
}

function users(chance: Chance): unknown {
  const cased = (list: readonly string[], max: number): string[] => chance.some(list, max).map((id) => chance.cased(id))
  const included = chance.below(6)
  const include = included < 3 ? ['All'] : included === 3 ? ['None'] : cased([...USERS, 'GuestsOrExternalUsers'], 3)
  return {
    includeUsers: include,
    excludeUsers: chance.oneIn(2) ? [] : cased([...USERS, 'GuestsOrExternalUsers'], 2),
    includeGroups: included < 3 ? [] : cased(GROUPS, 2),
    excludeGroups: chance.oneIn(2) ? [] : cased(GROUPS, 2),
    includeRoles: included < 4 ? [] : cased(ROLES, 2),
    excludeRoles: chance.oneIn(3) ? cased(ROLES, 2) : [],
    includeGuestsOrExternalUsers: included < 3 ? null : external(chance),
    excludeGuestsOrExternalUsers: external(chance),
  }
}

function applications(chance: Chance): unknown {
  const kind = chance.below(8)
  const named = [...APPS, 'Office365', 'MicrosoftAdminPortals']
  return {
    includeApplications: kind < 4 ? ['All'] : kind < 6 ? chance.atLeastOne(named, 3).map((id) => chance.cased(id)) : [],
    excludeApplications: chance.oneIn(3) ? chance.some(named, 2) : [],
    includeUserActions: kind === 6 ? chance.atLeastOne(ACTIONS, 2) : [],
    includeAuthenticationContextClassReferences: kind === 7 ? chance.atLeastOne(CONTEXTS, 2) : [],
    applicationFilter:
      kind < 6 && chance.oneIn(6) ? { mode: chance.of('include', 'exclude'), rule: appRule(chance) } : null,
  }
}

function grants(chance: Chance): unknown {
  if (chance.oneIn(12)) return null
  if (chance.oneIn(2)) return { operator: 'OR', builtInControls: ['block'] }
  return {
    operator: chance.of('AND', 'OR', undefined),
    builtInControls: chance.some(
      ['mfa', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication', 'unknownFutureValue'],
      3,
    ),
    customAuthenticationFactors: chance.oneIn(8) ? ['factor'] : [],
    termsOfUse: chance.oneIn(8) ? ['terms'] : [],
    authenticationStrength: chance.oneIn(6) ? { id: 'strength', displayName: 'Phishing-resistant' } : null,
  }
}

const sessions = (chance: Chance): unknown =>
  chance.oneIn(4)
    ? {
        signInFrequency: chance.of(null, { isEnabled: true, frequencyInterval: 'everyTime' }, { isEnabled: false }),
        persistentBrowser: chance.of(null, { isEnabled: true, mode: 'never' }),
        disableResilienceDefaults: chance.of(null, true, false),
      }
    : null

/** Half the policies have one condition beside users and resources, so that each decides often enough. */
function fewer(chance: Chance, conditions: Record<string, unknown>): Record<string, unknown> {
  if (chance.oneIn(2)) return conditions
  const kept = chance.of('locations', 'platforms', 'clientAppTypes', 'devices', 'signInRiskLevels', 'userRiskLevels')
  const { users: whom, applications: what, authenticationFlows } = conditions
  return { users: whom, applications: what, authenticationFlows, [kept]: conditions[kept] }
}

export function policy(chance: Chance, at: number): unknown {
  const place = [...LOCATIONS, 'AllTrusted', MFA, 'no-such-location']
  const levels = (all: readonly string[]): string[] => (chance.oneIn(6) ? chance.atLeastOne(all, 3) : [])
  return {
    id: `policy-${at}`,
    displayName: `policy ${at}`,
    state: chance.of(
      'enabled',
      'enabled',
      'enabled',
      'enabledForReportingButNotEnforced',
      'disabled',
      ...(chance.oneIn(6) ? ['partiallyEnabled'] : []),
    ),
    aFieldOfTomorrow: { some: 'thing' },
    conditions: fewer(chance, {
      users: users(chance),
      applications: applications(chance),
      locations: chance.oneIn(2)
        ? null
        : {
            includeLocations: chance.oneIn(2) ? ['All'] : chance.atLeastOne(place, 2),
            excludeLocations: chance.some(place, 2),
          },
      platforms: chance.oneIn(4)
        ? {
            includePlatforms: chance.oneIn(2) ? ['all'] : chance.atLeastOne(PLATFORMS, 3),
            excludePlatforms: chance.some(PLATFORMS, 2),
          }
        : null,
      clientAppTypes: chance.oneIn(3) ? chance.atLeastOne(CLIENTS, 3) : ['all'],
      devices: chance.oneIn(3)
        ? { deviceFilter: { mode: chance.of('include', 'exclude'), rule: deviceRule(chance) } }
        : null,
      signInRiskLevels: levels(LEVELS),
      userRiskLevels: levels(LEVELS),
      servicePrincipalRiskLevels: [],
      insiderRiskLevels: chance.oneIn(8)
        ? chance.atLeastOne(['minor', 'moderate', 'elevated', 'unknownFutureValue'], 2).join(',')
        : null,
      clientApplications: chance.oneIn(15) ? { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] } : null,
      authenticationFlows: chance.oneIn(4) ? null : { transferMethods: chance.of(...FLOWS) },
    }),
    grantControls: grants(chance),
    sessionControls: sessions(chance),
  }
}
