/** What each finding of the doctor costs, and the exact step that mends it. Words for operators, in one place. */
import type { Finding } from '../flows/doctor.js'

interface Mending {
  readonly lost: string
  readonly mend: string
}

const BY_CODE: Readonly<Record<string, (finding: Finding) => Mending>> = {
  'settings/POSTERN_EMERGENCY_ACCOUNTS/not-declared': () => ({
    lost: 'policy answers cannot tell a break-glass exclusion from a hole, and say "unknown"',
    mend: 'set POSTERN_EMERGENCY_ACCOUNTS to the object ids of the emergency access accounts',
  }),
  'settings/POSTERN_MFA_TRUSTED_IPS/not-declared': () => ({
    lost: 'Graph cannot read the MFA trusted IPs, so what "all trusted locations" covers stays uncertain',
    mend: 'set POSTERN_MFA_TRUSTED_IPS from Entra admin center, Multifactor authentication, Additional cloud-based settings; if there are none, nothing is lost',
  }),
  'security-channel/POSTERN_SECURITY_CHANNEL_ID/not-configured': () => ({
    lost: 'the security team hears of no case, silence escalates to nobody, reports go nowhere',
    mend: "add the bot to the team, open the channel's menu, Get link to channel, and set POSTERN_SECURITY_CHANNEL_ID to the decoded 19:…@thread.tacv2 in it",
  }),
  'not-known-yet': () => ({
    lost: 'the bot has not been told of the channel yet, so nothing can be posted there',
    mend: 'add the bot to the team that holds the channel',
  }),
  'members-without-role': () => ({
    lost: 'people without a reading role see cases and reports in the channel',
    mend: 'remove them from the team, or give them Security Reader; use a team of its own for the security channel',
  }),
  'permission-missing': ({ subject, facts }) => ({
    lost: String(facts.lostWithout ?? 'the feature that needs it'),
    mend: `grant the application permission ${subject} (Microsoft Graph) to the app registration, with admin consent`,
  }),
  unlicensed: ({ facts }) => ({
    lost: String(facts.lostWithout ?? 'the feature that needs it'),
    mend: 'the tenant needs Microsoft Entra ID P1 or P2 for this',
  }),
  'no-harmless-request': ({ subject, facts }) => ({
    lost: `if it is missing: ${String(facts.lostWithout ?? '')}`,
    mend: `no request can try it without an effect; see that ${subject} is granted in the app registration's API permissions`,
  }),
  'clock-skew': () => ({
    lost: 'tokens are refused, deadlines run at the wrong time',
    mend: "synchronise this machine's clock (NTP)",
  }),
  'no-server-time': () => ({ lost: 'nothing, if the clock is right', mend: 'compare the clock by hand' }),
  'abandoned-jobs': () => ({
    lost: 'some cards or reports could not be delivered for good',
    mend: 'see the log for "job not done" with again=false; each names its reason',
  }),
  'not-read-yet': () => ({
    lost: 'nothing yet',
    mend: 'start the bot (npm start) and run doctor again after a minute',
  }),
  'not-read-lately': () => ({
    lost: 'device code sign-ins since then are not alerted on yet',
    mend: 'is the bot running? Its log says why a poll failed',
  }),
  'sign-in-fields-missing': () => ({
    lost: 'the sign-in log shows no device code sign-in whatever happens',
    mend: 'rows carry neither authenticationProtocol nor originalTransferMethod: check that this cloud serves them on Graph beta; a stream from diagnostic settings has them',
  }),
  'graph-unauthorized': () => ({
    lost: 'everything that Graph is needed for',
    mend: 'check MicrosoftAppId, MicrosoftAppTenantId and the secret, certificate or managed identity',
  }),
  'graph-forbidden': ({ subject }) => ({
    lost: `what ${subject} is needed for`,
    mend: 'see the permission lines above',
  }),
  'graph-unavailable': () => ({
    lost: 'alerts and policy answers, until Graph answers again',
    mend: 'check the network path to Microsoft Graph for this cloud',
  }),
  'teams-unavailable': () => ({
    lost: 'cards cannot be sent',
    mend: "check the network path to login and Bot Connector hosts, and the app's secret or certificate",
  }),
  'teams-unreachable': () => ({
    lost: 'nothing can be posted there',
    mend: 'add the bot to the team or person, and see that no policy blocks the app',
  }),
  'store-locked': () => ({
    lost: 'the database could not be looked at: another process holds it, and no bot answers on HOST and PORT',
    mend: 'run doctor with the same settings as the bot, or stop what uses POSTERN_DATA_DIR',
  }),
  'store-unavailable': () => ({
    lost: 'everything: the bot does not start',
    mend: 'check DATABASE_URL and that the server runs',
  }),
  'simulated-tenant': () => ({
    lost: 'nothing: this is the demo',
    mend: 'set MicrosoftAppId to run against a real tenant',
  }),
}

export function mendingOf(finding: Finding): Mending {
  const specific = BY_CODE[`${finding.area}/${finding.subject}/${finding.code}`] ?? BY_CODE[finding.code ?? '']
  return (
    specific?.(finding) ?? {
      lost: `what ${finding.subject} is needed for`,
      mend: `look up ${finding.code ?? 'the code'} in the log of the bot`,
    }
  )
}
