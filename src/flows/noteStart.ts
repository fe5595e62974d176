/** An instance starts: what it may do by itself goes into the trail, and stands out where it has changed. */
import type { Ports } from './ports.js'

export async function noteStart({
  clock,
  settings,
  store,
}: Pick<Ports, 'clock' | 'settings' | 'store'>): Promise<void> {
  const what = settings.containmentMode
  const entry = { what, actor: 'postern', about: null, at: clock.now() } as const
  const before = await store.lastAudited('bot-started')
  await store.transaction(async (tx) => {
    if (before !== null && before !== what)
      await tx.addAudit({ ...entry, event: 'containment-mode-changed', details: { before } })
    await tx.addAudit({
      ...entry,
      event: 'bot-started',
      // Numbers alone: who they are is in the settings.
      details: {
        emergencyAccounts: settings.emergencyAccounts.length,
        sharedDeviceAccounts: settings.sharedDeviceAccounts.length,
        trustedNetworks: settings.trustedNetworks.length,
        checkRetentionMs: settings.checkRetentionMs,
        reportRetentionMs: settings.reportRetentionMs,
        auditRetentionMs: settings.auditRetentionMs,
      },
    })
  })
}
