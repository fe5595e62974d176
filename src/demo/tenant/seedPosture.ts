/**
 * What stands beside Halyard Marine's policies, with the weaknesses that real tenants have: security defaults off (there
 * is Conditional Access), a domain of a yard that was bought signs in at its own server, devices are registered without
 * a second factor, personal Android devices may enrol, and the only phishing simulation was long ago.
 */
import type { SimulatedPosture } from './model.js'

const DAY_MS = 24 * 60 * 60 * 1000

export function seedPosture(now: Date): SimulatedPosture {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  const domain = (id: string, authenticationType: 'Managed' | 'Federated', isDefault = false) => ({
    id,
    authenticationType,
    isVerified: true,
    isDefault,
    isInitial: id.includes('onmicrosoft'),
  })
  const restriction = (platformBlocked: boolean, personalDeviceEnrollmentBlocked: boolean) => ({
    platformBlocked,
    personalDeviceEnrollmentBlocked,
    osMinimumVersion: null,
    osMaximumVersion: null,
  })
  return {
    securityDefaults: {
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Security Defaults',
      isEnabled: false,
    },
    domains: [
      domain('halyard.example', 'Managed', true),
      domain('halyard.onmicrosoft.example', 'Managed'),
      domain('southyard.example', 'Federated'),
    ],
    deviceRegistration: {
      id: 'deviceRegistrationPolicy',
      displayName: 'Device Registration Policy',
      userDeviceQuota: 50,
      multiFactorAuthConfiguration: 'notRequired',
      azureADRegistration: {
        isAdminConfigurable: false,
        allowedToRegister: { '@odata.type': '#microsoft.graph.allDeviceRegistrationMembership' },
      },
      azureADJoin: {
        isAdminConfigurable: true,
        allowedToJoin: { '@odata.type': '#microsoft.graph.allDeviceRegistrationMembership' },
      },
    },
    enrollment: [
      {
        '@odata.type': '#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration',
        id: 'e7000000-0000-4000-8000-000000000001_DefaultPlatformRestrictions',
        displayName: 'All users and all devices',
        priority: 0,
        windowsRestriction: restriction(false, true),
        iosRestriction: restriction(false, true),
        androidRestriction: restriction(false, false),
        macOSRestriction: restriction(true, true),
      },
    ],
    attackSimulations: [
      {
        id: 'e8000000-0000-4000-8000-000000000001',
        displayName: 'Invoice from the harbour master',
        attackType: 'social',
        attackTechnique: 'credentialHarvesting',
        status: 'succeeded',
        launchDateTime: daysAgo(290),
        completionDateTime: daysAgo(276),
      },
    ],
  }
}
