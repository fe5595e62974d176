import { describe, expect, it } from 'vitest'
import { findLinks } from '../../../../src/domain/codeCheck/artifacts/links.js'
import { findFooterMismatches } from '../../../../src/domain/codeCheck/artifacts/meetingFooter.js'
import { findMeetingReferences, findMislabelledIds } from '../../../../src/domain/codeCheck/artifacts/meetings.js'
import labels from '../../../../src/domain/codeCheck/data/meetingLabels.json' with { type: 'json' }
import meetingWords from '../../../../src/domain/codeCheck/data/phrases/meeting.json' with { type: 'json' }

const found = (text: string) => findMeetingReferences(text, []).map(({ kind, value }) => `${kind} ${value}`)

describe('what an invitation gives to join with', () => {
  it.each([
    ['a Teams id of 10 digits', '231 234 567 8', 'meeting-id 231 234 567 8'],
    ['a Teams id of 12 digits', '231 234 567 890', 'meeting-id 231 234 567 890'],
    ['a Teams id of 15 digits', '264 183 392 744 150', 'meeting-id 264 183 392 744 150'],
    ['a Zoom id', '812 3456 7890', 'meeting-id 812 3456 7890'],
    ['a Webex number', '2825 872 4889', 'meeting-id 2825 872 4889'],
    ['a conference id', 'ID 212 908 055#', 'dial-in 212 908 055#'],
    ['a dial-in line', '+1 469-555-0132,,830586494#', 'dial-in +1 469-555-0132,,830586494#'],
    ['a Meet code', 'abc-defg-hij', 'meet-code abc-defg-hij'],
  ])('%s', (_what, text, reference) => expect(found(text)).toEqual([reference]))

  it('a passcode on the line after its id, capitals or not', () => {
    expect(found('ID: 231 234 567 890\nPasscode: KP7WQ2ZR')).toEqual([
      'meeting-id 231 234 567 890',
      'passcode KP7WQ2ZR',
    ])
  })
})

describe('what is none', () => {
  it.each([
    '+49 301 234 567',
    '4111 1111 1111 1111',
    'DE02 1203 0000 0000 2020 51',
    '12 345',
    'H7QK3WPZ9',
    '1,204,500,300',
  ])('%s', (text) => expect(found(text)).toEqual([]))
  it('a passcode far from its id', () => {
    expect(found(`231 234 567 890\n\n\nUnrelated line\nKP7WQ2ZR`)).toEqual(['meeting-id 231 234 567 890'])
  })
})

describe('an id behind its label', () => {
  it.each([
    ['Meeting ID: 371519285955', '371519285955'],
    ['Meeting ID:\n371.519.285.955', '371.519.285.955'],
    ['Besprechungs-ID: 371519285955', '371519285955'],
    ['ID de réunion : 371519285955', '371519285955'],
    ['会议号：987654321', '987654321'],
    ['会議 ID: 371519285955', '371519285955'],
    ['모임 ID: 371519285955', '371519285955'],
    ['معرف الاجتماع: ٣٧١ ٥١٩ ٢٨٥ ٩٥٥', '371 519 285 955'],
    ['मीटिंग आईडी: ३७१५१९२८५९५५', '371519285955'],
    ['รหัสการประชุม: ๓๗๑๕๑๙๒๘๕๙๕๕', '371519285955'],
    ['Ідентифікатор наради: 371519285955', '371519285955'],
    ['Sapulces ID: 371519285955', '371519285955'],
    ['Susitikimo ID: 371519285955', '371519285955'],
    ['מזהה פגישה: 371519285955', '371519285955'],
    ['Αναγνωριστικό σύσκεψης: 371519285955', '371519285955'],
  ])('%s', (text, value) => expect(found(text)).toEqual([`meeting-id ${value}`]))
  it.each(['Order 371519285955', 'Meeting ID: 12345', 'Meeting ID: H7QK3WPZ9', 'Meeting ID 1,234,567,890.00'])(
    'is not found in %s',
    (text) => expect(found(text)).toEqual([]),
  )
  it('with letters in it is what a lure calls its code', () => {
    expect(findMislabelledIds('Meeting ID: H7QK3WPZ9')).toEqual([{ value: 'H7QK3WPZ9', start: 12, end: 21 }])
    expect(findMislabelledIds('ID de reunión: H7Q K3W PZ9')[0]?.value).toBe('H7QK3WPZ9')
    expect(findMislabelledIds('Meeting ID: 371 519 285 955')).toEqual([])
    expect(findMislabelledIds('The meeting ID follows later today.')).toEqual([])
  })
  it('has its passcode behind another label, small letters or not', () => {
    expect(found('Meeting ID: 371519285955\n\nTopic: news\nPasscode: mkbhmi')).toEqual([
      'meeting-id 371519285955',
      'passcode mkbhmi',
    ])
  })
})

