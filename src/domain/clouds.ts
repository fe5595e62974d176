/**
 * The four Microsoft clouds, as data: every host that a token may be sent to, or a message may come from.
 *
 * Source: Microsoft Graph docs, concepts/deployments.md; botframework-connector governmentConstants.ts;
 * Microsoft Teams docs, send-proactive-messages.md (service URLs); docs.azure.cn, how-to-deploy-china-cloud and the
 * service URL list of microsoft/teams.net for China. GCC lives in the public cloud but has a service URL of its own.
 * For China no global service URL is published: the bot answers there and writes first only where it was written to.
 * File hosts: Microsoft Learn, "Office 365 URLs and IP address ranges" and its pages for U.S. Government GCC High, DoD
 * and 21Vianet, SharePoint Online and OneDrive. Bots get files in the public cloud only (Microsoft Learn, "Send and
 * receive files using bot"); the others stand here for the day that changes.
 */
export const CLOUD_NAMES = ['public', 'gcch', 'dod', 'china'] as const
export type CloudName = (typeof CLOUD_NAMES)[number]

export interface Cloud {
  /** Origin of Microsoft Graph. */
  readonly graph: string
  /** Origin of the Entra login service. */
  readonly login: string
  /**
   * What a managed identity's token must be meant for, to stand in for the app's secret.
   * Source: Microsoft Learn, "Configure an application to trust a managed identity".
   */
  readonly tokenExchangeAudience: string
  /** Whether its Graph has `onlineMeetings`. Source: microsoftgraph/msgraph-metadata, the CSDL of each cloud. */
  readonly hasOnlineMeetings: boolean
  /** Whether its Graph runs hunting queries. Source: Microsoft Graph docs, "security: runHuntingQuery", national clouds. */
  readonly hasHunting: boolean
  /** Whether its Graph has attack simulations. Source: microsoftgraph/msgraph-metadata, the CSDL of each cloud. */
  readonly hasAttackSimulation: boolean
  /**
   * Origin of the Defender portal, where people hunt; null where the cloud has none. Source: Microsoft Learn, "Microsoft
   * Defender for Endpoint for US Government customers", portal URLs; "Parity between Azure global and 21Vianet".
   */
  readonly defenderPortal: string | null
  /**
   * Origins of the Entra and the Intune admin centre. Sources: Microsoft Learn, "Network endpoints for Microsoft Intune",
   * China; msportals.io (adamfowlerit/msportals.io, _data/portals/{us-govt,china}.json, 2026-08). DoD shares the portals of
   * GCC High. Maester names `entra.microsoft.cn` for China instead; its own docs and others do not.
   */
  readonly entraPortal: string
  readonly intunePortal: string
  /** Parent of the hosts of Event Hubs namespaces. Source: Microsoft Learn, Azure Government and Azure China endpoints. */
  readonly eventHubsParent: string
  readonly bot: BotEndpoints
  /** Exact hosts (lower case) to which the bot may send its token. Compared literally, never as a suffix. */
  readonly serviceHosts: readonly string[]
  /** Parents of the hosts on which SharePoint and OneDrive keep files: `contoso-my.sharepoint.com`. No token goes there. */
  readonly fileHostParents: readonly string[]
  /** The service URL for people whom the bot has not heard from yet; null where Microsoft publishes none. */
  readonly defaultServiceUrl: string | null
}

/** Where admins change what was found. */
export type Portals = Pick<Cloud, 'entraPortal' | 'intunePortal' | 'defenderPortal'>

export interface BotEndpoints {
  readonly tokenIssuer: string
  readonly openIdMetadata: string
  /** Origin of the login service that gives tokens for the Bot Connector; in China not the one for Graph. */
  readonly login: string
  readonly oauthScope: string
}

const US_BOT: BotEndpoints = {
  tokenIssuer: 'https://api.botframework.us',
  openIdMetadata: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  login: 'https://login.microsoftonline.us',
  oauthScope: 'https://api.botframework.us',
}

export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  public: {
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    hasOnlineMeetings: true,
    hasHunting: true,
    hasAttackSimulation: true,
    defenderPortal: 'https://security.microsoft.com',
    entraPortal: 'https://entra.microsoft.com',
    intunePortal: 'https://intune.microsoft.com',
    eventHubsParent: 'servicebus.windows.net',
    bot: {
      tokenIssuer: 'https://api.botframework.com',
      openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      login: 'https://login.microsoftonline.com',
      oauthScope: 'https://api.botframework.com',
    },
    serviceHosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
    fileHostParents: ['sharepoint.com'],
    defaultServiceUrl: 'https://smba.trafficmanager.net/teams/',
  },
  gcch: {
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    hasOnlineMeetings: true,
    hasHunting: true,
    hasAttackSimulation: false,
    defenderPortal: 'https://security.microsoft.us',
    entraPortal: 'https://entra.microsoft.us',
    intunePortal: 'https://intune.microsoft.us',
    eventHubsParent: 'servicebus.usgovcloudapi.net',
    bot: US_BOT,
    serviceHosts: ['smba.infra.gov.teams.microsoft.us'],
    fileHostParents: ['sharepoint.us'],
    defaultServiceUrl: 'https://smba.infra.gov.teams.microsoft.us/teams/',
  },
  dod: {
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    hasOnlineMeetings: true,
    hasHunting: true,
    hasAttackSimulation: false,
    defenderPortal: 'https://security.apps.mil',
    entraPortal: 'https://entra.microsoft.us',
    intunePortal: 'https://intune.microsoft.us',
    eventHubsParent: 'servicebus.usgovcloudapi.net',
    bot: US_BOT,
    serviceHosts: ['smba.infra.dod.teams.microsoft.us'],
    fileHostParents: ['sharepoint-mil.us', 'dps.mil'],
    defaultServiceUrl: 'https://smba.infra.dod.teams.microsoft.us/teams/',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    hasOnlineMeetings: false,
    hasHunting: false,
    hasAttackSimulation: false,
    defenderPortal: null,
    entraPortal: 'https://entra.microsoftonline.cn',
    intunePortal: 'https://intune.microsoftonline.cn',
    eventHubsParent: 'servicebus.chinacloudapi.cn',
    bot: {
      tokenIssuer: 'https://api.botframework.azure.cn',
      openIdMetadata: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
      login: 'https://login.partner.microsoftonline.cn',
      oauthScope: 'https://api.botframework.azure.cn',
    },
    serviceHosts: ['frontend.botapi.msg.infra.teams.microsoftonline.cn', 'msteams.botframework.azure.cn'],
    fileHostParents: ['sharepoint.cn'],
    defaultServiceUrl: null,
  },
}

/** Whether a service URL is https on a host of this cloud. Anything unreadable is not. */
export function isServiceUrlOf(cloud: Cloud, serviceUrl: string): boolean {
  const host = plainHttpsHost(serviceUrl)
  return host !== null && cloud.serviceHosts.includes(host)
}

/** Whether a URL is https on a host below one of this cloud's file hosts: whole labels, compared literally. */
export function isFileUrlOf(cloud: Cloud, url: string): boolean {
  const host = plainHttpsHost(url)
  return host !== null && cloud.fileHostParents.some((parent) => host.endsWith(`.${parent}`))
}

/** The host, lower case; null for anything but https on the usual port without a user name. */
function plainHttpsHost(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  const isPlain = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.port === ''
  return isPlain ? url.hostname : null
}
