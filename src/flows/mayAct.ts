/** Whether somebody may act on alerts, by the roles of this very moment: asked at every press, never cached. */
import { PosternError } from '../domain/errors.js'
import { mayDo } from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

/** @throws PosternError `not-allowed`, and what Graph throws where the role cannot be read */
export async function mustActOnAlerts(
  { clock, directory, settings, store }: Pick<Ports, 'clock' | 'directory' | 'settings' | 'store'>,
  actor: Actor,
  action: string,
): Promise<void> {
  const isOurs = actor.tenantId === settings.tenantId
  const roles = isOurs ? await directory.activeRoles(actor.userId, { fresh: true }) : []
  if (mayDo(roles, 'act-on-alerts')) return
  await store.addAudit({ event: 'press-refused', what: action, actor: actor.userId, at: clock.now() })
  throw new PosternError('not-allowed', { action })
}
