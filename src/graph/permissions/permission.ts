/** One Graph application permission, as the table has it. */
import type { RequestOptions } from '../client.js'

export interface Permission {
  /** As the app registration lists it. */
  readonly name: string
  /** In English, for the operator, without a capital or a full stop. */
  readonly why: string
  /** What stops or becomes unknown without it, in the same form. */
  readonly lostWithout: string
  /**
   * A request that changes nothing and needs the permission; null where there is none (it would read a person's own
   * things, or do something), so that the roles in the app's token tell, or a press.
   */
  readonly probe: ((now: Date) => { readonly path: string; readonly request: RequestOptions }) | null
  /** Needed only where writing policy is on, by the app that does it. */
  readonly isForWriting?: boolean
}

/** A principal that exists nowhere: the permission is checked before the object is looked up. */
export const NOBODY = '00000000-0000-4000-8000-000000000000'
