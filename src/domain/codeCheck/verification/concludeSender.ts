/**
 * Who wrote the message, by the directory. Teams vouches for the object id of a chat message's author; what a mail or an
 * invitation says of its sender is a claim, and a colleague's address in it proves nothing.
 */
import type { KnownSender, LookedUp, MessageAuthor, Organisation, SenderVerification } from './types.js'

export interface SenderLookUps {
  /** Null: the directory knows nobody of that id or address. */
  readonly person: LookedUp<KnownSender | null>
  readonly organisation: LookedUp<Organisation>
}

/** Shorter names stand in too many others. */
const NAME_LENGTH_MIN = 5

/** Whether there is anything to look up. */
export const canLookUp = (author: MessageAuthor): boolean => author.userId !== null || author.address !== null

export function concludeSender(author: MessageAuthor, { person, organisation }: SenderLookUps): SenderVerification {
  if (!person.ok) return { state: 'unavailable', why: person.why }
  const isProven = author.userId !== null
  const { address } = author
  if (person.value?.kind === 'member' || person.value?.kind === 'group')
    return { state: 'colleague', isProven, posesAsInside: false, address }
  // Without the domains it cannot be said whether an address is one of ours that no person has.
  if (!organisation.ok) {
    const state = person.value !== null ? 'guest' : isProven ? 'external' : 'unknown'
    return { state, isProven, posesAsInside: false, address }
  }
  const { domains, displayName } = organisation.value
  const isOurDomain = address !== null && domains.includes(address.slice(address.lastIndexOf('@') + 1))
  const posesAsInside = (isOurDomain && !isProven) || poses(author.displayName ?? '', displayName, domains)
  if (person.value !== null) return { state: 'guest', isProven, posesAsInside, address }
  return { state: isOurDomain ? 'unknown' : 'external', isProven, posesAsInside, address }
}

/** A name such as "Halyard Marine IT" or "it@halyard.example". */
function poses(name: string, organisationName: string | null, domains: readonly string[]): boolean {
  const seen = plain(name)
  const own = plain(organisationName ?? '')
  const namesUs = own.length >= NAME_LENGTH_MIN && ` ${seen} `.includes(` ${own} `)
  return namesUs || domains.some((domain) => name.toLowerCase().includes(`@${domain}`))
}

const plain = (text: string): string =>
  text
    .slice(0, 300)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
