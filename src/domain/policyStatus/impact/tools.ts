/**
 * Clients that people use with a device code, and what each should use instead. By application id only: a display name
 * is chosen by whoever registers an application.
 *
 * Sources of the ids, looked up 2026-11-23. Microsoft says so itself: [L] Microsoft Learn, "Verify first-party Microsoft
 * applications in sign-in reports", and the names Graph gives them (both collected in merill/microsoft-info); [S] the
 * source of the tool, which the line names. Others say so: [C] community lists only (merill/microsoft-info "Community
 * Contributed", elastic/detection-rules, scripts that sign in with the id).
 * The alternatives are those of each tool's own documentation. They are data: add a line, change no code.
 */
import { AUTHENTICATION_BROKER, appNameOf } from '../../signInAlert/index.js'

/** What to do instead, each with its meaning in English. */
export const ALTERNATIVES = {
  'az-login-interactive':
    '`az login` without `--use-device-code`: it opens the broker (WAM) on Windows, else the browser',
  'az-powershell-interactive': '`Connect-AzAccount` without `-UseDeviceAuthentication`: broker (WAM) or browser',
  'graph-powershell-interactive': '`Connect-MgGraph` without `-UseDeviceCode`: broker (WAM) or browser',
  'module-interactive': 'connect without the switch for device codes: the module opens the broker or the browser',
  'editor-interactive': 'sign in from within the editor, which opens the broker or the browser',
  'git-credential-manager-broker':
    '`git config --global credential.msauthUseBroker true`, or `credential.msauthFlow system`',
  'kubelogin-azurecli': '`kubelogin convert-kubeconfig -l azurecli` (or `interactive`) on a workstation',
  'credential-provider-interactive': 'the Azure Artifacts credential provider in its interactive mode, on a desktop',
  'remote-cloud-shell':
    'on a machine without a browser: Azure Cloud Shell, or a sign-in on the workstation in front of it',
  'managed-identity': 'on a machine in Azure, or one that Azure Arc manages: its managed identity, nobody signs in',
  'workload-identity-federation': 'in a pipeline or a cluster: workload identity federation, no secret and no person',
  'device-exception': 'a Teams device can do nothing else: its resource account belongs in the exception group',
  'resource-account': 'sign the device in with its resource account, not with the account of a technician',
  'find-owner': 'find out what this is for before the policy is enforced; ask the people listed',
  'suspect-broker':
    'attackers ask for this client, since its tokens can register a device: look at these before any exception',
} as const

export type AlternativeCode = keyof typeof ALTERNATIVES

const POWERSHELL: readonly AlternativeCode[] = [
  'module-interactive',
  'managed-identity',
  'workload-identity-federation',
]

