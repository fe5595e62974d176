/** With which apps device codes were used: drawn, and in words. */
import type { DeviceCodeUsersAnswer } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { lines } from './parts.js'
import { NO_PICTURES, type Pictures } from './policyFrame.js'
import type { Section } from './policyItems.js'
import { say } from './words.js'

const NAME_LENGTH_MAX = 40
/** What stands beside a bar on a phone, in characters; nearly every app there is one of Microsoft's. */
const BAR_NAME_LENGTH_MAX = 16
const MAKER = /^Microsoft /

/** One bar alone compares nothing. */
export function appsPicture({ apps }: DeviceCodeUsersAnswer, locale: string): Pictures {
  if (apps.length < 2) return NO_PICTURES
  const columns = apps.map((one) => ({
    x: inert(nameOf(one, locale).replace(MAKER, ''), BAR_NAME_LENGTH_MAX),
    y: one.signIns,
  }))
  return { donuts: [], bars: [{ title: say('asked.section.apps', locale), columns }] }
}

export function appsSection({ apps }: DeviceCodeUsersAnswer, locale: string): Section {
  const counts = apps.map((one) =>
    say('desk.stats.count', locale, { what: { said: nameOf(one, locale) }, count: one.signIns }),
  )
  const [most, ...rest] = counts
  const items = most === undefined ? [] : [{ text: most, details: lines(rest), url: null }]
  return { title: say('asked.section.apps', locale), items }
}

type App = DeviceCodeUsersAnswer['apps'][number]

const nameOf = ({ name, appId }: App, locale: string): string =>
  inert(name ?? appId ?? '', NAME_LENGTH_MAX) || say(appId === null ? 'asked.apps.other' : 'unknown', locale)
