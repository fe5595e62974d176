// Registers the web app as a bot and connects it to Microsoft Teams. The identity is the web app's managed identity:
// multi-tenant registrations can no longer be created, and a managed identity needs no secret to be kept or rotated.

@minLength(4)
@maxLength(42)
param botServiceName string

@maxLength(42)
param botDisplayName string

@description('Host of the messaging endpoint, without scheme.')
param botAppDomain string

param identityResourceId string
param identityClientId string
param identityTenantId string

@description('F0 is free; the Teams channel is not metered on it.')
param botServiceSku string = 'F0'

resource botService 'Microsoft.BotService/botServices@2022-09-15' = {
  name: botServiceName
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: botServiceSku
  }
  properties: {
    displayName: botDisplayName
    endpoint: 'https://${botAppDomain}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identityClientId
    msaAppMSIResourceId: identityResourceId
    msaAppTenantId: identityTenantId
  }
}

resource teamsChannel 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: botService
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}
