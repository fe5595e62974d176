/** Open networks and resources by name: anywhere, anywhere but these, or these. */
import type { CompiledTenant } from './compile.js'
import type { Place } from './conditions/network.js'
import type { Resource } from './conditions/resources.js'
import type { NamedThing } from './evidence.js'
import type { Dimension } from './scope.js'

export interface OpenPlaces {
  /** `all` and `all-but` are about networks that are not trusted. */
  readonly kind: 'all' | 'all-but' | 'only'
  readonly things: readonly NamedThing[]
}

export interface OpenResources {
  readonly kind: 'all' | 'all-but' | 'only'
  readonly things: readonly NamedThing[]
}

export function namedPlaces(
  tenant: CompiledTenant,
  dimension: Dimension<Place>,
  open: readonly number[],
  name: (id: string) => NamedThing,
): OpenPlaces {
  if (open.length === dimension.length) return { kind: 'all', things: [] }
  const isOpen = new Set(open)
  const placed = dimension.flatMap(({ values }, at) => values.map((place) => ({ place, open: isOpen.has(at) })))
  // A location names a side if everything in it that is not trusted lies there.
  const naming = (side: boolean): readonly string[] =>
    tenant.locations.all
      .filter(({ key }) => {
        const inside = placed.filter(({ place }) => place.locations.has(key))
        return inside.length > 0 && inside.every((one) => one.open === side)
      })
      .map(({ id }) => id)
  const unnamed = placed.find(({ place }) => place.locations.size === 0)
  if (unnamed?.open === true) return { kind: 'all-but', things: naming(false).map(name) }
  const whole = naming(true)
  if (whole.length > 0) return { kind: 'only', things: whole.map(name) }
  // Only where locations overlap: then every location that has an open part.
  const parts = new Set(placed.flatMap((one) => (one.open ? [...one.place.locations] : [])))
  return { kind: 'only', things: [...parts].map(name) }
}

const SUITES: readonly (readonly [id: string, is: (app: Resource & { kind: 'app' }) => boolean])[] = [
  ['Office365', ({ office365 }) => office365],
  ['MicrosoftAdminPortals', ({ adminPortals }) => adminPortals],
]

export function namedResources(
  dimension: Dimension,
  open: readonly number[],
  name: (id: string) => NamedThing,
): OpenResources {
  if (open.length === dimension.length) return { kind: 'all', things: [] }
  const isOpen = new Set(open)
  const apps = dimension.flatMap(({ values }, at) =>
    (values as readonly Resource[]).flatMap((app) => (app.kind === 'app' ? [{ app, open: isOpen.has(at) }] : [])),
  )
  const naming = (side: boolean): readonly NamedThing[] => {
    const suites = SUITES.filter(([, is]) => {
      const inside = apps.filter(({ app }) => is(app))
      return inside.some(({ app }) => app.id === '') && inside.every((one) => one.open === side)
    })
    const single = apps.filter((one) => one.open === side && one.app.id !== '' && !suites.some(([, is]) => is(one.app)))
    const filtered = apps.some((one) => one.open === side && one.app.id === '' && one.app.attributes !== null)
    return [
      ...suites.map(([id]) => name(id)),
      ...single.map(({ app }) => name(app.id)),
      ...(filtered && single.length + suites.length === 0 ? [name('application-filter')] : []),
    ]
  }
  const unmentioned = apps.find(
    ({ app }) => app.id === '' && !app.office365 && !app.adminPortals && app.attributes === null,
  )
  return unmentioned?.open === true
    ? { kind: 'all-but', things: naming(false) }
    : { kind: 'only', things: naming(true) }
}
