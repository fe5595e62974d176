/** A code that somebody gave the reader is no sign-in of his own, whatever he did with it himself. */
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'

const PAGE = 'microsoft.com/devicelogin'
const CODE = 'H7QK3WPZ9'
const verdictOf = (text: string) => checkMessage({ text }).verdict

describe('a code that somebody gave', () => {
  it.each([
    ['en', `Our CFO's new assistant mailed me ${CODE} with a link to ${PAGE}. I typed it and signed in. Is it fine?`],
    [
      'de',
      `Der Fahrer hat mir heute früh einen Zettel mit ${CODE} dagelassen, ich habe ihn auf ${PAGE} eingetippt. Gut?`,
    ],
    ['fr', `Mon voisin m'a filé le code ${CODE}. J'ai lancé ${PAGE} et je me suis connecté. J'ai bien fait ?`],
    ['es', `La asistente de mi jefe me pasó ${CODE}. Yo mismo abrí ${PAGE} y lo escribí. ¿Está bien?`],
    ['pl', `Sekretarka dyrektora przesłała mi ${CODE}, sam otworzyłem ${PAGE} i wpisałem. Dobrze?`],
    ['ru', `Секретарша директора скинула мне ${CODE}. Я сам открыл ${PAGE} и ввёл. Всё нормально?`],
    ['tr', `Müdürün asistanı bana ${CODE} gönderdi. ${PAGE} sayfasını kendim açtım ve yazdım. Sorun olur mu?`],
    ['ar', `أرسلت لي سكرتيرة المدير ${CODE}، فتحت بنفسي ${PAGE} وكتبته. هل هذا صحيح؟`],
    ['hi', `पड़ोसी ने मुझे ${CODE} दिया। मैंने खुद ${PAGE} खोला और डाल दिया। ठीक है?`],
    ['ja', `部長の秘書から ${CODE} を送ってもらいました。自分で ${PAGE} を開いて入力しました。大丈夫ですか?`],
    ['ko', `부장님 비서가 ${CODE} 를 보내줬어요. 제가 직접 ${PAGE} 열어서 입력했어요. 괜찮나요?`],
  ])('is not his own in %s', (_language, text) => expect(verdictOf(text)).toBe('phishing'))
  it('is not his own by any verb, where a person is named last before it', () =>
    expect(
      verdictOf(`My uncle conjured up ${CODE} for the TV. I plugged it in, now ${PAGE} asks for it. Right?`),
    ).not.toBe('legitimate-device-login'))
  it('is not started by typing it', () =>
    expect(verdictOf(`${CODE} was on a slip. I typed it at ${PAGE}. Is something wrong?`)).not.toBe(
      'legitimate-device-login',
    ))
})

describe('a code that a thing gave', () => {
  it.each([
    ['by a terminal', `I ran az login on my server and the terminal gave me the code ${CODE} for ${PAGE}. OK?`],
    ['by a printer', `Enchufé la impresora nueva y me dio el código ${CODE} para ${PAGE}. ¿Lo escribo?`],
    [
      'by a thing that somebody gave',
      `My company gave me a new panel; I plugged it in, it shows ${CODE} and ${PAGE}. OK?`,
    ],
    [
      'while somebody watched',
      `My son watched while I set up our Xbox; the TV shows ${CODE} and ${PAGE}. Do I type it?`,
    ],
    [
      'after a word to the boss',
      `I told my boss I'd set up the panel. I plugged it in, it shows ${CODE} and ${PAGE}. OK?`,
    ],
    ['out of the box', `Μόλις έβγαλα από το κουτί το τηλέφωνο Teams και δείχνει ${CODE}. Το γράφω στο ${PAGE}, σωστά;`],
  ])('%s is his own', (_case, text) => expect(verdictOf(text)).toBe('legitimate-device-login'))
})

it('finds a code in two chat lines with times between', () =>
  expect(
    verdictOf(
      `[14:03] Guest: first is PTXNV\n[14:03] Guest: second 9CFR, no gap\n[14:04] Guest: goes in at ${PAGE} please`,
    ),
  ).toBe('phishing'))
it('takes the letter-spaced code of a device screen for its own', () =>
  expect(
    verdictOf(
      `Yealink MP56 | Company portal\nOn your PC visit https://${PAGE}\nR 4 T B L U P 7 G\n[ Get new code ]   [ Emergency call ]`,
    ),
  ).toBe('legitimate-device-login'))
describe('a voucher for the page that opens by itself', () => {
  const voucher = 'Dear guest, Wi-Fi: network HARBOUR, voucher 2FKP-TGKA3. Enter it on the page that opens by itself.'
  it('is another number', () => expect(verdictOf(voucher)).toBe('unrelated'))
  it('is none where Microsoft is named', () =>
    expect(verdictOf(voucher.replace('itself', 'itself, the Microsoft device page'))).not.toBe('unrelated'))
})
it('takes a thing that somebody left for unattended', () =>
  expect(
    verdictOf(
      `지하 회의실 태블릿 화면에 ${PAGE} 하고 ${CODE} 가 떠 있어요. 누가 두고 간 건지 모르겠는데 어떻게 할까요?`,
    ),
  ).toBe('suspicious'))
it('takes "nothing but the code your own terminal shows" for a how-to', () =>
  expect(verdictOf(`If your script prints https://${PAGE}, enter nothing but the code your own terminal shows.`)).toBe(
    'legitimate-device-login',
  ))
