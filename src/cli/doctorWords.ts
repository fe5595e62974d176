/** What each finding of the doctor costs, and the exact step that mends it. Words for operators, in one place. */
import type { ErrorCode } from '../domain/errors.js'
import type { DoctorCode, Finding, FindingCode } from '../flows/doctor.js'

export interface Mending {
  readonly lost: string
  readonly mend: string
}

type Words = Mending | ((finding: Finding) => Mending)

const ownFault = (finding: Finding): Mending => ({
  lost: `${finding.area}: ${finding.subject} could not be looked at, through a fault of Postern itself`,
  mend: 'run doctor again; if it stays, report it with the log of the bot',
})
const loses = ({ facts }: Finding): string => String(facts.lostWithout ?? 'the feature that needs it')

const appOf = ({ facts }: Finding): string =>
  facts.app === undefined ? 'the app registration' : `the app of ${String(facts.app)}`

/** With the log polled as well, a stream that fails costs less. */
const withoutStream = (facts: Finding['facts']): string =>
  facts.isPolled === false
    ? 'no sign-in is seen from this event hub, and polling is off (POSTERN_POLL)'
    : 'sign-ins come by the polls only'

const OF_DOCTOR: Readonly<Record<DoctorCode, Words>> = {
  'not-looked-at': {
    lost: 'nothing is known of this part yet',
    mend: 'mend the settings above, then run doctor again',
  },
  'emergency-accounts-not-declared': {
    lost: 'policy answers cannot tell a break-glass exclusion from a hole, and say "unknown"',
    mend: 'set POSTERN_EMERGENCY_ACCOUNTS to the object ids of the emergency access accounts',
  },
  'mfa-trusted-ips-not-declared': {
    lost: 'Graph cannot read the MFA trusted IPs, so what "all trusted locations" covers stays uncertain',
    mend: 'set POSTERN_MFA_TRUSTED_IPS from Entra admin center, Multifactor authentication, Additional cloud-based settings; if there are none, nothing is lost',
  },
  'tuning-faulty': {
    lost: 'this exception is not applied: people are asked about what you meant to allow',
    mend: 'mend the line; postern sign-ins assess RECORDS --tuning FILE tries it',
  },
  'tuning-rule-expired': {
    lost: 'people are asked again about what it allowed',
    mend: 'take the rule out, or look at it again and give it a new date',
  },
  'tuning-group-unresolved': {
    lost: 'this exception is not applied: people are asked about what you meant to allow',
    mend: 'see that the group exists, has at most 10,000 members and shows them, and that GroupMember.Read.All is granted; or name its people in userIds',
  },
  'simulated-tenant': {
    lost: 'nothing: this is a simulated tenant',
    mend: 'set MicrosoftAppId to run against a real tenant',
  },
  'database-not-encrypted': {
    lost: 'whoever sits between the bot and the database reads cases and answers, and can change them',
    mend: 'add sslmode=verify-full (or require) to DATABASE_URL',
  },
  'abandoned-jobs': {
    lost: 'some cards or reports could not be delivered for good',
    mend: 'see the log for "job not done" with again=false; each names its reason',
  },
  'token-unreadable': {
    lost: 'whose token it is and which permissions it carries cannot be seen from here',
    mend: 'nothing, if the permission lines below are fine',
  },
  'token-of-another-app': {
    lost: 'permissions may be granted to one app registration while another is used',
    mend: 'set MicrosoftAppId to the client id of the app registration or managed identity that signs in',
  },
  'token-of-another-tenant': {
    lost: 'the sign-in log and the policies would be those of another tenant',
    mend: 'set MicrosoftAppTenantId to the tenant whose people these are',
  },
  'permission-missing': (finding) => ({
    lost: loses(finding),
    mend: `grant the application permission ${finding.subject} (Microsoft Graph) to ${appOf(finding)}, with admin consent; a managed identity's token shows it up to a day later`,
  }),
  unlicensed: (finding) => ({
    lost: loses(finding),
    mend: 'the tenant needs Microsoft Entra ID P1 or P2 for this',
  }),
  'groups-not-followed': {
    lost: 'changes of groups are seen at the next reading only (POSTERN_POLICY_REFRESH_MINUTES), not within minutes',
    mend: 'see that the bot is running and that GroupMember.Read.All is granted; a tenant that has no change tracking is read each hour all the same',
  },
  'no-harmless-request': (finding) => ({
    lost: `if it is missing: ${loses(finding)}`,
    mend: `no request can try it without an effect; see that ${finding.subject} is granted in the API permissions of ${appOf(finding)}`,
  }),
  'permission-not-told': (finding) => ({
    lost: `if it is missing: ${loses(finding)}`,
    mend: 'run doctor again; graphCode is what Graph answered',
  }),
  'clock-skew': {
    lost: 'beyond five minutes tokens are refused on both sides; deadlines run at the wrong time',
    mend: "synchronise this machine's clock (NTP); told from two minutes on, while everything still works",
  },
  'no-server-time': { lost: 'nothing, if the clock is right', mend: 'compare the clock by hand' },
  'connector-refused': {
    lost: 'cards cannot be sent',
    mend: 'see that MicrosoftAppId is the id of the Azure Bot resource, and that POSTERN_CLOUD is the cloud it was made in',
  },
  'no-service-url': {
    lost: 'the bot can write only to people and channels that wrote to it or installed it first',
    mend: 'roll the app out to everybody with an app setup policy, and add it to the team of the security channel',
  },
  'security-channel-not-configured': {
    lost: 'the security team hears of no case, silence escalates to nobody, reports go nowhere',
    mend: "add the bot to the team, open the channel's menu, Get link to channel, and set POSTERN_SECURITY_CHANNEL_ID to the decoded 19:…@thread.tacv2 in it",
  },
  'channel-not-known-yet': {
    lost: 'nothing can be posted in the security channel yet',
    mend: 'add the bot to the team that holds the channel, while the bot runs',
  },
  'no-members': {
    lost: 'who reads along in the security channel is not known',
    mend: 'see that POSTERN_SECURITY_CHANNEL_ID names a channel that exists and that the bot was added to its team',
  },
  'members-without-role': {
    lost: 'people without a reading role see cases and reports in the channel',
    mend: 'remove them from the team, or give them Security Reader; use a team of its own for the security channel',
  },
  'not-read-yet': {
    lost: 'nothing yet',
    mend: 'start the bot (npm start) and run doctor again after a minute',
  },
  'not-read-lately': {
    lost: 'device code sign-ins since then are not alerted on yet',
    mend: 'is the bot running? Its log says why a poll failed',
  },
  'log-lags': {
    lost: 'either nobody signed in for a while, or Entra writes the log down late, and alerts come as late as it',
    mend: 'sign in somewhere, wait a few minutes and run doctor again; Entra admin center, Service health, tells of delays',
  },
  'log-empty': {
    lost: 'either nobody signed in at all, or the log does not reach the bot',
    mend: 'sign in somewhere, wait a few minutes and run doctor again',
  },
  'stream-empty': {
    lost: 'nothing comes by this event hub',
    mend: 'see that the diagnostic setting of Microsoft Entra ID streams SignInLogs and NonInteractiveUserSignInLogs to it; the first events can take three days',
  },
  'stream-idle': {
    lost: 'either nobody signed in for a while, or Entra does not write to this event hub any more',
    mend: 'see that the diagnostic setting of Microsoft Entra ID is there and streams to it; sign in somewhere, wait a quarter of an hour and run doctor again',
  },
  'stream-lags': {
    lost: 'alerts from the stream come as late as lagMs says',
    mend: 'run more replicas on PostgreSQL (up to one a partition), and see that nothing else reads in the consumer group',
  },
}

