/** The lure's kin: nothing to type on a device page, but a secret, a link or a number that is to be handed over. */
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'

const verdictOf = (text: string) => checkMessage({ text }).verdict
const signalsOf = (text: string) => checkMessage({ text }).signals.map(({ code }) => code)

describe('a one-time password', () => {
  const ASKED =
    'Hi, it is Ana, I changed phones. A text with six digits comes to you in a minute, please send it to me.'
  it('is phishing where somebody asks for it', () => {
    expect(verdictOf(ASKED)).toBe('phishing')
    expect(signalsOf(ASKED)).toContain('code-asked-back')
  })
  it.each([
    ['de', 'Hallo Tante, du bekommst gleich eine SMS mit sechs Ziffern. Schick sie mir bitte sofort weiter.'],
    ['fr', 'Coucou, tu vas recevoir un SMS avec six chiffres, tu peux me les envoyer vite stp ?'],
    ['pl', 'Cześć, zaraz dostaniesz SMS-em sześć cyfr, wyślij mi je proszę szybko.'],
    ['ru', 'Привет, тебе сейчас придут шесть цифр в смс, скинь мне их пожалуйста срочно.'],
    ['ja', 'すみません、SMSで届いた6桁の認証コードを送ってください。急いでいます。'],
  ])('is phishing in %s', (_language, text) => expect(verdictOf(text)).toBe('phishing'))
  it('is phishing where the reader asks whether to read it out', () =>
    expect(
      verdictOf('Someone from the bank is on the phone and wants the six digits of the text. Should I read them out?'),
    ).toBe('phishing'))
  it('is unrelated where it is the message itself', () =>
    expect(verdictOf('Your verification code is 482913. Never share it with anybody, our staff will never ask.')).toBe(
      'unrelated',
    ))
  it('is unrelated where a text warns of being asked', () =>
    expect(
      verdictOf('Awareness week: attackers ask you to send them the code you got by text. Nobody honest does. Beware.'),
    ).toBe('unrelated'))
})

describe('the address after a sign-in', () => {
  it('is phishing where it is to be pasted somewhere', () =>
    expect(verdictOf('The page will say it cannot reach localhost. Copy the address bar and paste it here.')).toBe(
      'phishing',
    ))
  it('is phishing where it lies in the message with its code and somebody wants it', () =>
    expect(verdictOf('Please forward what you see, like http://localhost:8400/?code=0.AXoA5x&state=1')).toBe(
      'phishing',
    ))
  it('is suspicious by itself', () => expect(verdictOf('It ends at localhost')).toBe('suspicious'))
  it('is a developer’s own beside a command', () =>
    expect(verdictOf('$ az login\nListening on http://localhost:8400')).not.toBe('phishing'))
})

describe('a device to link', () => {
  it('is phishing where the reader is to type a pairing code', () =>
    expect(verdictOf('Open WhatsApp, Linked devices, and type KQZT-PWMX to join our group')).toBe('phishing'))
  it('is phishing where the reader is to scan', () =>
    expect(verdictOf('Scan this with Signal to join: sgnl://linkdevice?uuid=k3J9&pub_key=BQ7x')).toBe('phishing'))
  it('is no phishing where the reader asks what it is', () =>
    expect(verdictOf('What are linked devices?')).not.toBe('phishing'))
})

describe('a number to approve', () => {
  it('is phishing where it comes with the message', () =>
    expect(verdictOf('IT here: a prompt will show in your Authenticator, type 62 and approve it.')).toBe('phishing'))
  it('is suspicious where the reader asks', () =>
    expect(verdictOf('My Authenticator shows 62, enter it to approve. Is this ok?')).toBe('suspicious'))
})
