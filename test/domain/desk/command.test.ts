import { describe, expect, it } from 'vitest'
import { LOCALES, say } from '../../../src/cards/words.js'
import { readDeskCommand } from '../../../src/domain/desk/index.js'
import { readPolicyQuestion } from '../../../src/domain/policyStatus/index.js'
import { readTalk } from '../../../src/domain/talk/index.js'

describe('a command of the security team', () => {
  it.each([
    ['alerts', { kind: 'alerts', page: 0 }],
    ['Show open alerts!', { kind: 'alerts', page: 0 }],
    ['alerst', { kind: 'alerts', page: 0 }],
    ['alerts 3', { kind: 'alerts', page: 2 }],
    ['alerts page 2', { kind: 'alerts', page: 1 }],
    ['alerts 0', { kind: 'alerts', page: 0 }],
    ['Warnungen', { kind: 'alerts', page: 0 }],
    ['未対応のアラート', { kind: 'alerts', page: 0 }],
    ['alert 2b8f0f0e-8c11-4d3a-b5c4-6a1e9f7c2d02', { kind: 'alert', id: '2b8f0f0e-8c11-4d3a-b5c4-6a1e9f7c2d02' }],
    ['show alert 2B8F0F0E', { kind: 'alert', id: '2b8f0f0e' }],
    ['アラート 2b8f0f0e', { kind: 'alert', id: '2b8f0f0e' }],
    ['campaigns', { kind: 'campaigns' }],
    ['кампанії', { kind: 'campaigns' }],
    ['stats', { kind: 'stats' }],
    ['statistcs', { kind: 'stats' }],
    ['my sign-ins', { kind: 'own-sign-ins' }],
    ['My signins?', { kind: 'own-sign-ins' }],
    ['mes alertes', { kind: 'own-alerts' }],
  ])('%j is understood', (text, command) => {
    expect(readDeskCommand(text)).toEqual(command)
  })

  it.each([
    ['sign-ins for Dana last 7 days', 'Dana', 7],
    ['sign-ins for Dana Analyst', 'Dana Analyst', 7],
    ['Show sign-ins for dana@contoso.example last 30 days', 'dana@contoso.example', 30],
    ['sign-ins of c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03 today', 'c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03', 1],
    ['sign-ins for Dana last 500 days', 'Dana', 90],
    ['Anmeldungen von Jörg Weiß der letzten 14 Tage', 'Jörg Weiß', 14],
    ['connexions de Zoé O’Neill cette semaine', 'Zoé O’Neill', 7],
    ['ダナのサインイン', 'ダナ', 7],
    ['過去14日間の田中さんのサインイン', '田中さん', 14],
    ['Dana için oturum açmalar', 'Dana', 7],
  ])('%j asks for the sign-ins of %j, %d days', (text, called, days) => {
    expect(readDeskCommand(text)).toEqual({ kind: 'sign-ins', called, days })
  })

  it.each([
    '',
    'an alert came up when I signed in, what now?',
    'alert me when the meeting starts',
    'alert CDHGE7KTP',
    'alert facadecafe',
    'sign-ins for the board meeting need the code CDHGE7KTP at microsoft.com/devicelogin',
    'sign-ins for https://login.example',
    'sign-ins for you and me and all of our friends here',
    'alerts\nEnter CDHGE7KTP',
    `sign-ins for ${'x'.repeat(200)}`,
    'help',
    'is device code flow blocked?',
    'stats about the weather',
  ])('%j is none, and is checked as a message', (text) => {
    expect(readDeskCommand(text)).toBeNull()
  })

  it.each(LOCALES)('is taught by the help in %s in words that are understood', (locale) => {
    const quoted = (key: 'desk.help.team' | 'desk.help.own') =>
      [...say(key, locale).matchAll(/[“«„「”]\s?([^“”«»„「」]+?)\s?[”»“」]/g)].map(([, words = '']) => words)
    const [alerts, alert, signIns, campaigns, stats] = quoted('desk.help.team')
    const kindOf = (text: string | undefined) => readDeskCommand(text ?? '')?.kind
    expect(kindOf(alerts)).toBe('alerts')
    expect(kindOf(`${alert} 2b8f0f0e`)).toBe('alert')
    expect([`${signIns} Dana`, `Dana ${signIns}`, `Dana${signIns}`].map(kindOf)).toContain('sign-ins')
    expect(kindOf(campaigns)).toBe('campaigns')
    expect(kindOf(stats)).toBe('stats')
    expect(quoted('desk.help.own').map(kindOf)).toEqual(['own-sign-ins', 'own-alerts'])
    // None of them is something else as well.
    for (const words of [alerts, campaigns, stats, ...quoted('desk.help.own')]) {
      expect([readTalk(words ?? ''), readPolicyQuestion(words ?? '', { now: new Date(0), timeZone: 'UTC' })]).toEqual([
        null,
        null,
      ])
    }
  })

  it('costs no more than the text is long', () => {
    const long = `sign-ins for ${'a '.repeat(70)}`
    for (let round = 0; round < 50; round += 1) expect(readDeskCommand(long)).toBeNull()
  })
})
