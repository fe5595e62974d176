/** Whose network an autonomous system is, in a word that people know. */
import { NETWORK_NAMES } from './data/networkNames.js'

/** The name, or the number as operators write it; null where the record has none. */
export const networkNameOf = (asn: number | undefined): string | null =>
  asn === undefined ? null : (NETWORK_NAMES.get(asn) ?? `AS${asn}`)
