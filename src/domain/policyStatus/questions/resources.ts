/**
 * Everyday names of apps, as the resource that Conditional Access judges: policies are about what is asked for, not
 * about the client that asks, so "Azure CLI" stands for Azure Resource Manager.
 * Source of the ids: Microsoft Learn, "Verify first-party Microsoft applications in sign-in reports", and the names Graph
 * gives them (merill/microsoft-info, 2026-08-20). A policy that picks Azure Resource Manager, which the portal calls
 * "Windows Azure Service Management API", reaches the Azure portal too, and no longer Azure DevOps (Microsoft Learn,
 * "Conditional Access: Target resources").
 */
export const RESOURCES = {
  'azure-resource-manager': '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  'microsoft-graph': '00000003-0000-0000-c000-000000000000',
  'exchange-online': '00000002-0000-0ff1-ce00-000000000000',
  'sharepoint-online': '00000003-0000-0ff1-ce00-000000000000',
  'teams-service': 'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe',
  'device-registration': '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9',
  'key-vault': 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
  'azure-devops': '499b84ac-1321-427f-aa17-267ca6975798',
  'power-bi': '00000009-0000-0000-c000-000000000000',
  intune: '0000000a-0000-0000-c000-000000000000',
} as const

export type ResourceKey = keyof typeof RESOURCES
export const RESOURCE_KEYS = Object.keys(RESOURCES) as [ResourceKey, ...ResourceKey[]]

/** As Microsoft writes them, in every language. */
export const RESOURCE_NAMES: Readonly<Record<ResourceKey, string>> = {
  'azure-resource-manager': 'Azure Resource Manager',
  'microsoft-graph': 'Microsoft Graph',
  'exchange-online': 'Exchange Online',
  'sharepoint-online': 'SharePoint Online',
  'teams-service': 'Microsoft Teams',
  'device-registration': 'Device Registration Service',
  'key-vault': 'Azure Key Vault',
  'azure-devops': 'Azure DevOps',
  'power-bi': 'Power BI',
  intune: 'Microsoft Intune',
}

/** The longer name first where one holds another. */
export const EVERYDAY_NAMES: readonly (readonly [name: string, key: ResourceKey])[] = [
  ['device registration service', 'device-registration'],
  ['device registration', 'device-registration'],
  ['azure resource manager', 'azure-resource-manager'],
  ['azure powershell', 'azure-resource-manager'],
  ['azure-cli', 'azure-resource-manager'],
  ['azure cli', 'azure-resource-manager'],
  ['azurecli', 'azure-resource-manager'],
  ['az cli', 'azure-resource-manager'],
  ['az login', 'azure-resource-manager'],
  ['azure portal', 'azure-resource-manager'],
  ['azure devops', 'azure-devops'],
  ['azure key vault', 'key-vault'],
  ['key vault', 'key-vault'],
  ['keyvault', 'key-vault'],
  ['azure', 'azure-resource-manager'],
  ['graph powershell', 'microsoft-graph'],
  ['graph explorer', 'microsoft-graph'],
  ['microsoft graph', 'microsoft-graph'],
  ['ms graph', 'microsoft-graph'],
  ['graph', 'microsoft-graph'],
  ['exchange online', 'exchange-online'],
  ['exchange', 'exchange-online'],
  ['outlook', 'exchange-online'],
  ['sharepoint online', 'sharepoint-online'],
  ['sharepoint', 'sharepoint-online'],
  ['onedrive', 'sharepoint-online'],
  ['microsoft teams', 'teams-service'],
  ['ms teams', 'teams-service'],
  ['teams', 'teams-service'],
  ['power bi', 'power-bi'],
  ['powerbi', 'power-bi'],
  ['intune', 'intune'],
]
