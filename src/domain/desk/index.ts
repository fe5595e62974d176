/** What the security team asks of its cases, and a person of their own sign-ins: commands in, answers out. */
export {
  DAYS_MAX,
  type DeskCommand,
  isOwnCommand,
  type OwnCommand,
  readDeskCommand,
  type TeamCommand,
} from './command.js'
export type {
  AlertLine,
  CampaignView,
  DeskAnswer,
  OwnAnswer,
  PersonChoice,
  SignInLine,
  StatsView,
} from './views.js'
