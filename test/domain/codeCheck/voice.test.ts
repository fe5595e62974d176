/** Who speaks decides: the same code and page are a tool's output, a screen, the reader's own, or somebody's order. */
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'

const PAGE = 'https://microsoft.com/devicelogin'
const CODE = 'H7QK3WPZ9'
const verdictOf = (text: string) => checkMessage({ text }).verdict

describe('the reader of himself', () => {
  it.each([
    ['en', `I just ran az login on my server and it shows ${CODE} for ${PAGE}. Is this ok?`],
    ['de', `Ich habe selbst az login auf meinem Server gestartet, jetzt steht da ${PAGE} und ${CODE}. Passt das?`],
    ['es', `Acabo de ejecutar az login en mi servidor y sale ${CODE} y ${PAGE}. ¿Es normal?`],
    ['cs', `Spustil jsem az login na svém serveru a ukázalo to ${CODE} a ${PAGE}. Je to v pořádku?`],
    ['el', `Έτρεξα μόνος μου το az login και γράφει ${CODE} και ${PAGE}. Είναι φυσιολογικό;`],
    ['hi', `मैंने खुद az login चलाया, स्क्रीन पर ${CODE} और ${PAGE} आया है। क्या यह ठीक है?`],
    ['ar', `شغلت az login بنفسي على جهازي وظهر لي ${CODE} و ${PAGE}. هل هذا طبيعي؟`],
  ])('is heard in %s', (_language, text) => expect(verdictOf(text)).toBe('legitimate-device-login'))
  it('is not believed with a reason of somebody else’s', () =>
    expect(verdictOf(`I just ran az login for the meeting, please open ${PAGE} and enter ${CODE}`)).not.toBe(
      'legitimate-device-login',
    ))
  it('is not believed without a page and a tool', () =>
    expect(
      verdictOf(`I clicked a PDF and it says: copy ${CODE}, continue with Microsoft, paste it there. ok?`),
    ).not.toBe('legitimate-device-login'))
})

describe('a screen', () => {
  const screen = (code: string) =>
    `Meeting room Elbe\nMicrosoft Teams\nSign in from another device\nGo to ${PAGE}\n${code}\nCode expires in 14:37`
  it('is known by its lines', () => expect(verdictOf(screen(CODE))).toBe('legitimate-device-login'))
  it('is none where the code is called a meeting', () =>
    expect(verdictOf(screen(`Your meeting: ${CODE}`))).not.toBe('legitimate-device-login'))
  it('is none where it greets', () => expect(verdictOf(`Dear colleague,\n${screen(CODE)}`)).toBe('phishing'))
  it('of a television may lie on any host', () =>
    expect(verdictOf('CINEBOX\nActivate your TV\nGo to cinebox.example/tv\nEnter the code below\nKQ7T2X')).toBe(
      'legitimate-device-login',
    ))
})

describe('a program', () => {
  it('is known by the command above', () =>
    expect(
      verdictOf(
        `$ azd auth login --use-device-code\nCopy the code ${CODE}\nWaiting for you to complete authentication`,
      ),
    ).toBe('legitimate-device-login'))
  it('is known by a bare prompt below', () =>
    expect(verdictOf(`To sign in, open ${PAGE} and enter the code ${CODE} to authenticate.\nadmin@build01:~$`)).toBe(
      'legitimate-device-login',
    ))
  it('is known by its log', () =>
    expect(
      verdictOf(
        `Error: To sign in, use a web browser to open the page ${PAGE} and enter the code ${CODE} to authenticate.`,
      ),
    ).toBe('legitimate-device-login'))
  it('is none where it asks a favour', () =>
    expect(verdictOf(`$ az login\nPlease open ${PAGE} and enter ${CODE} for me, it is urgent`)).toBe('phishing'))
})
