/** The device sign-in page of a message, however it is named: a link, an address that is no link, a television's page. */
import { screenLayout } from '../layout/screen.js'
import { skeleton } from '../normalise/unicode.js'
import { findCodes } from './codes.js'
import type { Link } from './links.js'
import type { MeetingReference } from './meetings.js'

/** The strongest trace of a device sign-in page. */
export type DevicePage =
  | { readonly kind: 'link'; readonly link: Link }
  /** Its address is there but not as a link: spaced out, spelled, reversed. */
  | { readonly kind: 'named'; readonly evidence: string /** Backwards or in a cipher. */; readonly isHidden: boolean }

/** Addresses of device pages with everything but letters and digits taken out, forwards and backwards. */
const PAGE_NAMES = [
  'microsoftcomdevice',
  'microsoftdotcomdevice',
  'akamsdevicelogin',
  'oauth2deviceauth',
  'githubcomlogindevice',
  'googlecomdevice',
]
const backwards = (name: string): string => Array.from(name).reverse().join('')
/** ROT13, the one cipher that people know. */
const rotated = (name: string): string =>
  name.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97))
const HIDDEN_PAGE_NAMES = [...PAGE_NAMES.map(backwards), ...PAGE_NAMES.map(rotated)]
const DIGIT_FOR: Readonly<Record<string, string>> = { o: '0', i: '1', e: '3', a: '4', s: '5', t: '7' }
/** With digits for some of its letters: `m1crosoftcomd3vice`. */
const LEET_FORMS = PAGE_NAMES.map((name) => ({
  name,
  form: new RegExp(name.replace(/[oieast]/g, (letter) => `[${letter}${DIGIT_FOR[letter] ?? ''}]`)),
}))
/** Its last part alone, as people say it; not the option of a command. */
const SPOKEN_PAGE = /(?<![\w.-])device(?:login|code)(?![\w-])|oauth2\/deviceauth/i

/** Where televisions send people, on whatever host: `service.example/tv`. */
const TELEVISION_PATH =
  /\/(?:tv\d?|activate|activar|aktivieren|activer|attiva|ativar|activeren|aktivera|aktiver|aktywuj|koppel|koppeln|koppla|kobl|link|pair|connect|device|mytv)\/?$/i

export const isTelevisionLink = (link: Link): boolean => link.kind === 'unlisted' && TELEVISION_PATH.test(link.written)

/** A page of that kind counts where a screen shows a code for it. */
export function televisionPage(
  text: string,
  links: readonly Link[],
  taken: readonly MeetingReference[],
): DevicePage | undefined {
  const link = links.find(isTelevisionLink)
  if (link === undefined) return undefined
  const isShown = screenLayout(text, findCodes(text, [...links, ...taken])) !== undefined
  return isShown ? { kind: 'link', link } : undefined
}

export function describedPage(text: string, links: readonly Link[]): DevicePage | undefined {
  const link = links.find((one) => one.kind === 'device-page')
  if (link !== undefined) return { kind: 'link', link }
  const compact = skeleton(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
  const hidden = HIDDEN_PAGE_NAMES.find((one) => compact.includes(one))
  if (hidden !== undefined) return { kind: 'named', evidence: hidden, isHidden: true }
  const leet = LEET_FORMS.find(({ name, form }) => form.test(compact) && !compact.includes(name))
  if (leet !== undefined) return { kind: 'named', evidence: leet.name, isHidden: true }
  const name = PAGE_NAMES.find((one) => compact.includes(one)) ?? SPOKEN_PAGE.exec(text)?.[0]
  return name === undefined ? undefined : { kind: 'named', evidence: name, isHidden: false }
}
