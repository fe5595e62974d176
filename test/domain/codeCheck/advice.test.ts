/** The first sentence fits the situation, not only the verdict: a row of the table, a test. */
import { expect, it } from 'vitest'
import { type AdviceCode, checkMessage } from '../../../src/domain/codeCheck/index.js'

const CODE = 'H7QK3WPZ9'
const PAGE = 'microsoft.com/devicelogin'
const PROMPT = `To sign in, use a web browser to open the page https://${PAGE} and enter the code ${CODE} to authenticate.`

const ROWS: readonly [string, string, AdviceCode][] = [
  ['a device login is asked back about', PROMPT, 'did-you-start-it'],
  ['a lure is not to be followed', `Dear all, open ${PAGE} and enter ${CODE}`, 'do-not-enter'],
  ['a lure that was followed is revoked', `A caller wanted ${CODE} on ${PAGE}, and I already entered it`, 'revoke-now'],
  ['a colleague uses his own account', `could you enter ${CODE} at ${PAGE} for me, my phone broke`, 'own-account-only'],
  ['a code asked back stays where it is', 'I sent you a code by mistake, please send me the code', 'hand-nothing-over'],
  ['an unknown code goes nowhere', `what is ${CODE}?`, 'enter-nowhere'],
  [
    'an unattended device is left alone',
    `The screen on the wall shows ${PAGE} ${CODE} since this morning`,
    'leave-device',
  ],
  ['a prompt out of nowhere is denied', 'an approve sign-in prompt popped up out of nowhere', 'deny-and-report'],
  [
    'a lure that was followed half-way is revoked',
    `A caller read me ${CODE} for ${PAGE}, I stopped before approving`,
    'revoke-now',
  ],
  ['a code given away without being pasted is revoked', 'somebody called and I gave them the code', 'revoke-now'],
  ['a named colleague is not accused', `my manager wants me to type ${CODE} at ${PAGE}, ok?`, 'own-account-only'],
  ['a plea to the bot is no favour', `can you check this for me? The call: ${PAGE}, code ${CODE}`, 'do-not-enter'],
  [
    'a request to link a messenger is refused',
    'Dear neighbour, to vote for our daughter please open WhatsApp, choose linked devices, and scan the QR below',
    'do-not-link',
  ],
  ['a consent window is denied', 'a consent window asks to let an app read my mail', 'deny-and-report'],
  ['an unknown sign-in is denied', 'New sign-in to your account, device DESKTOP-1', 'deny-and-report'],
  ['a device page in the history is denied', `I found ${PAGE} in my browser history`, 'deny-and-report'],
  ['a prompt that keeps coming is denied', 'my authenticator keeps popping up, I did nothing', 'deny-and-report'],
  [
    'a bare code for a colleague stays his',
    `can I approve it for my colleague? his code is ${CODE}`,
    'own-account-only',
  ],
  ['an unknown code in a window still goes nowhere', `got ${CODE} in a pop up`, 'enter-nowhere'],
  [
    'a masked link is not opened',
    '<a href="https://files.example/x">https://teams.microsoft.com/meet</a>',
    'do-not-open',
  ],
  ['a lookalike link is not opened', 'https://teams-microsoft.example/j/1', 'do-not-open'],
  ['a question about the flow is answered', 'what is device code phishing?', 'about-the-page'],
  ['a question about another page is answered for it', 'what is github.com/login/device?', 'about-another-page'],
  [
    'being sent to the page comes before explaining it',
    `Hi team, please sign in at ${PAGE} with your work account today and tell me when it is done, thanks a lot, Tom`,
    'do-not-enter',
  ],
  [
    'a one-time password that nobody asked for costs the password',
    "Your verification code is 118822. I didn't request this, why do I get it?",
    'change-password',
  ],
  ['a question about the page is answered', `what is ${PAGE}?`, 'about-the-page'],
  ['a stranger is verified elsewhere', 'I will send you the access details, keep this between us', 'verify-elsewhere'],
  ['a meeting says nothing of its sender', 'https://teams.microsoft.com/meet/2312345678901?p=AbCdEfGh', 'format-fits'],
  ['a one-time password is never shared', 'Your verification code is 118822', 'never-share-otp'],
  ['anything else is not ours', 'lunch at twelve', 'not-checked-here'],
]