const TOOLS: ReadonlyMap<string, { readonly name?: string; readonly instead: readonly AlternativeCode[] }> = new Map([
  [
    '04b07795-8ddb-461a-bbee-02f9e1bf7b46', // [L] Azure CLI; [S] Azure/azure-dev cli/azd/pkg/auth/manager.go: azd signs in as it
    { instead: ['az-login-interactive', 'managed-identity', 'workload-identity-federation', 'remote-cloud-shell'] },
  ],
  [
    '1950a258-227b-4e31-a9cf-717495945fc2', // [L] Azure PowerShell
    {
      instead: ['az-powershell-interactive', 'managed-identity', 'workload-identity-federation', 'remote-cloud-shell'],
    },
  ],
  [
    '14d82eec-204b-4c2f-b7e8-296a70dab67e', // [L] Microsoft Graph Command Line Tools: Graph PowerShell and the Graph CLI
    { instead: ['graph-powershell-interactive', 'managed-identity', 'workload-identity-federation'] },
  ],
  ['aebc6443-996d-45c2-90f0-388ff96faa56', { instead: ['editor-interactive'] }], // [L] Visual Studio Code
  // [S] Visual Studio, and the tools that used to borrow its id: microsoft/artifacts-credprovider src/Authentication/AzureArtifacts.cs
  ['872cd9fa-d31f-45e0-9eab-6e460a02d1f1', { instead: ['editor-interactive', 'git-credential-manager-broker'] }],
  ['04f0c124-f2bc-4f59-8241-bf6df9866bbd', { name: 'Visual Studio', instead: ['editor-interactive'] }], // [L]
  [
    // [S] git-ecosystem/git-credential-manager; AzureAD/microsoft-authentication-library-for-dotnet, test clients
    'd735b71b-9eee-4a4f-ad23-421660877ba6',
    { name: 'Git Credential Manager', instead: ['git-credential-manager-broker', 'workload-identity-federation'] },
  ],
  [
    'd5a56ea4-7369-46b8-a538-c370805301bf', // [S] microsoft/artifacts-credprovider src/Authentication/AzureArtifacts.cs
    { instead: ['credential-provider-interactive', 'workload-identity-federation'] },
  ],
  [
    '97877f11-0fc6-4aee-b1ff-febb0519dd00', // [S] the older Azure Repos plug-ins, which go back to java.visualstudio.com
    { instead: ['git-credential-manager-broker', 'workload-identity-federation'] },
  ],
  [
    '80faf920-1908-4b52-b5ef-a8e7bedfc67a', // [L] "Use kubelogin to authenticate users in AKS"
    {
      name: 'kubelogin (Azure Kubernetes Service)',
      instead: ['kubelogin-azurecli', 'workload-identity-federation', 'managed-identity'],
    },
  ],
  ['245e1dee-74ef-4257-a8c8-8208296e1dfd', { instead: ['az-login-interactive', 'remote-cloud-shell'] }], // [C] Cloud Shell in Windows Terminal
  [
    'a69788c6-1d43-44ed-9ca3-b83e194da255', // [S] microsoft/azuredatastudio and microsoft/vscode-mssql, Azure account providers
    { name: 'Azure Data Studio and SQL tools', instead: ['editor-interactive'] },
  ],
  ['fb78d390-0c51-40cd-8e17-fdbfab77341b', { name: 'Exchange Online PowerShell', instead: POWERSHELL }], // [L]
  ['12128f48-ec9e-42f0-b203-ea49fb6af367', { name: 'Microsoft Teams PowerShell', instead: POWERSHELL }], // [C]
  ['9bc3ab49-b65d-410a-85ad-de819febfddc', { name: 'SharePoint Online Management Shell', instead: POWERSHELL }], // [C]
  ['1b730954-1685-4b74-9bfd-dac224a7b894', { name: 'Azure AD PowerShell', instead: POWERSHELL }], // [L]
  [
    // [S] Azure/azure-storage-azcopy common/oauthTokenManager.go; its `login` and AZCOPY_AUTO_LOGIN_TYPE=DEVICE show a code
    '579a7132-0e58-4d80-b1e1-7a1e2d337859',
    {
      name: 'AzCopy',
      instead: ['az-login-interactive', 'managed-identity', 'workload-identity-federation', 'remote-cloud-shell'],
    },
  ],
  [
    '9cee029c-6210-4654-90bb-17e6e9d36617', // [C] `pac auth create --deviceCode`
    { name: 'Power Platform CLI', instead: ['module-interactive', 'workload-identity-federation'] },
  ],
])

/**
 * Clients that only phones, panels and rooms sign in with. Most sign in as the Microsoft Authentication Broker, as
 * attackers do, so a device is known by its account first (Microsoft Learn, "Restrict device code flow for Microsoft
 * Teams devices": the exception is of accounts, never of an app).
 * Sources: [C] elastic/detection-rules issue 5790 (the phone is the vendor's own app); [L] for the agent.
 */
const TEAMS_DEVICE_CLIENTS: ReadonlyMap<string, string> = new Map([
  ['a850aaae-d5a5-4e82-877c-ce54ff916282', 'Polycom - Skype for Business Certified Phone'],
  ['87749df4-7ccf-48f8-aa87-704bad0e0e16', 'Microsoft Teams - Device Admin Agent'],
])

export const IMPACT_SORTS = ['teams-device', 'tool', 'unknown'] as const
export type ImpactSort = (typeof IMPACT_SORTS)[number]

export interface Client {
  readonly sort: ImpactSort
  /** Null for an application that is not a well-known one. */
  readonly name: string | null
  readonly instead: readonly AlternativeCode[]
}

/** What a client is and what should be used instead, given whether it signed in to the account of a device. */
export function clientOf(appId: string | undefined, ofDeviceAccount: boolean): Client {
  const name =
    (appId === undefined ? undefined : (TEAMS_DEVICE_CLIENTS.get(appId) ?? TOOLS.get(appId)?.name)) ?? appNameOf(appId)
  if (ofDeviceAccount) return { sort: 'teams-device', name, instead: ['device-exception'] }
  if (appId !== undefined && TEAMS_DEVICE_CLIENTS.has(appId))
    return { sort: 'teams-device', name, instead: ['resource-account'] }
  const tool = appId === undefined ? undefined : TOOLS.get(appId)
  if (tool !== undefined) return { sort: 'tool', name, instead: tool.instead }
  return { sort: 'unknown', name, instead: [appId === AUTHENTICATION_BROKER ? 'suspect-broker' : 'find-owner'] }
}
