/** Where a prompt comes from decides: a thing that its owner started, a thing that nobody started, or somebody. */
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'

const PAGE = 'microsoft.com/devicelogin'
const CODE = 'H7QK3WPZ9'
const verdictOf = (text: string) => checkMessage({ text }).verdict

describe('a thing that the reader started', () => {
  it.each([
    ['en', `I plugged in the new printer and it tells me to open ${PAGE} and enter ${CODE}. Is that normal?`],
    ['de', `Hab den neuen Drucker angeschlossen, jetzt will er, dass ich ${PAGE} öffne und ${CODE} eingebe. Normal?`],
    ['es', `He conectado la impresora nueva y me pide que entre en ${PAGE} y ponga ${CODE}. ¿Es normal?`],
    ['pl', `Podłączyłam nową drukarkę i każe mi otworzyć ${PAGE} i wpisać ${CODE}. Czy to normalne?`],
    ['ru', `Подключил новый принтер, он просит открыть ${PAGE} и ввести ${CODE}. Это нормально?`],
    ['fi', `Kytkin uuden tulostimen, se pyytää avaamaan ${PAGE} ja syöttämään ${CODE}. Onko ok?`],
    ['hu', `Csatlakoztattam az új nyomtatót, azt kéri, nyissam meg: ${PAGE} és írjam be: ${CODE}. Ez normális?`],
    ['tr', `Yeni yazıcıyı bağladım, ${PAGE} açıp ${CODE} girmemi istiyor. Normal mi?`],
    ['lt', `Prijungiau naują spausdintuvą, jis prašo atidaryti ${PAGE} ir įvesti ${CODE}. Ar tai normalu?`],
    ['ar', `ركبت الطابعة الجديدة وتطلب مني أفتح ${PAGE} وأكتب ${CODE}. هل هذا طبيعي؟`],
    ['hi', `मैंने नया प्रिंटर लगाया, वह ${PAGE} खोलकर ${CODE} डालने को कह रहा है। ठीक है ना?`],
    ['vi', `Tôi vừa lắp máy in mới, nó yêu cầu mở ${PAGE} và nhập ${CODE}. Có bình thường không?`],
    ['ja', `新しいプリンターを接続したら ${PAGE} を開いて ${CODE} を入力するように言われました。大丈夫でしょうか？`],
  ])('is his own in %s', (_language, text) => expect(verdictOf(text)).toBe('legitimate-device-login'))
  it('may be a television that sends him to a host of its own', () =>
    expect(
      verdictOf('Installed an app on our TV, it says go to cinebox.example/activate and type K7Q2MX. Right?'),
    ).toBe('legitimate-device-login'))
  it.each([
    ['a person speaks', 'a man from support says I must'],
    ['a colleague speaks', 'my colleague wants me to'],
    ['a message speaks', 'the mail tells me to'],
  ])('is not his own where %s', (_who, source) =>
    expect(verdictOf(`I plugged in the printer and ${source} open ${PAGE} and enter ${CODE}. Is that normal?`)).toBe(
      'phishing',
    ),
  )
})

describe('a start that somebody claims', () => {
  it.each([
    ['en', `I started the sign-in on the printer for you, enter ${CODE} at ${PAGE}. ok?`],
    ['en', `I set up the room display: it shows ${CODE}. Could you enter it at ${PAGE}? Mine is locked`],
    ['de', `Ich habe die Anmeldung am Drucker für Sie gestartet: ${CODE} auf ${PAGE} eingeben, ok?`],
    ['fr', `J'ai lancé la connexion pour vous sur l'imprimante : ${CODE} sur ${PAGE}, d'accord ?`],
    ['es', `He iniciado la sesión por usted en la pantalla: introduzca ${CODE} en ${PAGE}, ¿de acuerdo?`],
    ['ru', `Запустил для вас вход на принтере, введите ${CODE} на ${PAGE}, хорошо?`],
    ['tr', `Yazıcıda sizin için oturumu başlattım, ${PAGE} adresine ${CODE} girin, olur mu?`],
    ['ar', `شغلت الطابعة نيابة عنك، افتح ${PAGE} واكتب ${CODE}، تمام؟`],
    ['ja', `プリンターであなたのためにサインインを開始しました。${PAGE} で ${CODE} を入力してください。`],
    ['zh', `我已经在打印机上为您启动了登录，请在 ${PAGE} 输入 ${CODE}，可以吗？`],
  ])('is a lure in %s', (_language, text) => expect(verdictOf(text)).toBe('phishing'))
})

describe('a thing that nobody started', () => {
  it.each([
    ['en', `The panel outside Birch has shown ${PAGE} and ${CODE} since Monday and nobody knows why. Leave it?`],
    ['de', `Der Bildschirm in der Kantine zeigt seit heute früh ${PAGE} und ${CODE}. Wer ist zuständig?`],
    ['fr', `Bonjour, l'écran de l'accueil affiche ${PAGE} et ${CODE} depuis ce matin. On laisse comme ça ?`],
    ['pl', `Ekran w holu od rana pokazuje ${PAGE} i ${CODE}, nikt nic nie wie. Zostawić?`],
    ['zh', `走廊的屏幕从早上就显示 ${PAGE} 和 ${CODE}，没人知道是谁的。怎么办？`],
  ])('is left alone in %s', (_language, text) => expect(verdictOf(text)).toBe('suspicious'))
  it('is a lure where somebody is told to sign it in', () =>
    expect(verdictOf(`The panel outside Birch shows ${CODE}, please enter it at ${PAGE}. Thanks`)).toBe('phishing'))
})

describe('what cannot be verified', () => {
  it.each([
    ['a prompt at night', 'My phone asked me to approve a sign-in at 4 am, I was asleep and did nothing. Worry?'],
    ['a stranger in the calendar', 'Un organisateur inconnu a mis une réunion dans mon agenda. J’accepte ?'],
    [
      'a way in that comes later',
      'Guten Tag, es gibt eine vertrauliche Runde. Wie Sie reinkommen, sag ich Ihnen dann.',
    ],
  ])('is %s', (_what, text) => expect(verdictOf(text)).toBe('suspicious'))
  it.each([
    'I don’t know if I can make the meeting tomorrow, my train is late.',
    'Suddenly the coffee machine on the third floor stopped working. Who fixes it?',
    'Can you tell me the way in through the back door?',
  ])('is not: %s', (text) => expect(verdictOf(text)).toBe('unrelated'))
})

describe('figures that are to be read to a caller', () => {
  it.each([
    ['en', 'A fellow from our provider wants me to read him the digits that arrive by text. Should I?'],
    ['pl', 'Zadzwonił facet z telekomu i chce, żebym mu przeczytał cyfry, które przyjdą SMS-em. Podać?'],
    ['lt', 'Paskambino vyras ir nori, kad perskaityčiau jam skaičius, kurie ateis žinute. Ar duoti?'],
    ['ru', 'Мне позвонил мужчина и хочет, чтобы я прочитал ему цифры, которые придут в смс. Давать?'],
  ])('are a lure in %s', (_language, text) => expect(verdictOf(text)).toBe('phishing'))
})