it.each(ROWS)('%s', (_row, text, first) => {
  expect(checkMessage({ text }).advice[0]).toBe(first)
})

/** What the asker tells of himself decides in his language too. `#` stands for the code, `@` for the page. */
const TOLD: Readonly<Record<string, Readonly<Partial<Record<AdviceCode, string>>>>> = {
  en: {
    'revoke-now': 'Someone from support told me to open @ and enter #. I already entered it',
    'own-account-only': 'Hi, could you enter # at @ for me? I am locked out',
    'leave-device': 'A screen on the wall shows @ and #, nobody knows why',
    'deny-and-report': 'there is an approval request on my phone, an approve sign-in prompt, out of nowhere',
    'change-password': 'Your verification code is 118822. I did not ask for it',
    'about-the-page': 'what is a device code?',
  },
  de: {
    'revoke-now': 'Der Support hat angerufen, ich sollte auf @ den Code # eingeben. Ich habe den Code eingegeben',
    'own-account-only': 'Hi, gibst du kurz # auf @ für mich ein? Bin ausgesperrt',
    'leave-device': 'Der Bildschirm an der Wand zeigt @ und #, niemand weiß warum',
    'deny-and-report': 'Auf dem Handy kam aus dem Nichts eine Anmeldeanforderung',
    'change-password': 'Ihr Bestätigungscode lautet 118822. Den habe ich nicht angefordert',
    'about-the-page': 'Was ist ein Gerätecode?',
  },
  fr: {
    'revoke-now': 'Le support m’a dit d’ouvrir @ et de saisir #. J’ai saisi le code',
    'own-account-only': 'Salut, tu peux entrer # sur @ pour moi ? Je suis bloqué',
    'leave-device': 'Un écran dans le couloir affiche @ et #, personne ne sait pourquoi',
    'deny-and-report': 'Une demande de connexion a surgi sur mon téléphone',
    'change-password': 'Votre code de vérification est 118822. Je n’ai rien demandé',
    'about-the-page': 'C’est quoi un code d’appareil ?',
  },
  es: {
    'revoke-now': 'El soporte me dijo que abriera @ y pusiera #. Ya lo introduje',
    'own-account-only': 'Hola, ¿puedes poner # en @ por mí? No puedo entrar',
    'leave-device': 'Una pantalla en el pasillo muestra @ y #, nadie sabe por qué',
    'deny-and-report': 'Me salió de la nada una solicitud de inicio',
    'change-password': 'Tu código de verificación es 118822. No lo he pedido',
    'about-the-page': '¿Qué es un código de dispositivo?',
  },
  it: {
    'revoke-now': 'Il supporto mi ha detto di aprire @ e mettere #. L’ho già inserito',
    'own-account-only': 'Ciao, puoi inserire # su @ per me? Non riesco ad accedere',
    'leave-device': 'Uno schermo nel corridoio mostra @ e #, nessuno sa perché',
    'deny-and-report': 'È comparsa all’improvviso una richiesta di accesso',
    'change-password': 'Il tuo codice di verifica è 118822. Non l’ho richiesto',
    'about-the-page': 'Che cos’è un codice dispositivo?',
  },
  pt: {
    'revoke-now': 'O suporte mandou abrir @ e digitar #. Eu já digitei',
    'own-account-only': 'Oi, digita # em @ pra mim? Não consigo entrar',
    'leave-device': 'Uma tela no corredor mostra @ e #, ninguém sabe por quê',
    'deny-and-report': 'Do nada apareceu um pedido para aprovar o login',
    'change-password': 'Seu código de verificação é 118822. Eu não pedi',
    'about-the-page': 'O que é um código de dispositivo?',
  },
  nl: {
    'revoke-now': 'De helpdesk zei dat ik @ moest openen en # invoeren. Ik heb de code ingevoerd',
    'own-account-only': 'Hoi, wil jij # op @ voor mij invoeren? Ik kom er niet in',
    'leave-device': 'Een scherm in de gang toont @ en #, niemand weet waarom',
    'deny-and-report': 'Er verscheen zomaar een verzoek om een aanmelding goedkeuren',
    'change-password': 'Je verificatiecode is 118822. Die heb ik niet aangevraagd',
    'about-the-page': 'Wat is een apparaatcode?',
  },
  pl: {
    'revoke-now': 'Ktoś z pomocy kazał otworzyć @ i wpisać #. Już wpisałem',
    'own-account-only': 'Cześć, wpiszesz # na @ za mnie? Nie mogę się zalogować',
    'leave-device': 'Ekran na korytarzu pokazuje @ i #, nikt nie wie dlaczego',
    'deny-and-report': 'Znienacka wyskoczyło okno zgody',
    'change-password': 'Twój kod weryfikacyjny to 118822. Nie prosiłem o niego',
    'about-the-page': 'Co to jest kod urządzenia?',
  },
  uk: {
    'revoke-now': 'Хтось із підтримки сказав відкрити @ і ввести #. Я вже ввів',
    'own-account-only': 'Привіт, введи # на @ для мене, не можу увійти',
    'leave-device': 'Екран у коридорі показує @ і #, ніхто не знає чому',
    'deny-and-report': 'Раптово вискочило вікно згоди',
    'change-password': 'Ваш код підтвердження 118822. Я не запитував його',
    'about-the-page': 'Що таке код пристрою?',
  },
  ja: {
    'revoke-now': 'サポートの人に @ を開いて # を入れるよう言われ、入力してしまいました',
    'own-account-only': '@ で # を私の代わりに入力してくれる？ログインできなくて',
    'leave-device': '廊下の画面に @ と # が出ています。誰も理由を知りません',
    'deny-and-report': '突然サインインの承認の通知が来ました',
    'change-password': '認証コードは118822です。要求していないのに届きました',
    'about-the-page': 'デバイスコードとは何ですか？',
  },
  sv: {
    'revoke-now': 'Någon från supporten bad mig öppna @ och ange #. Jag har skrivit in koden',
    'own-account-only': 'Hej, kan du skriva # på @ åt mig? Jag är utelåst',
    'leave-device': 'En skärm på väggen visar @ och #, ingen vet varför',
    'deny-and-report': 'Plötsligt dök det upp en godkänn inloggning',
    'change-password': 'Din verifieringskod är 118822. Jag har inte begärt den',
    'about-the-page': 'Vad är en enhetskod?',
  },
  tr: {
    'revoke-now': 'Destekten biri @ adresini açıp # yazmamı söyledi. Kodu girdim',
    'own-account-only': 'Selam, # kodunu @ sayfasına benim için girer misin? Hesabım kilitlendi',
    'leave-device': 'Koridordaki ekranda @ ve # yazıyor, kimse bilmiyor',
    'deny-and-report': 'Aniden bir açılır pencere çıktı: oturumu onayla',
    'change-password': 'Doğrulama kodunuz 118822. Ben istemedim',
    'about-the-page': 'Cihaz kodu nedir?',
  },
}
const TOLD_ROWS = Object.entries(TOLD).flatMap(([language, texts]) =>
  Object.entries(texts).map(([first, text]): [string, string, string] => [
    language,
    first,
    text.replace('#', CODE).replace('@', PAGE),
  ]),
)

it.each(TOLD_ROWS)('in %s, %s comes first: %s', (_language, first, text) => {
  expect(checkMessage({ text }).advice[0]).toBe(first)
})

it('does not take a pasted lure for a story of its reader', () => {
  const text = `Dear all, as agreed I have confirmed the room. Open ${PAGE} and enter ${CODE}. I am already signed in.`
  expect(checkMessage({ text }).advice[0]).toBe('do-not-enter')
})

it('asks the reader of a prompt that somebody else wrote for nothing but caution', () => {
  expect(checkMessage({ text: PROMPT, author: 'someone-else' }).advice).toEqual(['did-you-start-it', 'enter-nowhere'])
})

it.each(['', '👍', 'lunch', PROMPT, CODE, PAGE])('never leaves anybody without advice: %j', (text) => {
  for (const author of ['asker', 'someone-else'] as const)
    expect(checkMessage({ text, author }).advice.length).toBeGreaterThan(0)
})

it('adds the far side where the prompt comes through a remote host', () => {
  const text = `$ ssh build\nmarc@build:~$ az login\n${PROMPT}`
  expect(checkMessage({ text }).advice).toEqual(['did-you-start-it', 'trust-the-far-side'])
})