describe('whose id it is', () => {
  const idOf = (text: string) =>
    findMeetingReferences(text, findLinks(text)).find((reference) => reference.kind === 'meeting-id')
  it.each([
    ['https://us02web.zoom.us/j/84680455392\nID 846 8045 5392', 'zoom', true],
    ['https://teams.microsoft.com/meet/4584710801878?p=x\nMeeting ID: 458 471 080 187 8', 'teams', true],
    ['Microsoft Teams\nMeeting ID: 371 519 285 955', 'teams', true],
    ['Zoom\nMeeting ID: 371 519 285 955 123', 'zoom', false],
    ['Microsoft Teams\nMeeting ID: 123456789', 'teams', false],
    ['contoso.webex.com/contoso/j.php?MTID=m1c11ce4a44910faec63e9111f315f5a7\n2825 872 4889', 'webex', true],
    ['2825 872 4889', 'webex', true],
  ])('%s', (text, service, isWellFormed) => expect(idOf(text)).toMatchObject({ service, isWellFormed }))
})

describe('a join link', () => {
  const meetingOf = (text: string) => findLinks(text)[0]?.meeting
  const thread = '19%3ameeting_bSY8nHwk1W7H6r9NUL8PdcV95bdL5XNy%40thread.v2'
  const guid = 'f6812448-2db2-98cd-407a-678993ab20fa'
  const context = encodeURIComponent(JSON.stringify({ Tid: guid, Oid: guid }))
  it.each([
    [`https://teams.microsoft.com/l/meetup-join/${thread}/0?context=${context}`, true],
    [`https://gov.teams.microsoft.us/l/meetup-join/${thread}/0`, true],
    [`https://dod.teams.microsoft.us/l/meetup-join/${thread}/0`, true],
    [`https://teams.microsoftonline.cn/l/meetup-join/${thread}/0`, true],
    ['https://teams.microsoft.com/l/meetup-join/join-now', false],
    ['https://teams.microsoft.com/meet/4584710801878?p=6Mbc2uc1FBPEotzWZh', true],
    ['https://teams.live.com/meet/9316910474938?p=a', true],
    ['https://teams.microsoft.com/meet/H7QK3WPZ9', false],
    ['https://zoom.us/j/91105573776?pwd=a', true],
    ['https://contoso.zoom.us/w/91105573776', true],
    ['https://contoso.zoomgov.com/j/1605573776', true],
    ['https://zoom.us/j/H7QK3WPZ9', false],
    ['https://meet.google.com/kjk-como-szu', true],
    ['https://meet.google.com/kjk_como', false],
    ['https://contoso.webex.com/contoso/j.php?MTID=mdd3b5d6117603a158305c3868f9358b3', true],
    ['https://contoso.webex.com/meet/anna', undefined],
    ['https://meet.goto.com/505586752', true],
    ['https://meeting.tencent.com/p/987654321', true],
    ['https://vc.feishu.cn/j/987654321', true],
    ['https://chime.aws/1234567890', true],
    ['https://v.ringcentral.com/join/123456789', true],
    ['https://meet.jit.si/AnyRoom', undefined],
  ])('%s is well-formed: %s', (text, is) => expect(meetingOf(text)?.isWellFormed).toBe(is))
  it('tells whether it names its tenant and organiser', () => {
    expect(meetingOf(`https://teams.microsoft.com/l/meetup-join/${thread}/0?context=${context}`)?.hasContext).toBe(true)
    expect(meetingOf(`https://teams.microsoft.com/l/meetup-join/${thread}/0?context=%7b%7d`)?.hasContext).toBe(false)
    expect(meetingOf(`https://teams.microsoft.com/l/meetup-join/${thread}/0?context=%7b`)?.hasContext).toBe(false)
  })
})

describe('an invitation that does not hang together', () => {
  const mismatches = (text: string) => {
    const links = findLinks(text)
    return findFooterMismatches(text, links, findMeetingReferences(text, links)).map(({ kind, service }) => [
      kind,
      service,
    ])
  }
  it.each([
    ['Join Zoom Meeting\nhttps://video.example/j/84680455392', [['wrong-host', 'zoom']]],
    ['[Join Microsoft Teams meeting](https://evil.example/l/meetup-join/x)', [['wrong-host', 'teams']]],
    ['https://us02web.zoom.us/j/84680455392\nMeeting ID: 812 3456 7890', [['other-id', 'zoom']]],
    ['Microsoft Teams\nMeeting ID: 123456789', [['malformed-id', 'teams']]],
    ['https://zoom.us/j/H7QK3WPZ9', [['malformed-link', 'zoom']]],
  ])('%s', (text, kinds) => expect(mismatches(text)).toEqual(kinds))
  it.each([
    'Zoom agenda: https://wiki.contoso.example/agenda\nhttps://us02web.zoom.us/j/84680455392 ID 846 8045 5392',
    'Our teams meet at https://contoso.example/meet',
    'Zoom 846 8045 5392 and later zoom.us/j/81234567890 with ID 812 3456 7890',
  ])('unlike %s', (text) => expect(mismatches(text)).toEqual([]))
})

describe('the labels', () => {
  it('are known in every language in which we know the words for a meeting', () => {
    expect(Object.keys(meetingWords).filter((language) => !(language in labels))).toEqual([])
  })
  it('name an id or a passcode, never both', () => {
    const of = (topic: 'id' | 'passcode') => Object.values(labels).flatMap((row) => row[topic].split('|'))
    const passcodes = new Set(of('passcode'))
    expect(of('id').filter((label) => passcodes.has(label))).toEqual([])
  })
})
