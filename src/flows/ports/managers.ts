/** Whose manager somebody is. */
import type { UserId } from '../../domain/ids.js'

export interface Managers {
  /** Null where the directory names none. Errors: `graph-*`. */
  managerOf(userId: UserId): Promise<UserId | null>
}
