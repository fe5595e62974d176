import { describe, expect, it } from 'vitest'
import data from '../../../src/domain/talk/data/talk.json' with { type: 'json' }
import { isTalk, readTalk, TALK_KINDS, type TalkKind } from '../../../src/domain/talk/index.js'

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'ja', 'tr', 'sv']

describe('the tables', () => {
  it('have a row for every language of the cards, and a table for every kind', () => {
    expect(Object.keys(data).sort()).toEqual([...TALK_KINDS, 'addressee'].sort())
    for (const table of Object.values(data)) expect(Object.keys(table).sort()).toEqual([...LANGUAGES].sort())
  })

  it('hold phrases that are recognised as they stand', () => {
    const unread = TALK_KINDS.flatMap((kind) =>
      Object.values(data[kind])
        .flatMap((row) => row.split('|'))
        .filter((phrase) => readTalk(phrase) === null),
    )
    expect(unread).toEqual([])
  })
})

describe('talk', () => {
  const ROWS: readonly [string, TalkKind][] = [
    ['help', 'help'],
    ['Help!', 'help'],
    ['HELLO', 'hello'],
    ['hi postern 👋', 'hello'],
    ['Hi, can you help me please?', 'help'],
    ['Hello, what can you do?', 'who'],
    ['What can you do?', 'who'],
    ['Are you a bot?!', 'who'],
    ["thanks, you're great 😄", 'thanks'],
    ['ok thanks bye', 'thanks'],
    ['how are you?', 'small-talk'],
    ['See you!', 'bye'],
    ['Guten Morgen!', 'hello'],
    ['Hallo, wer bist du?', 'who'],
    ['Vielen Dank!', 'thanks'],
    ['Merci beaucoup !', 'thanks'],
    ['Bonjour, comment ça marche ?', 'help'],
    ['¿Quién eres?', 'who'],
    ['Buenos días', 'hello'],
    ["Cos'è Postern?", 'who'],
    ['Olá, tudo bem?', 'small-talk'],
    ['Hoe gaat het?', 'small-talk'],
    ['Cześć, co potrafisz?', 'who'],
    ['Дякую!', 'thanks'],
    ['Привіт, як справи?', 'small-talk'],
    ['こんにちは！何ができますか？', 'who'],
    ['ありがとうございます。', 'thanks'],
    ['TEŞEKKÜRLER', 'thanks'],
    ['yardım', 'help'],
    ['Hej, vem är du?', 'who'],
    ['', 'nothing'],
    ['👍👍', 'nothing'],
    ['???', 'nothing'],
    ['test', 'nothing'],
    ['asdfgh', 'nothing'],
  ]
  it.each(ROWS)('%j is %s', (text, kind) => expect(isTalk(text, text)).toBe(kind))

  it.each([
    'Hello, the call has begun, open microsoft.com/devicelogin',
    'hi H7QK3WPZ9',
    'thanks, here is the code: H7QK3WPZ9',
    'help https://teams.example/x',
    'hello 118822',
    'hi teams.microsoft.com/meet/2312345678901',
    'what is device code phishing?',
    'what is microsoft.com/devicelogin?',
    'lunch at twelve',
    'I entered it',
    'approve sign-in',
    'this is philosophy, help yourself',
    `hello ${'hello '.repeat(40)}`,
  ])('%j is checked', (text) => expect(isTalk(text, text)).toBeNull())

  it('a word over a link is checked', () => {
    expect(isTalk('help', '<a href="https://microsoft.com/devicelogin">help</a>')).toBeNull()
    expect(isTalk('hi', '<div><p>hi</p><p><a href="https://files.example/x">.</a></p></div>')).toBeNull()
  })

  it('a picture is looked at, unless it is an emoji or a sticker', () => {
    expect(isTalk('', '<div><img src="https://smba.example/v1/objects/1/views/imgo"></div>')).toBeNull()
    const emoji = '<img alt="😄" itemscope itemtype="http://schema.skype.com/Emoji" itemid="smile">'
    expect(isTalk('', `<div>${emoji}</div>`)).toBe('nothing')
    expect(isTalk('hi', `<div>hi ${emoji}</div>`)).toBe('hello')
  })

  it('markup alone changes nothing', () => expect(isTalk('help', '<div><p>help</p></div>')).toBe('help'))
})
