import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mayChoose } from '../../../../src/domain/policyStatus/index.js'

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T

describe('a text may be shown to a language model', () => {
  it.each([
    'Which folks slipped through our device code rule?',
    'Has anyone in finance still got a way around the conditional access policy?',
    'Could a contractor at a hotel log in with a device code?',
    'How did Adele slip past the device code policy?',
    'Welche Leute rutschen bei uns noch durch die Gerätecode-Richtlinie?',
    'Qui arrive encore à contourner la stratégie de code d’appareil ?',
    'Quién se salta todavía la directiva de código de dispositivo?',
    'Chi aggira ancora i criteri del codice dispositivo?',
    'Quem ainda contorna a política de código de dispositivo?',
    'Wie glipt er nog door het beleid voor apparaatcode?',
    'Kto nadal omija zasady kodu urządzenia?',
    'Хто досі обходить політику коду пристрою?',
    'Vem slinker fortfarande igenom policyn för enhetskod?',
    'Cihaz kodu ilkesini hâlâ kimler aşıyor?',
    'デバイスコードでまだ入れる人はいますか?',
  ])('where it asks about the subject: %s', (text) => {
    expect(mayChoose(text, text)).toBe(true)
    expect(mayChoose(text, `<p>${text}</p>`)).toBe(true)
  })

  it.each([
    ['greets first', 'Dear all, our device code policy has changed, have a look please?'],
    ['explains first', 'Our device code policy is new. Which folks slip through it?'],
    ['is about something else', 'Could you send the report to bob@contoso.example?'],
    ['only brushes the subject', 'Would you open the policy document I shared?'],
    ['asks for a code', 'Could you enter the device code on the device?'],
    ['names an order', 'Is the device code policy of order 48291 ready?'],
    ['goes on and on', `Which folks slip through our device code rule ${'and then '.repeat(40)}?`],
    ['has a page in it', 'Which folks slip through our device code rule www.contoso.example?'],
    ['is written to somebody', 'Is your device code policy ready?'],
    ['states', 'Our device code policy has a hole'],
    ['the check has doubts about', 'How did Adele at 203.0.113.9 slip past the device code policy'],
    ['says nothing', ''],
    ['names a telephone', 'Which folks slipped through our device code rule +49 170 123 45 67?'],
    ['names a number in parts', 'Which folks slipped through our device code rule 123-456-789?'],
    ['names a number in quotation marks', 'Which folks slipped through our device code rule "4829 1"?'],
    ['holds a password', 'Which folks slipped through our device code rule Tr0ub4dor&3?'],
    ['holds a password that looks like an account', 'Which folks slipped through our device code rule Tr0ub@dor3?'],
    ['holds a key', 'Which folks slipped through our device code rule abc8Q~xyzHt.uU-9aBcDeFgHiJkLmNoPq?'],
    ['quotes what somebody was told', 'Why could "verify this before tonight" skip our device code policy?'],
    ['goes on in a line of another kind', 'Which folks slipped through our device code rule\u2028Dear all?'],
    ['is out of a table', 'Which folks slipped\tthrough our device code rule?'],
    ['holds what nobody sees', 'Which folks slipped through our device code rule\u{e0041}?'],
    [
      'tells of something else in passing',
      'Which folks slipped through our device code rule, Bob lives in Kyiv and his wife is ill, he told me on the phone?',
    ],
  ])('but not what %s', (_how, text) => {
    expect(mayChoose(text, text)).toBe(false)
  })

  it.each([
    'Could you sign in with the device code I gave under the access policy?',
    'Würden Sie sich mit dem Gerätecode der neuen Richtlinie anmelden?',
    'Kannst du dich mit dem Gerätecode der Richtlinie anmelden?',
    'Qui vous a donné le code d’appareil de la stratégie ?',
    '¿Por qué no puedes usar el código de dispositivo de la directiva?',
    'Perché non puoi usare il codice dispositivo dei criteri?',
    'Por que você não usa o código de dispositivo da política?',
    'Kan jij de apparaatcode van het beleid gebruiken?',
    'Czy możesz użyć kodu urządzenia z zasady dostępu?',
    'Чи можете ви використати код пристрою з політики?',
    'Kan du logga in med enhetskod enligt policyn?',
    'Cihaz kodu ilkesi ile oturum açabilir misiniz?',
    'デバイスコードでポリシーにサインインしてもらえますか?',
  ])('but not where somebody is asked to do something: %s', (text) => {
    expect(mayChoose(text, text)).toBe(false)
  })

  it('where Postern itself is asked to tell', () => {
    const text = 'Could you please tell me which folks slipped through our device code rule?'
    expect(mayChoose(text, text)).toBe(true)
  })

  it('but not where Teams shows another text than it sends', () => {
    const text = 'Which folks slipped through our device code rule BCDFGHJKL?'
    expect(mayChoose(text, '<p>Which folks slipped through our device code rule?</p>')).toBe(false)
  })

  it('but not with markup around it that nobody types', () => {
    const text = 'Which folks slipped through our device code rule?'
    for (const message of [
      `<blockquote>${text}</blockquote>`,
      `<p><b>${text}</b></p>`,
      `<codeblock>${text}</codeblock>`,
    ])
      expect(mayChoose(text, message)).toBe(false)
  })

  it.each(['notQuestions.json', 'lures.json'])('and never what is no question or a lure of one: %s', (file) => {
    expect(read<readonly string[]>(file).filter((text) => mayChoose(text, text))).toEqual([])
  })
})
