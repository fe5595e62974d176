/** Apps that carry custom security attributes, by which a policy's filter tells them apart. */
import { withQuery } from '../odata.js'
import { read, servicePrincipal } from '../schemas.js'
import { DIRECTORY, type Step } from './step.js'

export async function readApps(step: Step, from: string | null): Promise<string | null> {
  const first = withQuery('/servicePrincipals', { $select: 'appId,displayName,customSecurityAttributes', $top: '999' })
  const page = await step.graph.page(from ?? first, DIRECTORY)
  for (const row of page.rows) {
    const { appId, displayName = null, customSecurityAttributes } = read(servicePrincipal, row)
    if (customSecurityAttributes === null || customSecurityAttributes === undefined) continue
    step.progress.attributesSeen = true
    step.add('app', appId.toLowerCase(), {
      appId: appId.toLowerCase(),
      displayName,
      customSecurityAttributes: flat(customSecurityAttributes),
    })
  }
  // Graph shows null both where there are none and where the app may not see them.
  if (page.next === null && !step.progress.attributesSeen) step.unknown('catalog', 'app-attributes-not-read')
  return page.next
}

/** `{Engineering: {Project: 'Baker'}}` → `{Engineering_Project: 'Baker'}`, as filters spell it. */
function flat(sets: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const pairs = Object.entries(sets).flatMap(([set, attributes]) =>
    typeof attributes === 'object' && attributes !== null
      ? Object.entries(attributes).map(([name, value]) => [`${set}_${name}`, value] as const)
      : [],
  )
  return Object.fromEntries(pairs.filter(([name]) => !name.includes('@odata.')))
}
