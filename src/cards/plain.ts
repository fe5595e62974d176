/** Cards of words alone: help and the first greeting. */
import type { TalkKind } from '../domain/talk/index.js'
import { askPolicy } from './actions.js'
import { type Button, lines } from './parts.js'
import { QUESTION_TITLES } from './policyQuestions.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { negotiate, say, type WordKey } from './words.js'

const fill = layout(file)

/** What an administrator asks most; every other question can be written. */
const SUGGESTED = ['status', 'excluded', 'left-open', 'trusted-locations'] as const

/** What the bot can do. `admin` adds the policy questions, which are refused to others whatever the card shows. */
export function renderHelp({ locale, admin }: { readonly locale: string; readonly admin: boolean }): Card {
  const paragraphs: readonly WordKey[] = [
    'help.check',
    'help.message-action',
    'help.group',
    'help.alerts',
    'desk.help.own',
  ]
  return plain(locale, 'help.lead', {
    paragraphs: admin ? [...paragraphs, 'help.admin', 'desk.help.team'] : paragraphs,
    notes: ['help.scope'],
    buttons: admin
      ? SUGGESTED.map((kind) => ({ title: say(QUESTION_TITLES[kind], locale), data: askPolicy({ kind }) }))
      : [],
  })
}

/** What small talk is answered with: first what to do, then the rest. */
const TALK: Readonly<
  Record<Exclude<TalkKind, 'help'>, { readonly lead: WordKey; readonly paragraphs: readonly WordKey[] }>
> = {
  who: { lead: 'talk.who.lead', paragraphs: ['talk.who.what', 'help.message-action', 'help.group', 'help.alerts'] },
  hello: { lead: 'talk.hello.lead', paragraphs: ['talk.hello.what', 'greeting.help'] },
  thanks: { lead: 'talk.thanks.lead', paragraphs: [] },
  'small-talk': { lead: 'talk.small-talk.lead', paragraphs: ['greeting.help'] },
  bye: { lead: 'talk.bye.lead', paragraphs: [] },
  nothing: { lead: 'talk.nothing.lead', paragraphs: ['talk.nothing.what', 'help.message-action', 'greeting.help'] },
}

/** The answer to talk. `admin` matters for help only. */
export function renderTalk(kind: TalkKind, options: { readonly locale: string; readonly admin: boolean }): Card {
  if (kind === 'help') return renderHelp(options)
  const { lead, paragraphs } = TALK[kind]
  return plain(options.locale, lead, { paragraphs, notes: kind === 'who' ? ['help.scope'] : [], buttons: [] })
}

/** Shown once, when the bot is installed. */
export function renderGreeting({ locale }: { readonly locale: string }): Card {
  return plain(locale, 'greeting.lead', {
    paragraphs: ['greeting.what', 'greeting.help'],
    notes: ['greeting.privacy'],
    buttons: [],
  })
}

interface Rest {
  readonly paragraphs: readonly WordKey[]
  readonly notes: readonly WordKey[]
  readonly buttons: readonly Button[]
}

function plain(locale: string, key: WordKey, rest: Rest): Card {
  const lead = say(key, locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    paragraphs: lines(rest.paragraphs.map((paragraph) => say(paragraph, locale))),
    notes: lines(rest.notes.map((note) => say(note, locale))),
    executes: rest.buttons,
  })
}
