/**
 * Every Graph application permission that Postern asks for: the least one for the call, why, and what goes dark
 * without it. `postern doctor` walks this list; README repeats it word for word, which a test holds.
 *
 * Source: permissions.json of microsoftgraph/microsoft-graph-devx-content ("least privileged" marks); Microsoft Graph
 * docs for the beta calls.
 */
import type { RequestOptions } from './client.js'
import { instant, literal, segment, withQuery } from './odata.js'

export interface Permission {
  /** As the app registration lists it. */
  readonly name: string
  /** In English, for the operator, without a capital or a full stop. */
  readonly why: string
  /** What stops or becomes unknown without it, in the same form. */
  readonly lostWithout: string
  /**
   * A request that changes nothing and needs the permission; null where there is none (it would read a person's own
   * things, or do something), so that the roles in the app's token tell, or a press.
   */
  readonly probe: ((now: Date) => { readonly path: string; readonly request: RequestOptions }) | null
}

/** A principal that exists nowhere: the permission is checked before the object is looked up. */
const NOBODY = '00000000-0000-4000-8000-000000000000'
const MINUTE_MS = 60_000

export const PERMISSIONS: readonly Permission[] = [
  {
    name: 'AuditLog.Read.All',
    why: 'reads the sign-in log, where a device code sign-in shows (needs Entra ID P1 or P2), and the audit log, where a consent does and who changed a policy',
    lostWithout:
      'no sign-in alerts at all, sign-ins of emergency accounts included; a change of policy is told without who made it',
    probe: (now) => ({
      path: withQuery('/auditLogs/signIns', {
        $filter: `createdDateTime ge ${instant(new Date(now.getTime() - MINUTE_MS))}`,
        $top: '1',
      }),
      request: { version: 'beta', family: 'reports' },
    }),
  },
  {
    name: 'Policy.Read.All',
    why: 'reads Conditional Access policies and named locations, and which policies a sign-in met',
    lostWithout:
      'policy questions are answered "unknown"; of trusted networks, alerts know only those that the log itself or the settings call trusted; a blocked sign-in that only its policy shows to be device code goes unseen',
    probe: () => ({
      path: withQuery('/identity/conditionalAccess/policies', { $top: '1' }),
      request: { family: 'policies' },
    }),
  },
  {
    name: 'Policy.Read.ConditionalAccess',
    why: "asks Graph's own what-if about a sign-in that somebody asks about, to set its answer beside ours",
    lostWithout: 'such an answer is ours alone, and says so',
    probe: null,
  },
  {
    name: 'User.Read.All',
    why: 'reads names, user type, preferred language, whether an account is enabled, by its licences whether it is a Teams phone or room, and who its manager is where `POSTERN_ROUTE_MANAGER` asks for it',
    lostWithout:
      'nobody may ask policy questions or act on alerts, since roles count for enabled members only; guests and disabled accounts are asked like employees; cards show object ids instead of names; no meeting and no sender is looked up; no manager is asked to reach anybody',
    probe: () => ({
      path: withQuery('/users', { $select: 'id,userType,accountEnabled', $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'GroupMember.Read.All',
    why: 'reads names and members of the groups that policies mention, and of a group that the security team names to be warned',
    lostWithout: 'who is excluded from a policy through a group is unknown, and no group can be warned of a lure',
    probe: () => ({
      path: withQuery('/groups', { $select: 'id,displayName', $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'RoleManagement.Read.Directory',
    why: 'reads who actively holds a directory role, which decides who may ask and act',
    lostWithout:
      'nobody may ask policy questions or act on alerts; alerts know administrators only where the log itself names their role; who is excluded through a role is unknown',
    probe: () => ({
      path: withQuery('/roleManagement/directory/transitiveRoleAssignments', {
        $count: 'true',
        $filter: `principalId eq ${literal(NOBODY)}`,
      }),
      request: { version: 'beta', family: 'directory', headers: { ConsistencyLevel: 'eventual' } },
    }),
  },
  {
    name: 'CrossTenantInformation.ReadBasic.All',
    why: "finds guests' home tenants where a policy names partner tenants",
    lostWithout: 'whether such a policy covers a guest is unknown',
    probe: () => ({
      path: `/tenantRelationships/findTenantInformationByDomainName(domainName=${segment("'microsoft.com'")})`,
      request: { family: 'directory' },
    }),
  },
  {
    name: 'Domain.Read.All',
    why: 'reads which domains sign in at a server of their own (federated), beside the policies',
    lostWithout: 'whether a domain is federated is unknown, and the policy status says so',
    probe: () => ({ path: withQuery('/domains', { $select: 'id' }), request: { family: 'directory' } }),
  },
  {
    name: 'Policy.Read.DeviceConfiguration',
    why: 'reads who may register or join a device, and whether that takes a second factor',
    lostWithout: 'whether a phished code is enough to register a device is unknown, and the policy status says so',
    probe: () => ({ path: '/policies/deviceRegistrationPolicy', request: { family: 'directory' } }),
  },
  {
    name: 'DeviceManagementServiceConfig.Read.All',
    why: 'reads which platforms and personal devices Intune lets enrol (needs Intune)',
    lostWithout: 'enrollment restrictions are unknown, and the policy status says so',
    probe: () => ({
      path: withQuery('/deviceManagement/deviceEnrollmentConfigurations', { $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'AttackSimulation.Read.All',
    why: 'reads which phishing simulations were run, and when (needs Defender for Office 365 Plan 2; not in the Government and China clouds)',
    lostWithout: 'whether people have practised is unknown, and the policy status says so',
    probe: () => ({
      path: withQuery('/security/attackSimulation/simulations', { $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'Application.Read.All',
    why: 'lists apps, only where a policy tells them apart by a filter',
    lostWithout: 'which apps such a filter covers is unknown',
    probe: () => ({
      path: withQuery('/servicePrincipals', { $select: 'id', $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'CustomSecAttributeAssignment.Read.All',
    why: 'reads the custom security attributes of apps, by which such a filter tells them apart',
    lostWithout: 'as for the list of apps',
    probe: null,
  },
  {
    name: 'Calendars.ReadBasic.All',
    why: 'finds the meeting of a checked message in the calendar of the person who asks, without its text; no other calendar is read',
    lostWithout: 'whether such a meeting is in their calendar cannot be verified, and the card says so',
    probe: null,
  },
  {
    name: 'OnlineMeetings.Read.All',
    why: 'asks whether the person who asks organises or is invited to the meeting; Teams also wants an application access policy (`infra/README.md`), and China has no such call',
    lostWithout: 'a bare meeting ID cannot be verified, and the card says so',
    probe: null,
  },
  {
    name: 'Organization.Read.All',
    why: "reads the organisation's name and domains, to see when an outsider poses as one of its people",
    lostWithout: 'nobody is told when a sender poses as a colleague',
    probe: () => ({
      path: withQuery('/organization', { $select: 'id,displayName,verifiedDomains' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'Chat.Read.All',
    why: 'fetches the pictures of a chat message that somebody checks with the message action, and nothing else of any chat',
    lostWithout: 'such pictures are not read, and the card says so; the text is checked all the same',
    probe: null,
  },
  {
    name: 'ChannelMessage.Read.All',
    why: 'does the same for a message in a channel',
    lostWithout: 'as for a chat',
    probe: null,
  },
  {
    name: 'ThreatHunting.Read.All',
    why: 'searches the mail and Teams logs of Defender for who received a reported lure, when the security team presses *Warn people* (needs Defender for Office 365; not in China)',
    lostWithout: 'the security team names a group to be warned instead',
    probe: null,
  },
  {
    name: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
    why: 'installs this app, and no other, for people whom the bot could not ask otherwise (needs `POSTERN_TEAMS_APP_ID`)',
    lostWithout:
      'people who have not installed the app cannot be asked; the security team hears of their sign-ins at once',
    probe: null,
  },
  {
    name: 'AppCatalog.Read.All',
    why: "finds this app in the organisation's catalogue, to install it",
    lostWithout: 'as for the installation',
    probe: () => ({
      path: withQuery('/appCatalogs/teamsApps', { $filter: `externalId eq ${literal(NOBODY)}` }),
      request: { family: 'teams' },
    }),
  },
  {
    name: 'User.RevokeSessions.All',
    why: "ends a person's sessions after a worrying answer, or when the security team presses",
    lostWithout: 'nobody is signed out by Postern; the security team is told and does it by hand',
    probe: null,
  },
  {
    name: 'Device.Read.All',
    why: 'reads the devices that were registered for a person since a sign-in, and whether each is enabled',
    lostWithout: 'which devices an intruder has registered is unknown, and no device is disabled; the card says so',
    probe: () => ({
      path: withQuery('/devices', { $select: 'id', $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'UserAuthenticationMethod.Read.All',
    why: 'reads which sign-in methods were added since a sign-in; no secret of theirs is readable',
    lostWithout: 'which sign-in methods an intruder has added is unknown, and the card says so',
    probe: null,
  },
  {
    name: 'DelegatedPermissionGrant.Read.All',
    why: 'reads what an app may do that the person consented to since a sign-in',
    lostWithout: 'the card names the app and the time of a consent, and not its scopes',
    probe: () => ({
      path: withQuery('/oauth2PermissionGrants', { $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'MailboxSettings.Read',
    why: 'reads the inbox rules of the person whose case is contained, for those that forward, delete or hide mail; no mail is read',
    lostWithout: 'which mailbox rules an intruder has made is unknown, and the card says so',
    probe: null,
  },
  {
    name: 'User.EnableDisableAccount.All',
    why: 'disables the account when the security team presses (or by itself with `POSTERN_CONTAINMENT=full`), and enables it again',
    lostWithout: 'no account is disabled by Postern; the card says so, and the security team does it by hand',
    probe: null,
  },
  {
    name: 'Device.ReadWrite.All',
    why: 'disables devices that were registered since a sign-in, in the same way, and enables them again',
    lostWithout: 'no device is disabled by Postern, and a device outlives a revoke; the card says so',
    probe: null,
  },
  {
    name: 'IdentityRiskyUser.ReadWrite.All',
    why: 'marks a person as compromised when the security team presses, and takes it back (needs Entra ID P2; not in China)',
    lostWithout: 'nobody is marked as compromised by Postern, and the card says so',
    probe: null,
  },
]
