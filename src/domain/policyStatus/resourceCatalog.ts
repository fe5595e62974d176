/**
 * The resources policies can tell apart: those they mention, those of the catalog, and one nobody mentions.
 */
import { type Resource, userActionName } from './conditions/resources.js'
import type { Policy } from './policy.js'
import { comparisonsOf, type Rule } from './ruleLanguage.js'
import type { Catalog, SignIn } from './tenant.js'

type App = Resource & { kind: 'app' }

export class Resources {
  readonly unmentioned: Resource = { kind: 'app', id: '', office365: false, adminPortals: false, attributes: null }
  private readonly apps = new Map<string, App>()
  private readonly named = new Map<string, Resource>()
  private readonly notGiven: Resource = { kind: 'not-given' }
  private readonly filterStandIns: readonly App[]

  constructor(catalog: Catalog, policies: readonly Policy[]) {
    const office365 = new Set(catalog.office365?.map((id) => id.toLowerCase()))
    const adminPortals = new Set(catalog.adminPortals?.map((id) => id.toLowerCase()))
    const attributes = new Map(
      catalog.apps?.map((app) => [app.appId.toLowerCase(), app.customSecurityAttributes ?? null]),
    )
    const conditions = policies.map(({ resources }) => resources)
    const mentioned = conditions.flatMap(({ include, exclude }) => [...include.ids, ...exclude.ids])
    for (const id of new Set([...office365, ...adminPortals, ...attributes.keys(), ...mentioned])) {
      this.apps.set(id, {
        kind: 'app',
        id,
        office365: office365.has(id),
        adminPortals: adminPortals.has(id),
        attributes: attributes.get(id) ?? null,
      })
    }
    for (const { userActions } of conditions) for (const name of userActions) this.intern('user-action', name)
    for (const { authContexts } of conditions) for (const name of authContexts) this.intern('auth-context', name)
    this.filterStandIns = conditions.flatMap(({ filter }) => (filter?.rule ? filterStandIns(filter.rule) : []))
  }

  /** The resource of a sign-in; the same resource is the same object. */
  of(signIn: SignIn): Resource {
    if (signIn.appId)
      return this.apps.get(signIn.appId) ?? this.apps.get(signIn.appId.toLowerCase()) ?? this.unmentioned
    if (signIn.userAction) return this.find('user-action', userActionName(signIn.userAction))
    return signIn.authContext ? this.find('auth-context', signIn.authContext.toLowerCase()) : this.notGiven
  }

  /**
   * One resource of every kind. A suite or a filter counts even if no app of it is known: one may be added tomorrow.
   */
  standIns(): readonly Resource[] {
    const suite: App = { kind: 'app', id: '', office365: true, adminPortals: false, attributes: null }
    const portals: App = { kind: 'app', id: '', office365: false, adminPortals: true, attributes: null }
    return [this.unmentioned, suite, portals, ...this.apps.values(), ...this.filterStandIns]
  }

  private intern(kind: 'user-action' | 'auth-context', name: string): void {
    this.named.set(`${kind} ${name}`, { kind, name })
  }

  private find(kind: 'user-action' | 'auth-context', name: string): Resource {
    // Every name that no policy mentions is the same to all of them.
    return this.named.get(`${kind} ${name}`) ?? this.other(kind)
  }

  private other(kind: 'user-action' | 'auth-context'): Resource {
    const key = `${kind} `
    const known = this.named.get(key)
    if (known !== undefined) return known
    const fresh: Resource = { kind, name: '' }
    this.named.set(key, fresh)
    return fresh
  }
}

/** Past this many combinations only one attribute at a time is varied. */
const COMBINATIONS_MAX = 256

/** Apps that carry the values a filter asks about, in every combination, so that a filter nothing meets yet is seen. */
function filterStandIns(rule: Rule): readonly App[] {
  const asked = new Map<string, Set<string>>()
  for (const { property, values } of comparisonsOf(rule)) {
    const name = property.slice(property.indexOf('.') + 1)
    const known = asked.get(name) ?? new Set()
    for (const value of values) if (value !== null) known.add(value)
    asked.set(name, known)
  }
  const single = [...asked].flatMap(([name, values]) => [...values].map((value) => ({ [name]: value })))
  const count = [...asked.values()].reduce((product, { size }) => product * (size + 1), 1)
  const carried = count > COMBINATIONS_MAX ? single : combined(asked)
  return carried.map((attributes) => ({
    kind: 'app' as const,
    id: '',
    office365: false,
    adminPortals: false,
    attributes,
  }))
}

/** Each attribute with each of its values or not at all; the app that carries none is there already. */
function combined(asked: ReadonlyMap<string, ReadonlySet<string>>): readonly Record<string, string>[] {
  let apps: Record<string, string>[] = [{}]
  for (const [name, values] of asked)
    apps = [...apps, ...apps.flatMap((app) => [...values].map((value) => ({ ...app, [name]: value })))]
  return apps.slice(1)
}
