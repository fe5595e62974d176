/** People and places as cards name them. Values marked (untrusted) were chosen by somebody outside. */
import type { UserId } from './ids.js'

/** A person as cards name them. */
export interface PersonView {
  readonly userId: UserId
  /** (untrusted) From the directory; null where it could not be read. */
  readonly displayName: string | null
  /** (untrusted) */
  readonly userPrincipalName: string | null
}

/** Where a leg came from, in words a person knows. Null: the record does not say. */
export interface PlaceView {
  readonly city: string | null
  readonly countryOrRegion: string | null
  readonly ipAddress: string | null
  /** Whether the address lies in a network the organisation trusts. */
  readonly trusted: boolean
  /** Whose network the address is in, by its number; null where it is none we know. */
  readonly network?: string | null
}
