/** Whether somebody's roles let them do something: looked up in the directory, never believed. */
import { isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { type Action, mayDo } from '../domain/policyStatus/index.js'
import type { Ports } from './ports.js'

/** `fresh`: by the roles of this very moment, as a press needs. Of guests and disabled accounts the directory honours none. */
export async function allows(
  { directory, log }: Pick<Ports, 'directory' | 'log'>,
  userId: UserId,
  action: Action,
  options: { readonly fresh?: boolean } = {},
): Promise<true | 'no-role' | 'roles-unknown'> {
  try {
    return mayDo(await directory.activeRoles(userId, options), action) ? true : 'no-role'
  } catch (error) {
    if (!isPosternError(error)) throw error
    log.warn('roles could not be read', { code: error.code })
    return 'roles-unknown'
  }
}
