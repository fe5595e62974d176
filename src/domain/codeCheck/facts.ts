/** Plain answers to the questions that the rules of the verdict ask. */
import type { Findings } from './findings.js'
import { type Voice, voiceOf } from './voice.js'

export interface Facts extends Findings, Voice {
  readonly hasCode: boolean
  readonly hasStrongCode: boolean
  readonly hasPage: boolean
  readonly hasPageLikeLink: boolean
  /** The code or the page is written so that a program does not see it: tools and devices have no reason to. */
  readonly isDisguised: boolean
  readonly hasUnlistedLink: boolean
  readonly hasMeetingData: boolean
}

export function factsOf(findings: Findings): Facts {
  const { codes, links, page, meetings } = findings
  const voice = voiceOf(findings)
  return {
    ...findings,
    // one by one: a second spread would make an object that every rule is slow to read
    isSomebodys: voice.isSomebodys,
    isPromptOnly: voice.isPromptOnly,
    isToolOutput: voice.isToolOutput,
    isDeviceScreen: voice.isDeviceScreen,
    isOwnInitiative: voice.isOwnInitiative,
    isThings: voice.isThings,
    isGiven: voice.isGiven,
    addressesDoer: voice.addressesDoer,
    hasPretext: voice.hasPretext,
    isTaught: voice.isTaught,
    isReported: voice.isReported,
    hasCode: codes.length > 0 || links.some((link) => link.carriedCode !== undefined),
    hasStrongCode: codes.some((code) => code.form === 'entra'),
    hasPage: page !== undefined,
    hasPageLikeLink: links.some((link) => link.kind === 'device-page-lookalike'),
    isDisguised:
      page?.kind === 'named' ||
      findings.source.isRefanged ||
      findings.source.unseenInWords > 0 ||
      codes.some((code) => code.disguise !== undefined) ||
      links.some(
        (link) =>
          link.kind === 'device-page' &&
          (link.isDisguised || link.isObscured || link.mixesScripts || link.through.length > 0),
      ),
    hasUnlistedLink: links.some((link) => (link.kind === 'unlisted' || link.kind === 'lookalike') && link.isFollowable),
    hasMeetingData:
      links.some((link) => link.kind === 'meeting') ||
      meetings.some((one) => one.kind !== 'passcode' && one.kind !== 'meet-code' && one.isWellFormed !== false),
  }
}
