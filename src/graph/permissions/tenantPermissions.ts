/** Permissions: what sign-ins, policies, the directory and what stands beside them are read with. */
import { instant, literal, segment, withQuery } from '../odata.js'
import { NOBODY, type Permission } from './permission.js'

const MINUTE_MS = 60_000

export const TENANT_PERMISSIONS: readonly Permission[] = [
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
    why: 'reads names, user type, preferred language, whether an account is enabled, how many enabled accounts there are, by its licences whether it is a Teams phone or room, and who its manager is where `POSTERN_ROUTE_MANAGER` asks for it',
    lostWithout:
      'nobody may ask policy questions or act on alerts, since roles count for enabled members only; guests and disabled accounts are asked like employees; cards show object ids instead of names; no meeting and no sender is looked up; of how many accounts an answer speaks is unknown; no manager is asked to reach anybody',
    probe: () => ({
      path: withQuery('/users', { $select: 'id,userType,accountEnabled', $top: '1' }),
      request: { family: 'directory' },
    }),
  },
  {
    name: 'GroupMember.Read.All',
    why: 'reads names and members of the groups that policies mention, and within minutes that they changed, and of a group that the security team names to be warned',
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
]
