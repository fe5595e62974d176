/** Permissions: what a checked message is looked into with, and people are reached with. */
import { literal, withQuery } from '../odata.js'
import { NOBODY, type Permission } from './permission.js'

export const MESSAGE_PERMISSIONS: readonly Permission[] = [
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
]
