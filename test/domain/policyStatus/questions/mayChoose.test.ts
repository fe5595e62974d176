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
  ])('but not what %s', (_how, text) => {
    expect(mayChoose(text, text)).toBe(false)
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
