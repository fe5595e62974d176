/** Puts evidence to signals: the ones that decided first, then everything else worth telling. */
import type { Facts } from './facts.js'
import type { Judgement } from './judgement.js'
import type { Topic } from './language/phrases.js'
import type { SignalCode } from './signals.js'
import type { Signal } from './types.js'

const EVIDENCE_LENGTH_MAX = 120

interface Range {
  readonly start: number
  readonly end: number
}

/** Signals that rest on words of a topic. */
const TOPIC_OF: Partial<Record<SignalCode, Topic>> = {
  'code-to-enter': 'enterCode',
  'code-announced': 'codeLater',
  'code-asked-back': 'askBack',
  'address-asked-back': 'addressBar',
  'qr-code': 'qrCode',
  'own-initiative': 'ownInitiative',
  'own-device-only': 'ownDeviceOnly',
  'other-party': 'otherParty',
  'device-page-described': 'devicePageWord',
  'unattended-device': 'unattendedDevice',
  'unexplained-sign-in': 'unexplainedSignIn',
  'addresses-checker': 'addressesChecker',
  'meeting-pretext': 'meeting',
  'account-pretext': 'accountLure',
  urgency: 'urgency',
  'unverifiable-contact': 'unverifiableContact',
  'letter-form': 'letterForm',
  awareness: 'awareness',
  'one-time-password': 'oneTimePassword',
  'already-entered': 'alreadyEntered',
  'device-screen': 'promptSentence',
  'approval-by-phone': 'otherParty',
}

function rangeOf(code: SignalCode, facts: Facts): Range | undefined {
  const link = (isIt: (one: Facts['links'][number]) => boolean): Range | undefined => facts.links.find(isIt)
  const reference = (kind: Facts['meetings'][number]['kind']): Range | undefined =>
    facts.meetings.find((one) => one.kind === kind)
  switch (code) {
    case 'code-with-device-page':
    case 'device-code':
    case 'code-on-unknown-page':
      return facts.codes[0]
    case 'disguised-code':
      return facts.codes.find((one) => one.disguise !== undefined)
    case 'device-page':
    case 'device-page-requested':
      return link((one) => one.kind === 'device-page')
    case 'prefilled-code':
      return link((one) => one.carriedCode !== undefined)
    case 'disguised-link':
      return link((one) => one.isDisguised)
    case 'wrapped-link':
      return link((one) => one.through.length > 0)
    case 'obscured-link':
      return link((one) => one.isObscured)
    case 'script-link':
      return facts.scriptLink
    case 'lookalike-host':
      return link((one) => one.kind === 'lookalike' || one.kind === 'device-page-lookalike')
    case 'mixed-scripts':
      return link((one) => one.mixesScripts)
    case 'unlisted-host':
      return link((one) => one.kind === 'unlisted' && one.isFollowable)
    case 'meeting-link':
      return link((one) => one.kind === 'meeting')
    case 'meeting-id':
      return reference('meeting-id') ?? reference('meet-code')
    case 'code-called-meeting-id':
      return facts.mislabelledIds[0]
    case 'invitation-mismatch':
      return facts.mismatches[0]
    case 'device-link-requested':
      return facts.phrases.all('linkDevice')[0] ?? link((one) => one.kind === 'linked-device')
    case 'dial-in':
      return reference('dial-in')
    case 'other-number':
      return facts.otherNumbers[0]
    case 'tool-output':
      return facts.shell ?? facts.phrases.all('toolCommand')[0] ?? facts.phrases.all('promptSentence')[0]
    default: {
      const topic = TOPIC_OF[code]
      return topic === undefined ? undefined : facts.phrases.all(topic)[0]
    }
  }
}

function signal(code: SignalCode, facts: Facts): Signal {
  const range = rangeOf(code, facts)
  if (range === undefined) return { code, evidence: '' }
  const { source } = facts
  const evidence = source.text.slice(range.start, Math.min(range.end, range.start + EVIDENCE_LENGTH_MAX))
  const start = source.at[range.start]
  const last = source.at[range.end - 1]
  if (!source.hasSpans || start === undefined || last === undefined) return { code, evidence }
  return { code, evidence, span: { start, end: last + 1 } }
}

/** Told whenever they hold, whether or not they decided. */
function asides(facts: Facts): SignalCode[] {
  const { phrases, links, codes, source } = facts
  const found: [SignalCode, boolean][] = [
    ['already-entered', phrases.has('alreadyEntered')],
    ['address-asked-back', phrases.has('addressBar') && (phrases.has('askBack') || phrases.has('sendMe'))],
    ['disguised-code', codes.some((one) => one.disguise !== undefined)],
    ['disguised-link', links.some((one) => one.isDisguised)],
    ['script-link', facts.scriptLink !== undefined],
    ['lookalike-host', links.some((one) => one.kind === 'lookalike' || one.kind === 'device-page-lookalike')],
    ['mixed-scripts', links.some((one) => one.mixesScripts)],
    ['wrapped-link', links.some((one) => one.through.length > 0)],
    ['obscured-link', links.some((one) => one.isObscured)],
    ['qr-code', phrases.has('qrCode')],
    ['prefilled-code', links.some((one) => one.carriedCode !== undefined && one.kind === 'device-page')],
    ['invisible-characters', source.unseenInWords > 0],
    ['addresses-checker', phrases.has('addressesChecker') || facts.hiddenPhrases?.has('addressesChecker') === true],
    ['hidden-text', source.hides || facts.hiddenPhrases?.has('addressesChecker') === true],
    ['device-page', facts.hasPage],
    ['device-page-described', phrases.has('devicePageWord')],
    ['device-code', codes.length > 0],
    ['other-party', phrases.has('otherParty')],
    ['urgency', phrases.has('urgency')],
    ['meeting-link', links.some((one) => one.kind === 'meeting')],
    ['meeting-id', facts.meetings.some((one) => one.kind === 'meeting-id')],
    ['code-called-meeting-id', facts.mislabelledIds.length > 0],
    ['invitation-mismatch', facts.mismatches.length > 0],
    ['dial-in', facts.meetings.some((one) => one.kind === 'dial-in')],
    ['meeting-pretext', phrases.has('meeting') && codes.length > 0],
    ['account-pretext', phrases.has('accountLure') && codes.length > 0],
    ['unlisted-host', links.some((one) => one.kind === 'unlisted' && one.isFollowable)],
    ['from-someone-else', facts.writtenBySomeoneElse && codes.length > 0],
    ['other-number', facts.otherNumbers.length > 0],
    ['truncated', source.truncated],
  ]
  return found.filter(([, holds]) => holds).map(([code]) => code)
}

export function readSignals(judgement: Judgement, facts: Facts): Signal[] {
  return [...new Set([...judgement.because, ...asides(facts)])].map((code) => signal(code, facts))
}
