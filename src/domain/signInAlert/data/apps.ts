/**
 * First-party applications and resources that change how a device code sign-in is read.
 *
 * Only ids count: display names are chosen by whoever registers an application.
 * Most ids are Microsoft's published ones (Microsoft Learn: "Verify first-party Microsoft applications in sign-in
 * reports"; elastic/detection-rules for the ones seen in attacks); `policyStatus/impact/tools.ts` says line by line where
 * a name comes from, and which ones Microsoft does not publish. They are data: add a line, change no code.
 */

/** Microsoft Authentication Broker: its tokens can become a primary refresh token (elastic/detection-rules). */
export const AUTHENTICATION_BROKER = '29d9ed98-a469-4536-ade2-f981bc1d605e'

/** Device Registration Service, the resource a new device signs in to (Microsoft Learn: "Authentication flows"). */
export const DEVICE_REGISTRATION_SERVICE = '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9'

/** Tools whose users habitually start a device code sign-in themselves. That these count as tools is our choice. */
export const DEVELOPER_TOOLS: ReadonlyMap<string, string> = new Map([
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Azure PowerShell'],
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['aebc6443-996d-45c2-90f0-388ff96faa56', 'Visual Studio Code'],
  ['872cd9fa-d31f-45e0-9eab-6e460a02d1f1', 'Visual Studio'],
  ['d5a56ea4-7369-46b8-a538-c370805301bf', 'Azure Artifacts'],
  ['80faf920-1908-4b52-b5ef-a8e7bedfc67a', 'Azure Kubernetes Service AAD Client'],
  ['97877f11-0fc6-4aee-b1ff-febb0519dd00', 'Azure DevOps'],
  ['245e1dee-74ef-4257-a8c8-8208296e1dfd', 'Windows Terminal'],
])
