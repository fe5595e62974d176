import { describe, expect, it } from 'vitest'
import { renderUnreadable, renderVerdict, say, type VerdictOptions } from '../../src/cards/index.js'
import { VERDICTS } from '../../src/domain/codeCheck/index.js'
import { UNREAD_REASONS, type Unread } from '../../src/domain/unread.js'
import { actionsOf, effectsIn, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, phishing } from './examples.js'

const SIGNAL = { code: 'unread-part', evidence: '' } as const
const unrelated = {
  verdict: 'unrelated',
  confidence: 'unsure',
  signals: [{ code: 'nothing-found', evidence: '' }, SIGNAL],
  advice: ['not-checked-here'],
} as const
const photo: Unread = { name: 'photo.heic', why: 'damaged' }
const render = (change: Partial<VerdictOptions> = {}) =>
  renderVerdict({ check: unrelated, checkId: CHECK_ID, place: 'personal', locale: 'en', unread: [photo], ...change })

describe('a verdict on a message that was read in part', () => {
  it('says in a line each what was not read, and why', () => {
    const texts = textsOf(render({ unread: [photo, { name: null, why: 'too-large' }] }))
    expect(texts).toContain('Not read: “photo(.)heic”: it is damaged.')
    expect(texts).toContain('Not read: it is larger than I can read.')
  })

  it('says three and counts the rest; the same is said once', () => {
    const unread = ['a', 'b', 'c', 'd', 'e'].map((name): Unread => ({ name, why: 'encrypted' }))
    const texts = textsOf(render({ unread: [{ name: 'a', why: 'encrypted' }, ...unread] }))
    expect(texts.filter((text) => text.startsWith('Not read:'))).toHaveLength(3)
    expect(texts).toContain('I could not read 2 more parts of it.')
  })

  it.each(['unrelated', 'legitimate-meeting'] as const)(
    'that would be %s never sounds like an all-clear',
    (verdict) => {
      for (const locale of ['en', 'de']) {
        const advice = verdict === 'unrelated' ? (['not-checked-here'] as const) : (['format-fits'] as const)
        const card = render({ check: { ...unrelated, verdict, advice }, locale })
        expect(textsOf(card)[0]).toBe(say('unread.lead', locale))
        expect(card.fallbackText).toContain(say('unread.lead', locale))
        expect(textsOf(card).join('\n')).not.toContain(`${say(`verdict.${verdict}`, locale)} (`)
        // The advice that would have led comes after.
        expect(textsOf(card)).toContain(say(`advice.${advice[0]}`, locale))
      }
    },
  )

  it('that warns begins with its warning, and says the same notes', () => {
    const texts = textsOf(render({ check: { ...phishing, signals: [...phishing.signals, SIGNAL] } }))
    expect(texts[0]).toBe('Do not enter the code, and do not sign in on that page. Report the message.')
    expect(texts.join('\n')).toContain('Not read:')
  })

  it('says so from a kept check too, which no longer knows of what', () => {
    const texts = textsOf(render({ unread: [], reported: true }))
    expect(texts[0]).toBe(say('unread.lead', 'en'))
    expect(texts).toContain(say('unread.kept', 'en'))
  })

  it('says of pictures which letters were read', () => {
    expect(textsOf(render({ hasPictures: true }))).toContain(say('unread.letters', 'en'))
    expect(textsOf(render())).not.toContain(say('unread.letters', 'en'))
  })

  it('says nothing of it where all was read', () => {
    const card = render({ check: { ...unrelated, signals: [] }, unread: [] })
    expect(textsOf(card).join('\n')).not.toMatch(/not read|could not/i)
  })
})

describe('the card for a message of which nothing could be read', () => {
  it('has no verdict and no button, and says what to do instead', () => {
    const card = renderUnreadable({ unread: [photo], locale: 'en' })
    expect(textsOf(card)[0]).toBe(say('unread.nothing-lead', 'en'))
    expect(textsOf(card)).toContain('Not read: “photo(.)heic”: it is damaged.')
    expect(actionsOf(card)).toEqual([])
    const words = [...textsOf(card), String(card.fallbackText)].join('\n')
    for (const verdict of VERDICTS) expect(words).not.toContain(say(`verdict.${verdict}`, 'en'))
  })
})

it('holds for every reason and hostile name, in every place and language', () => {
  for (const locale of ['en', 'de']) {
    for (const why of UNREAD_REASONS) {
      for (const name of [null, '', ...HOSTILE_NAMES]) {
        const unread = [{ name, why }]
        for (const card of [
          renderUnreadable({ unread, locale }),
          render({ unread, locale }),
          render({ unread, locale, place: 'dialog', hasPictures: true }),
        ]) {
          expect(problemsOf(card)).toEqual([])
          expect(effectsIn(card)).toEqual([])
        }
      }
    }
  }
})
