/** What the flows may know of the configuration. */
import type { Config } from './config.js'
import type { Settings } from './flows/ports.js'

export function settingsOf(config: Config): Settings {
  return {
    tenantId: config.tenantId,
    containmentMode: config.containmentMode,
    silenceMs: config.silenceMs,
    isPolled: config.isPolled,
    streamHubs: config.stream?.hubs ?? [],
    pollIntervalMs: config.pollIntervalMs,
    pollOverlapMs: config.pollOverlapMs,
    firstPollMs: config.firstPollMs,
    emergencyAccounts: config.emergencyAccounts,
    sharedDeviceAccounts: config.sharedDeviceAccounts,
    trustedNetworks: config.mfaTrustedIps,
    checksPerHourMax: config.checksPerHourMax,
    checkRetentionMs: config.checkRetentionMs,
    reportRetentionMs: config.reportRetentionMs,
    auditRetentionMs: config.audit.retentionMs,
    policyRetentionMs: config.policies.retentionMs,
    reportOnlyDaysMax: config.policies.reportOnlyDaysMax,
    policyExceptions: config.policyExceptions,
    securityChannelId: config.securityChannelId,
    routes: config.routes,
    digestHour: config.digestHour,
    defenderPortal: config.cloud.defenderPortal,
    cloudName: config.cloudName,
    portals: config.cloud,
  }
}
