/**
 * What we know of languages: a table a topic, a row a language, in `data/phrases`. A language is added by adding rows;
 * no code names one. All topics are searched in one pass.
 */
import aboutFlow from '../data/phrases/aboutFlow.json' with { type: 'json' }
import accountLure from '../data/phrases/accountLure.json' with { type: 'json' }
import addressBar from '../data/phrases/addressBar.json' with { type: 'json' }
import addressesChecker from '../data/phrases/addressesChecker.json' with { type: 'json' }
import alreadyEntered from '../data/phrases/alreadyEntered.json' with { type: 'json' }
import askBack from '../data/phrases/askBack.json' with { type: 'json' }
import asksWhether from '../data/phrases/asksWhether.json' with { type: 'json' }
import awareness from '../data/phrases/awareness.json' with { type: 'json' }
import captivePortal from '../data/phrases/captivePortal.json' with { type: 'json' }
import checkRequest from '../data/phrases/checkRequest.json' with { type: 'json' }
import codeLater from '../data/phrases/codeLater.json' with { type: 'json' }
import codeWord from '../data/phrases/codeWord.json' with { type: 'json' }
import colleague from '../data/phrases/colleague.json' with { type: 'json' }
import devicePageWord from '../data/phrases/devicePageWord.json' with { type: 'json' }
import digits from '../data/phrases/digits.json' with { type: 'json' }
import enterCode from '../data/phrases/enterCode.json' with { type: 'json' }
import farSide from '../data/phrases/farSide.json' with { type: 'json' }
import favour from '../data/phrases/favour.json' with { type: 'json' }
import forReader from '../data/phrases/forReader.json' with { type: 'json' }
import gives from '../data/phrases/gives.json' with { type: 'json' }
import letterForm from '../data/phrases/letterForm.json' with { type: 'json' }
import linkDevice from '../data/phrases/linkDevice.json' with { type: 'json' }
import meeting from '../data/phrases/meeting.json' with { type: 'json' }
import message from '../data/phrases/message.json' with { type: 'json' }
import notRequested from '../data/phrases/notRequested.json' with { type: 'json' }
import numberLabel from '../data/phrases/numberLabel.json' with { type: 'json' }
import oneTimePassword from '../data/phrases/oneTimePassword.json' with { type: 'json' }
import otherParty from '../data/phrases/otherParty.json' with { type: 'json' }
import ownAct from '../data/phrases/ownAct.json' with { type: 'json' }
import ownDeviceOnly from '../data/phrases/ownDeviceOnly.json' with { type: 'json' }
import ownInitiative from '../data/phrases/ownInitiative.json' with { type: 'json' }
import person from '../data/phrases/person.json' with { type: 'json' }
import promptSentence from '../data/phrases/promptSentence.json' with { type: 'json' }
import promptWord from '../data/phrases/promptWord.json' with { type: 'json' }
import qrCode from '../data/phrases/qrCode.json' with { type: 'json' }
import request from '../data/phrases/request.json' with { type: 'json' }
import sendMe from '../data/phrases/sendMe.json' with { type: 'json' }
import signInPrompt from '../data/phrases/signInPrompt.json' with { type: 'json' }
import stranger from '../data/phrases/stranger.json' with { type: 'json' }
import thing from '../data/phrases/thing.json' with { type: 'json' }
import thingSays from '../data/phrases/thingSays.json' with { type: 'json' }
import unattendedDevice from '../data/phrases/unattendedDevice.json' with { type: 'json' }
import unexplainedSignIn from '../data/phrases/unexplainedSignIn.json' with { type: 'json' }
import unverifiableContact from '../data/phrases/unverifiableContact.json' with { type: 'json' }
import urgency from '../data/phrases/urgency.json' with { type: 'json' }
import wayIn from '../data/phrases/wayIn.json' with { type: 'json' }
import products from '../data/products.json' with { type: 'json' }
import tools from '../data/tools.json' with { type: 'json' }

/** Rows are languages, phrases are separated by `|`. */
type LanguageTable = Readonly<Record<string, string>>

export const LANGUAGE_TOPICS = {
  aboutFlow,
  accountLure,
  addressBar,
  addressesChecker,
  alreadyEntered,
  askBack,
  asksWhether,
  awareness,
  captivePortal,
  checkRequest,
  codeLater,
  codeWord,
  colleague,
  devicePageWord,
  digits,
  enterCode,
  farSide,
  favour,
  forReader,
  gives,
  letterForm,
  linkDevice,
  meeting,
  message,
  notRequested,
  numberLabel,
  oneTimePassword,
  otherParty,
  ownAct,
  ownDeviceOnly,
  ownInitiative,
  person,
  promptSentence,
  promptWord,
  qrCode,
  request,
  sendMe,
  signInPrompt,
  stranger,
  thing,
  thingSays,
  unattendedDevice,
  unexplainedSignIn,
  unverifiableContact,
  urgency,
  wayIn,
} satisfies Readonly<Record<string, LanguageTable>>

/** Names that are the same in every language. */
const NAME_TOPICS = {
  toolCommand: tools.commands,
  machineMark: tools.machineMarks,
  productName: products.productNames,
  screenMark: products.screenMarks,
  messenger: products.messengers,
  microsoft: products.microsoft,
} as const

export type Topic = keyof typeof LANGUAGE_TOPICS | keyof typeof NAME_TOPICS

export function* everyPhrase(): Iterable<{ topic: Topic; phrase: string; language?: string }> {
  for (const [topic, table] of Object.entries(LANGUAGE_TOPICS)) {
    for (const [language, row] of Object.entries(table)) {
      for (const phrase of row.split('|')) yield { topic: topic as Topic, phrase, language }
    }
  }
  for (const [topic, names] of Object.entries(NAME_TOPICS)) {
    for (const phrase of names) yield { topic: topic as Topic, phrase }
  }
}