const OF_ERRORS: Readonly<Record<ErrorCode, Words>> = {
  'config-invalid': ({ facts }) => ({
    lost: 'the bot does not start',
    mend: String(facts.sentence ?? 'env/.env.example explains each setting'),
  }),
  'config-unsafe': ({ facts }) => ({
    lost: 'the bot does not start, since anybody could speak to it',
    mend: String(facts.sentence ?? 'set MicrosoftAppId'),
  }),
  'store-locked': {
    lost: 'the database could not be looked at: another process holds it, and no bot answers on HOST and PORT',
    mend: 'run doctor with the same settings as the bot, or stop what uses POSTERN_DATA_DIR',
  },
  'store-not-durable': {
    lost: 'everything: the bot does not start, since an alert could be forgotten in a power cut',
    mend: 'put POSTERN_DATA_DIR on a local disk, or set DATABASE_URL to a PostgreSQL server',
  },
  'store-unavailable': {
    lost: 'everything: the bot does not start, or cannot work',
    mend: 'check DATABASE_URL and that the server runs; for the embedded database, the disk of POSTERN_DATA_DIR',
  },
  'store-migration-failed': {
    lost: 'everything: the bot does not start',
    mend: 'run the version that wrote the database, or a newer one; the log names the migration',
  },
  'store-format': {
    lost: 'everything: the embedded database was written by another version of PostgreSQL',
    mend: 'export it with the version that wrote it (postern store export), and import it into an empty folder',
  },
  'input-invalid': ownFault,
  'input-too-large': ownFault,
  'id-invalid': ownFault,
  'not-allowed': ownFault,
  'checks-too-many': ownFault,
  'not-yours': ownFault,
  'alert-unknown': ownFault,
  'alert-closed': ownFault,
  'transition-not-allowed': ownFault,
  'file-not-allowed': ownFault,
  'file-too-large': ownFault,
  'file-unavailable': {
    lost: 'what the file says is not applied: no exception of yours holds',
    mend: 'see that the file is there and that the user whom the bot runs as may read it',
  },
  'entra-refused': {
    lost: 'everything that Graph and Teams are needed for',
    mend: 'check MicrosoftAppId, MicrosoftAppTenantId, and the secret or certificate: has it expired? For a managed identity: is it assigned to this host?',
  },
  'entra-unavailable': {
    lost: 'everything that Graph and Teams are needed for, until the login service answers',
    mend: 'check the network path to the login hosts of this cloud; a managed identity works on its Azure host only',
  },
  'graph-unauthorized': {
    lost: 'everything that Graph is needed for',
    mend: 'check MicrosoftAppId, MicrosoftAppTenantId and the secret, certificate or managed identity',
  },
  'graph-forbidden': ({ subject }) => ({
    lost: `what ${subject} is needed for`,
    mend: 'see the permission lines above',
  }),
  'graph-not-found': ({ subject }) => ({
    lost: `what ${subject} is needed for`,
    mend: 'see that POSTERN_CLOUD is the cloud of this tenant: not every cloud serves everything',
  }),
  'graph-throttled': {
    lost: 'answers come late while Graph asks to slow down',
    mend: 'wait and run doctor again; raise POSTERN_POLL_SECONDS where it stays',
  },
  'graph-unavailable': {
    lost: 'alerts and policy answers, until Graph answers again',
    mend: 'check the network path to Microsoft Graph for this cloud',
  },
  'graph-shape': {
    lost: 'what this part of Graph is needed for',
    mend: 'see that no proxy answers in its place; else look for a newer version of Postern',
  },
  'sign-in-fields-missing': {
    lost: 'the sign-in log shows no device code sign-in whatever happens',
    mend: 'rows carry neither authenticationProtocol nor originalTransferMethod: check that this cloud serves them on Graph beta; a stream from diagnostic settings has them',
  },
  'sign-ins-unreadable': {
    lost: 'a device code sign-in may be among the rows that cannot be read',
    mend: 'see the log of the bot; if it stays, look for a newer version of Postern, and report it',
  },
  'sign-ins-not-assessed': {
    lost: 'device code sign-ins of these people are not alerted on yet; they are tried again with every poll',
    mend: 'see the log of the bot for "sign-ins of a person not worked with"',
  },
  'stream-unavailable': ({ facts }) => ({
    lost: `${withoutStream(facts)}, until the event hub answers again; what it holds is read then`,
    mend: 'check the network path to the namespace (AMQP, TCP 5671), its firewall and the limits of its tier',
  }),
  'stream-refused': ({ facts }) => ({
    lost: withoutStream(facts),
    mend: 'give the app the role Azure Event Hubs Data Receiver on the namespace, or renew the connection string (Listen); check POSTERN_EVENT_HUBS and POSTERN_EVENT_HUB_CONSUMER_GROUP',
  }),
  'stream-stale': {
    lost: 'no sign-in of the last hours was seen, and polling is off (POSTERN_POLL)',
    mend: 'where the partitions show a small lagMs, Entra does not write there: check its diagnostic setting, and set POSTERN_POLL=on until events come; where it is large, run more replicas on PostgreSQL',
  },
  'sign-ins-set-aside': {
    lost: 'unread: events that cannot be read, kept for 7 days; unassessed: rows of people whose cases could not be worked out, which are tried again',
    mend: 'the log names each with its reason ("an event of the stream cannot be read", "sign-ins of a person not worked with"); the first ones stand in the table set_aside',
  },
  'sign-ins-not-read': {
    lost: 'device code sign-ins since then are not alerted on yet',
    mend: 'is the bot running? Its log says why a poll failed',
  },
  'poll-too-slow': {
    lost: 'alerts come more than a quarter of an hour late: Graph gives about 500 sign-ins a second to one app',
    mend: 'stream the sign-in logs to Event Hubs with Entra diagnostic settings, which has no such limit (README, "The sign-in stream")',
  },
  'sign-in-hole': ({ facts }) => ({
    lost: `sign-ins from ${String(facts.fromAt ?? 'an unknown time')} to ${String(facts.toAt ?? 'an unknown time')} were gone before they were read, and were never alerted on`,
    mend: 'look at that span in the Entra admin center, Sign-in logs, Authentication protocol: Device code; the line goes after a week',
  }),
  'teams-unreachable': {
    lost: 'nothing can be posted there',
    mend: 'add the bot to the team or person, and see that no policy blocks the app',
  },
  'teams-throttled': {
    lost: 'cards come late while Teams asks to slow down',
    mend: 'wait and run doctor again',
  },
  'teams-unavailable': {
    lost: 'cards cannot be sent',
    mend: 'check the network path to the login and Bot Connector hosts (the cloud line above names them)',
  },
  'teams-rejected': {
    lost: 'who reads along in the security channel is not known, or what is posted there is refused',
    mend: 'see that POSTERN_SECURITY_CHANNEL_ID is the id of a channel of a team that the bot was added to, with at most 10,000 members',
  },
  'service-url-not-allowed': {
    lost: 'nothing can be posted there: the address that was remembered is not one of Microsoft for this cloud',
    mend: 'check POSTERN_CLOUD; then remove the bot from the team and add it again',
  },
  'group-joinable': ({ facts }) => ({
    lost: `the rule in line ${String(facts.line ?? '?')} of the tuning file exempts nobody: its group is public, and whoever holds an account could join it`,
    mend: 'make the group private, or name a security group or people instead',
  }),
  'webhook-refused': {
    lost: 'other security tools hear of nothing; the events wait in the audit trail',
    mend: 'check POSTERN_WEBHOOK_URL and POSTERN_WEBHOOK_SECRET against the receiver; it must answer with 2xx and not with a redirect',
  },
  'webhook-event-refused': ({ facts }) => ({
    lost: `other security tools have not heard of ${String(facts.events ?? 'some')} events that the receiver refuses while it takes others, the first of them number ${String(facts.first ?? '?')} (HTTP ${String(facts.status ?? 'no answer')})`,
    mend: 'postern events set-aside lists them; mend the receiver, then run postern events resend',
  }),
  'webhook-events-lost': ({ facts }) => ({
    lost: `events ${String(facts.from ?? '?')} to ${String(facts.to ?? '?')} of the audit trail (at most ${String(facts.atMost ?? '?')}) had passed their time before the receiver took them; other security tools never hear of them`,
    mend: 'nothing brings them back; keep the trail longer than a receiver is down (POSTERN_AUDIT_RETENTION_DAYS)',
  }),
  'webhook-unavailable': {
    lost: 'other security tools hear of nothing until the receiver answers again; the events wait in the audit trail',
    mend: 'check the receiver behind POSTERN_WEBHOOK_URL and the network path to it',
  },
  'model-refused': ({ facts }) => ({
    lost: 'questions in unusual words are not understood; all else works without a language model',
    mend: `check POSTERN_MODEL_ENDPOINT, _KEY, _NAME and _API_VERSION against the endpoint (HTTP ${String(facts.status ?? 'no status')})`,
  }),
  'model-throttled': {
    lost: 'questions in unusual words are not understood while the endpoint asks to slow down',
    mend: 'raise the limit of the deployment or account',
  },
  'model-unavailable': {
    lost: 'questions in unusual words are not understood; all else works without a language model',
    mend: 'check the network path to POSTERN_MODEL_ENDPOINT, and that the model answers within 4 seconds',
  },
  'model-answer-invalid': {
    lost: 'questions in unusual words are not understood; all else works without a language model',
    mend: 'take a model that keeps to a given JSON form; POSTERN_MODEL_ENDPOINT must speak Chat Completions',
  },
  internal: ownFault,
}

/** For findings that are not `ok`. */
export function mendingOf(finding: Finding): Mending {
  const words: Readonly<Record<FindingCode, Words>> = { ...OF_ERRORS, ...OF_DOCTOR }
  const found = words[finding.code ?? 'internal']
  return typeof found === 'function' ? found(finding) : found
}
