import { describe, expect, it } from 'vitest'
import { keysOfEntry, meetingKeysOf } from '../../../../src/domain/codeCheck/verification/meetingKeys.js'
import { artifactsOf, CONTEXT, entry, JOIN_URL, ORGANISER, TENANT, THREAD } from './examples.js'

const keysOf = (text: string) => meetingKeysOf(artifactsOf(text))
const keyOf = (text: string) => keysOf(text).map(({ key }) => key)

describe('the key of a meeting', () => {
  it.each([
    ['a join link', JOIN_URL, 'teams 19:meeting_QmFzZTY0SWQ@thread.v2'],
    [
      'its host in capitals',
      JOIN_URL.replace('teams.microsoft', 'Teams.Microsoft'),
      'teams 19:meeting_QmFzZTY0SWQ@thread.v2',
    ],
    ['escapes in capitals', JOIN_URL.replaceAll('%3a', '%3A'), 'teams 19:meeting_QmFzZTY0SWQ@thread.v2'],
    [
      'the newer host',
      JOIN_URL.replace('teams.microsoft.com', 'teams.cloud.microsoft'),
      'teams 19:meeting_QmFzZTY0SWQ@thread.v2',
    ],
    ['another organiser in the context', JOIN_URL.replace(ORGANISER, TENANT), 'teams 19:meeting_QmFzZTY0SWQ@thread.v2'],
    [
      'the US government’s',
      JOIN_URL.replace('teams.microsoft.com', 'gov.teams.microsoft.us'),
      'teams-gov 19:meeting_QmFzZTY0SWQ@thread.v2',
    ],
    ['a short link', 'https://teams.microsoft.com/meet/264183392744150?p=Ab3cD4eF5gH6iJ7k', 'id 264183392744150'],
    ['a short link of private Teams', 'https://teams.live.com/meet/9312345678901?p=x', 'id 9312345678901'],
    ['a number in threes', 'Teams Meeting ID: 264 183 392 744 150', 'id 264183392744150'],
    ['a Zoom link', 'https://us02web.zoom.us/j/87654321098?pwd=abc', 'id 87654321098'],
    ['a Zoom number', 'Zoom Meeting ID: 876 5432 1098', 'id 87654321098'],
    ['a Meet link', 'https://meet.google.com/abc-mnop-xyz', 'meet abc-mnop-xyz'],
    ['a Webex room', 'https://northquay.webex.com/meet/noor', 'northquay.webex.com/meet/noor '],
  ])('is the same for %s', (_, text, key) => {
    expect(keyOf(text)).toContain(key)
  })

  it('is read through Safe Links', () => {
    const wrapped = `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(JOIN_URL)}&data=05`
    expect(keyOf(wrapped)).toEqual(['teams 19:meeting_QmFzZTY0SWQ@thread.v2'])
  })

  it.each([
    ['a host that only begins like it', JOIN_URL.replace('teams.microsoft.com', 'teams.microsoft.com.join.example')],
    ['a host behind a user name', JOIN_URL.replace('teams.microsoft.com', 'teams.microsoft.com@join.example')],
    ['a user name before the host', JOIN_URL.replace('teams.microsoft.com', 'marta@teams.microsoft.com')],
    ['a port of its own', JOIN_URL.replace('teams.microsoft.com', 'teams.microsoft.com:8443')],
    ['letters that look alike', JOIN_URL.replace('teams.microsoft.com', 'teаms.microsoft.com')],
    ['another thread after a step back', JOIN_URL.replace(THREAD, `x/../../../${THREAD}`)],
    ['a thread that is none', JOIN_URL.replace(THREAD, "19%3ameeting_x'%20or%201%20eq%201%40thread.v2")],
    ['a quote in the number', "https://teams.microsoft.com/meet/264183392744150'"],
    ['a channel page', 'https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General'],
  ])('is not given to %s', (_, text) => {
    expect(keyOf(text).filter((key) => key.startsWith('teams '))).toEqual([])
    expect(keysOf(text).filter(({ query }) => query?.by === 'join-url')).toEqual([])
  })

  it('keeps the case of a thread, which is Base64', () => {
    expect(keyOf(JOIN_URL.replace('QmFzZTY0SWQ', 'qmfzzty0swq'))).toEqual(['teams 19:meeting_qmfzzty0swq@thread.v2'])
  })

  it('names each meeting once, and at most eight', () => {
    expect(keyOf(`${JOIN_URL} ${JOIN_URL}`)).toHaveLength(1)
    const many = Array.from({ length: 20 }, (_, n) => `https://teams.microsoft.com/meet/2641833927441${n + 10}`)
    expect(keyOf(many.join('\n'))).toHaveLength(8)
  })

  it('takes a number and its short link for one meeting', () => {
    const keys = keysOf('https://teams.microsoft.com/meet/264183392744150?p=x\nMeeting ID: 264 183 392 744 150')
    expect(keys).toMatchObject([{ key: 'id 264183392744150', isBareId: false }])
  })

  it('finds none in a lure', () => {
    expect(keysOf('Enter CDHGE7KTP at https://microsoft.com/devicelogin')).toEqual([])
  })
})

describe('the question to Graph', () => {
  it('is the join link written again from its ids', () => {
    const dressed = `${JOIN_URL.replaceAll('%3a', '%3A').replaceAll('%7b', '%7B')}&anon=true#x`
    expect(keysOf(JOIN_URL)[0]?.query).toEqual({ by: 'join-url', joinUrl: JOIN_URL, tenantId: TENANT })
    expect(keysOf(`<a href='${dressed}'>join</a>`)[0]?.query).toEqual({
      by: 'join-url',
      joinUrl: JOIN_URL,
      tenantId: TENANT,
    })
  })

  it.each([
    ['no context', JOIN_URL.split('?')[0] ?? ''],
    ['a broken context', JOIN_URL.replace('%7b', '')],
    ['a tenant that is no GUID', JOIN_URL.replace(TENANT, "x'%20or%20'1'%20eq%20'1")],
    ['a context of another kind', JOIN_URL.replace(CONTEXT, '%5b1%5d')],
  ])('is not asked with %s', (_, text) => {
    expect(keysOf(text)).toEqual([{ key: 'teams 19:meeting_QmFzZTY0SWQ@thread.v2', query: null, isBareId: false }])
  })

  it.each([
    'https://us02web.zoom.us/j/87654321098',
    'Zoom Meeting ID: 876 5432 1098',
    'https://teams.live.com/meet/9312345678901',
  ])('is not asked for what is not this cloud’s: %s', (text) => {
    expect(keysOf(text).map(({ query }) => query)).toEqual([null])
  })
})

describe('the keys of a calendar entry', () => {
  it('are its join link and its dial-in number', () => {
    expect([...keysOfEntry(entry)].sort()).toEqual(['dial-in 291633251', 'teams 19:meeting_QmFzZTY0SWQ@thread.v2'])
  })

  it('are read from the place as well, where other services stand', () => {
    const place = 'Online: https://us02web.zoom.us/j/87654321098?pwd=abc; room 4'
    expect([...keysOfEntry({ ...entry, joinTexts: [place], conferenceId: null })]).toEqual(['id 87654321098'])
  })

  it('are not made of a title or of a host that only looks like one', () => {
    const joinTexts = ['Budget', 'https://zoom.us.join.example/j/87654321098']
    expect([...keysOfEntry({ ...entry, joinTexts, conferenceId: null })]).toEqual([])
  })
})
