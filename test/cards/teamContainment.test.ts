import { describe, expect, it } from 'vitest'
import { parseCardAction } from '../../src/cards/actions.js'
import { renderNotice } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import type { AlertView } from '../../src/domain/notices.js'
import { actionsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { alert, containment, HOSTILE_NAMES, REVOKED_AT } from './examples.js'

const render = (change: Partial<AlertView> = {}, locale = 'en') =>
  renderNotice({ kind: 'team-alert', alert: { ...alert, ...change } }, locale)
const titles = (change: Partial<AlertView>) =>
  actionsOf(render(change))
    .filter(({ data }) => Object(data).verb === 'act-on-containment')
    .map(({ title }) => title)
const step = (name: string, outcome: 'done' | 'failed' | 'left-to-team' | 'under-way', why: string | null = null) => ({
  step: name,
  outcome,
  why,
  at: REVOKED_AT,
})

describe('containment on the card of the security team', () => {
  it('offers all that is left, and each step of it, with payloads that are read back', () => {
    expect(titles({})).toEqual(['Contain all of it', 'Disable new devices', 'Disable account', 'Mark as compromised'])
    for (const data of payloadsOf(render())) expect(parseCardAction(data)).toEqual(data)
  })

  it('offers the way back of what was done, and not the step itself', () => {
    const undoable = { ...containment, collections: [], undoable: ['disable-account'] }
    const offered = titles({ steps: [step('disable-account', 'done')], containment: undoable })
    expect(offered).toContain('Enable account again')
    expect(offered).not.toContain('Disable account')
  })

  it('offers only ways back once the case is closed, and nothing once another goes on', () => {
    expect(titles({ state: 'closed', containment })).toEqual([
      'Enable devices again',
      'Enable account again',
      'Dismiss the risk',
    ])
    expect(titles({ state: 'superseded', containment })).toEqual([])
  })

  it.each(['blocked', 'failed'] as const)('offers nothing where a sign-in %s: nobody has tokens', (outcome) => {
    expect(titles({ outcome })).toEqual([])
  })

  it('does not offer to disable devices where there are none', () => {
    const [device] = containment.collections
    const none = { collections: [{ ...device!, found: [] }], undoable: [] }
    expect(titles({ containment: none })).not.toContain('Disable new devices')
    const unread = { collections: [{ ...device!, found: [], why: 'graph-forbidden' }], undoable: [] }
    expect(titles({ containment: unread })).toContain('Disable new devices')
  })

  it('says first where it did not see all, and shows what it saw', () => {
    const [device] = containment.collections
    const some = (found: (typeof containment.collections)[number]['found']) => {
      const cut = { collections: [{ ...device!, found, why: 'too-many-to-read' }], undoable: [] }
      return textsOf(render({ containment: cut })).filter((text) => text.startsWith('• Device: '))
    }
    const gap = '• Device: not all known. There are more entries than I read. Look at the rest in the admin center.'
    expect(some([])).toEqual([gap])
    expect(some(device!.found.slice(0, 1))).toEqual([gap, expect.stringMatching(/^• Device: (?!not all)/)])
  })

  it('names what was added, what could not be read and why, and what nobody can see here', () => {
    const texts = textsOf(render({ containment }))
    expect(texts).toContain('**Added since:** Device: 6 · Sign-in method: 0 · App consent: not known · Mailbox rule: 1')
    expect(texts.filter((text) => text.startsWith('• Device: '))).toHaveLength(4)
    expect(texts).toEqual(
      expect.arrayContaining([
        '• and 2 more',
        '• Sign-in method: nothing found',
        '• App consent: not known. The answer took too long.',
        expect.stringContaining('forwards mail · deletes mail'),
        expect.stringContaining('time unknown'),
        'Forwarding set on the mailbox itself cannot be read here: look in Exchange.',
      ]),
    )
  })

  it('says what a revoke does not reach, as long as it is so', () => {
    const outlives = 'A registered device outlives a revoke: disable new devices as well.'
    const revoked = step('revoke-sessions', 'done')
    expect(textsOf(render({ steps: [revoked] }))).toContain(outlives)
    expect(textsOf(render({ steps: [step('disable-new-devices', 'done'), revoked] }))).not.toContain(outlives)
    expect(textsOf(render())).not.toContain(outlives)
  })

  it('begins with the session that outlived its revoke', () => {
    const steps = [step('revoke-sessions', 'done'), step('watch-residual', 'failed', 'session-still-used')]
    expect(textsOf(render({ steps }))[0]).toBe(
      'The session of Mira Okafor was used after the revoke: disable devices and account now.',
    )
  })

  it.each(HOSTILE_NAMES)('shows a hostile name inert: %j', (name) => {
    const [device, ...others] = containment.collections
    const found = device!.found.map((one) => ({ ...one, name, detail: name }))
    expect(
      problemsOf(render({ containment: { ...containment, collections: [{ ...device!, found }, ...others] } })),
    ).toEqual([])
  })

  it.each(LOCALES)('is sound in %s', (locale) => {
    expect(
      problemsOf(render({ containment, steps: [step('revoke-sessions', 'under-way', 'graph-throttled')] }, locale)),
    ).toEqual([])
  })
})
