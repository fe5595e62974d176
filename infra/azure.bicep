// Postern on Azure App Service, without a secret: one user-assigned managed identity is the bot's identity towards
// Teams and Microsoft Graph. `atk provision` fills the parameters from azure.parameters.json; plain
// `az deployment group create` works as well. README.md beside this file says what to do before and after.

targetScope = 'resourceGroup'

@minLength(4)
@maxLength(20)
@description('Base of every resource name. The web app is reached as <this>.<the platform\'s domain>, so it must be free.')
param resourceBaseName string

@maxLength(42)
@description('Name of the bot registration as shown in the portal.')
param botDisplayName string = 'Postern'

param location string = resourceGroup().location

@description('App Service plan size. Needs Always On, so B1 or larger: a sleeping bot polls no sign-in log.')
param webAppSku string = 'B1'

@minValue(1)
@maxValue(10)
@description('Number of instances. Taken into account only with databaseUrlSecretUri: the embedded database serves one process.')
param instanceCount int = 1

@description('URI of a Key Vault secret that holds DATABASE_URL (PostgreSQL 15 or newer). Empty: an embedded database on the instance\'s own disk, which App Service empties when it moves or restarts the app. Fit for a trial only.')
param databaseUrlSecretUri string = ''

@allowed(['public', 'gcch', 'dod', 'china'])
@description('POSTERN_CLOUD: which Microsoft cloud the tenant lives in. GCC is `public`.')
param cloud string = 'public'

@description('POSTERN_TENANTS: further tenant ids that may talk to the bot, with commas. Empty: the tenant of this subscription alone.')
param allowedTenants string = ''

@description('POSTERN_SECURITY_CHANNEL_ID: the channel that alerts are posted to, 19:…@thread.tacv2.')
param securityChannelId string = ''

@description('POSTERN_EMERGENCY_ACCOUNTS: object ids of the break-glass accounts, with commas. Empty: Postern states them as unknown.')
param emergencyAccounts string = ''

@description('POSTERN_SHARED_DEVICE_ACCOUNTS: object ids of room and shared-device accounts, with commas. They are never asked.')
param sharedDeviceAccounts string = ''

@description('POSTERN_MFA_TRUSTED_IPS: the MFA trusted IP ranges, with commas. Graph cannot read them. Empty: unknown.')
param mfaTrustedIps string = ''

@allowed(['propose', 'revoke', 'full'])
@description('POSTERN_CONTAINMENT: what a worrying answer does by itself.')
param containment string = 'revoke'

var usesPostgres = !empty(databaseUrlSecretUri)

// The data directory is never below /home: that is a network share, on which an embedded database loses data.
var storeSettings = usesPostgres
  ? [{ name: 'DATABASE_URL', value: '@Microsoft.KeyVault(SecretUri=${databaseUrlSecretUri})' }]
  : [{ name: 'POSTERN_DATA_DIR', value: '/var/lib/postern' }]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
}

resource plan 'Microsoft.Web/serverfarms@2022-09-01' = {
  name: resourceBaseName
  location: location
  kind: 'linux'
  sku: {
    name: webAppSku
    capacity: usesPostgres ? instanceCount : 1
  }
  properties: {
    reserved: true // Linux
  }
}

resource webApp 'Microsoft.Web/sites@2022-09-01' = {
  name: resourceBaseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      appCommandLine: 'node dist/index.js serve'
      alwaysOn: true
      healthCheckPath: '/healthz'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      // The bot takes an empty setting for one that is not set. PORT is not among these: the platform sets it.
      appSettings: concat(
        [
          { name: 'WEBSITE_RUN_FROM_PACKAGE', value: '1' }
          { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false' }
          { name: 'NODE_ENV', value: 'production' }
          { name: 'HOST', value: '0.0.0.0' }
          { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
          { name: 'MicrosoftAppId', value: identity.properties.clientId }
          { name: 'MicrosoftAppTenantId', value: identity.properties.tenantId }
          { name: 'POSTERN_CLOUD', value: cloud }
          { name: 'POSTERN_TENANTS', value: allowedTenants }
          { name: 'POSTERN_SECURITY_CHANNEL_ID', value: securityChannelId }
          { name: 'POSTERN_EMERGENCY_ACCOUNTS', value: emergencyAccounts }
          { name: 'POSTERN_SHARED_DEVICE_ACCOUNTS', value: sharedDeviceAccounts }
          { name: 'POSTERN_MFA_TRUSTED_IPS', value: mfaTrustedIps }
          { name: 'POSTERN_CONTAINMENT', value: containment }
        ],
        storeSettings
      )
    }
  }
}

// No password opens the deployment endpoints; `atk deploy` and `az webapp deploy` use the operator's own Entra token.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2022-09-01' = {
  parent: webApp
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2022-09-01' = {
  parent: webApp
  name: 'scm'
  properties: {
    allow: false
  }
}

module botRegistration './botRegistration/azurebot.bicep' = {
  name: 'postern-bot-registration'
  params: {
    botServiceName: resourceBaseName
    botDisplayName: botDisplayName
    botAppDomain: webApp.properties.defaultHostName
    identityResourceId: identity.id
    identityClientId: identity.properties.clientId
    identityTenantId: identity.properties.tenantId
  }
}

// The toolkit writes these into env/.env.<environment>.
output AZURE_APP_SERVICE_RESOURCE_ID string = webApp.id
output BOT_ID string = identity.properties.clientId
output BOT_TENANT_ID string = identity.properties.tenantId
output BOT_DOMAIN string = webApp.properties.defaultHostName
output BOT_ENDPOINT string = 'https://${webApp.properties.defaultHostName}'
output BOT_PRINCIPAL_ID string = identity.properties.principalId
