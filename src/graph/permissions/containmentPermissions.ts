/** Permissions: what a case is looked into and contained with. */
import { withQuery } from '../odata.js'
import type { Permission } from './permission.js'

export const CONTAINMENT_PERMISSIONS: readonly Permission[] = [
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
