import { describe, expect, it } from 'vitest'
import {
  answerPeople,
  answerRiskPolicies,
  answerWhatIf,
  answerWhyOpen,
  fileText,
  notesOf,
  type PolicySnapshot,
  rowsOf,
  type WhatIfQuestion,
} from '../../../../src/domain/policyStatus/index.js'
import {
  ANNA,
  BEN,
  BRANCH,
  EMERGENCY_1,
  ENGINEERS,
  GUEST,
  HOME_ADDRESS,
  OFFICE,
  OFFICE_ADDRESS,
  office,
  PARTNER,
  policy,
  riskPolicy,
  snapshot,
} from '../example.js'

const NOW = new Date('2026-03-01T12:30:00Z')
const good = (changes: Partial<PolicySnapshot> = {}): PolicySnapshot => ({
  ...snapshot(),
  takenAt: '2026-03-01T12:00:00Z',
  ...changes,
})
const excluding = good({ policies: [policy({ users: { excludeGroups: [ENGINEERS] } }), riskPolicy()] })
const user = (id: string) => ({ id, displayName: 'Somebody', userPrincipalName: 'somebody@contoso.example' })
const ask: WhatIfQuestion = {
  kind: 'what-if',
  who: 'member',
  from: { address: HOME_ADDRESS },
  app: null,
  platform: null,
}
const outcome = (question: WhatIfQuestion, of = good()) => answerWhatIf(question, null, of, NOW)?.answer

describe('why somebody is open', () => {
  it('names the group that leaves them out', () => {
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: BEN } }, user(BEN), excluding, NOW)
    expect(answer).toMatchObject({
      openness: 'open',
      why: [{ code: 'excluded-groups', things: [{ kind: 'group', id: ENGINEERS }] }],
    })
  })

  it('says that nothing is where the policy reaches them', () => {
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: ANNA } }, user(ANNA), good(), NOW)
    expect(answer).toMatchObject({ openness: 'blocked', why: [], blocking: [{ displayName: 'Block device code' }] })
  })

  it('names no policy that blocks, but can never meet a device code', () => {
    const legacy = { clientAppTypes: ['exchangeActiveSync', 'other'], authenticationFlows: null, locations: null }
    const both = good({ policies: [policy(), policy({ displayName: 'Block legacy clients', conditions: legacy })] })
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: ANNA } }, user(ANNA), both, NOW)
    expect(answer.blocking.map(({ displayName }) => displayName)).toEqual(['Block device code'])
  })

  it('is not known of a guest who could come from a tenant that is treated otherwise, and of them alone', () => {
    const externalTenants = { membershipKind: 'enumerated', members: [PARTNER] }
    const excluded = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants }
    const policies = [policy({ users: { excludeGuestsOrExternalUsers: excluded } }), riskPolicy()]
    const unknowns = [{ what: 'guests' as const, why: 'not-redeemed' }]
    const guest = { ...user(GUEST), userType: 'Guest', guestOrExternalUserType: 'b2bCollaborationGuest' }
    const of = good({ policies, unknowns, directory: { users: [guest] } })
    const why = (who: typeof guest | ReturnType<typeof user>) =>
      answerWhyOpen({ kind: 'why-open', who: { id: who.id } }, who, of, NOW)
    expect(why(guest)).toMatchObject({ openness: 'unknown', because: ['guests'] })
    expect(why({ ...guest, id: 'unlisted' })).toMatchObject({ openness: 'unknown', because: ['guests'] })
    expect(why(user(ANNA))).toMatchObject({ openness: 'blocked', because: [] })
  })

  it('is on purpose for an emergency account', () => {
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: EMERGENCY_1 } }, user(EMERGENCY_1), good(), NOW)
    expect(answer.openness).toBe('emergency')
  })

  it('is not known where the members of groups were not read', () => {
    const unread = { ...good(), unknowns: [{ what: 'group-members' as const, why: 'graph-forbidden' }] }
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: ANNA } }, user(ANNA), unread, NOW)
    expect(answer).toMatchObject({ openness: 'unknown', because: ['group-members'] })
  })

  it('judges a guest whom no policy mentions as a guest', () => {
    const guests = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants: { membershipKind: 'all' } }
    const without = good({ policies: [policy({ users: { excludeGuestsOrExternalUsers: guests } })] })
    const stranger = {
      ...user('00000000-0000-4000-8000-0000000000ff'),
      guestOrExternalUserType: 'b2bCollaborationGuest',
    }
    const answer = answerWhyOpen({ kind: 'why-open', who: { id: stranger.id } }, stranger, without, NOW)
    expect(answer).toMatchObject({ openness: 'open', why: [{ code: 'guests-not-covered' }] })
  })
})

describe('a sign-in that somebody asks about', () => {
  it('is by device code, to Microsoft Graph, on an unregistered Windows device, unless they say otherwise', () => {
    expect(answerWhatIf(ask, null, good(), NOW)?.signIn).toMatchObject({
      authenticationFlow: 'deviceCodeFlow',
      appId: '00000003-0000-0000-c000-000000000000',
      devicePlatform: 'windows',
      device: null,
      ipAddress: HOME_ADDRESS,
    })
  })

  it('is blocked outside, and not in the trusted office', () => {
    expect(outcome(ask)).toMatchObject({ outcome: 'block', place: { trusted: false } })
    expect(outcome({ ...ask, from: { address: OFFICE_ADDRESS } })).toMatchObject({
      outcome: 'allow',
      place: { trusted: true, locations: [{ id: OFFICE }] },
    })
  })

  it('comes from a named location by its name or id', () => {
    for (const from of [{ called: 'office ' }, { location: OFFICE }])
      expect(outcome({ ...ask, from })).toMatchObject({ outcome: 'allow', place: { asked: 'Office' } })
    expect(outcome({ ...ask, from: { called: 'Nowhere' } })).toBeUndefined()
  })

  it('comes from a country, unless a named location is called so', () => {
    const abroad = {
      '@odata.type': '#microsoft.graph.countryNamedLocation',
      ...{ id: BRANCH, displayName: 'Allowed countries', countriesAndRegions: ['GB'] },
    }
    const locations = { includeLocations: ['All'], excludeLocations: [BRANCH] }
    const of = good({ policies: [policy({ conditions: { locations } })], namedLocations: [office, abroad] })
    const from = (country: string, called = 'somewhere') => outcome({ ...ask, from: { country, called } }, of)
    expect(from('RU')).toMatchObject({ outcome: 'block', place: { country: 'RU', address: null, locations: [] } })
    expect(from('GB')).toMatchObject({ outcome: 'allow', place: { country: 'GB', locations: [{ id: BRANCH }] } })
    expect(from('RU', 'Office')).toMatchObject({ place: { asked: 'Office', country: null } })
    expect(from('RU')?.question.from).toEqual({ country: 'RU' })
  })

  it('comes from an address in no named location where none is given', () => {
    expect(outcome({ ...ask, from: null })).toMatchObject({ outcome: 'block', place: { asked: null, locations: [] } })
  })

  it('says that the country is not known where the outcome hangs on it, and only there', () => {
    const homeCountry = {
      '@odata.type': '#microsoft.graph.countryNamedLocation',
      ...{ id: BRANCH, displayName: 'Home country', countriesAndRegions: ['GB'] },
    }
    const locations = { includeLocations: ['All'], excludeLocations: [BRANCH] }
    const abroad = policy({ id: 'abroad', conditions: { locations } })
    const among = (...policies: PolicySnapshot['policies']) =>
      outcome(ask, good({ policies, namedLocations: [office, homeCountry] }))
    expect(among(abroad)).toMatchObject({ outcome: 'block', countryUnknown: true })
    expect(among(policy(), abroad)).toMatchObject({ outcome: 'block', countryUnknown: false })
    expect(among(policy())).toMatchObject({ outcome: 'block', countryUnknown: false })
  })

  it('depends, for a range that is trusted in part', () => {
    expect(outcome({ ...ask, from: { address: '198.51.100.0/23' } })?.outcome).toBe('depends')
  })

  it('depends, for a range of which only the middle is trusted', () => {
    expect(outcome({ ...ask, from: { address: '198.51.0.0/16' } })?.outcome).toBe('depends')
    expect(outcome({ ...ask, from: { address: '198.51.100.0/25' } })?.outcome).toBe('allow')
  })

  it('looks at every range of a named location, also at one with a lower and an upper address', () => {
    const untrusted = (...ipRanges: readonly object[]) => ({
      '@odata.type': '#microsoft.graph.ipNamedLocation',
      ...{ id: BRANCH, displayName: 'Branch', isTrusted: false, ipRanges },
    })
    const from = { called: 'Branch' }
    const at = (...ipRanges: readonly object[]) =>
      outcome({ ...ask, from }, good({ namedLocations: [office, untrusted(...ipRanges)] }))
    const outside = { cidrAddress: '192.0.2.0/24' }
    expect(at(outside)).toMatchObject({ outcome: 'block', place: { address: '192.0.2.0' } })
    expect(at(outside, { cidrAddress: '2001:db8::/48' })?.outcome).toBe('block')
    expect(at(outside, { cidrAddress: '198.51.100.128/25' })?.outcome).toBe('depends')
    expect(at({ lowerAddress: '198.51.100.3', upperAddress: '198.51.100.9' })?.outcome).toBe('allow')
    expect(at({ lowerAddress: '198.51.99.3', upperAddress: '198.51.101.9' })?.outcome).toBe('depends')
  })

  it('looks at every country of a named location', () => {
    const country = (id: string, displayName: string, ...countriesAndRegions: readonly string[]) => ({
      '@odata.type': '#microsoft.graph.countryNamedLocation',
      ...{ id, displayName, countriesAndRegions },
    })
    const locations = { includeLocations: ['All'], excludeLocations: [BRANCH] }
    const policies = [policy({ conditions: { locations } })]
    const namedLocations = [country(BRANCH, 'Home', 'GB'), country(OFFICE, 'Isles', 'IE', 'GB')]
    const at = (called: string) => outcome({ ...ask, from: { called } }, good({ policies, namedLocations }))?.outcome
    expect(at('Home')).toBe('allow')
    expect(at('Isles')).toBe('depends')
    // Nothing of the policies tells Ireland and the rest of the world apart.
    expect(outcome({ ...ask, from: { called: 'Isles' } }, good({ namedLocations }))?.outcome).toBe('block')
  })

  it('is not certain where a policy was not read', () => {
    const unread = { ...good(), unknowns: [{ what: 'policies' as const, why: 'graph-forbidden' }] }
    expect(outcome({ ...ask, from: { address: OFFICE_ADDRESS } }, unread)?.because).toEqual(['policies'])
    expect(outcome(ask, unread)?.because).toEqual([])
  })
})

describe('people page by page', () => {
  const question = { kind: 'people', of: 'left-open', only: null, page: 0 } as const

  it('are those whom the policies leave open, with why, emergency access left out', () => {
    const answer = answerPeople(question, excluding, NOW)
    expect(answer.people.map(({ id }) => id)).toEqual([BEN])
    expect(answer.people.every(({ why }) => why.length > 0)).toBe(true)
  })

  it('are eight a page, each on one page', () => {
    const users = Array.from({ length: 19 }, (_, n) => ({
      id: `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
    }))
    const memberships = users.map(({ id }) => ({ groupId: ENGINEERS, memberId: id }))
    const many = { ...excluding, directory: { ...excluding.directory, users, memberships } }
    const pages = [0, 1, 2].map((page) => answerPeople({ ...question, page }, many, NOW))
    expect(pages.map(({ people, isLast }) => [people.length, isLast])).toEqual([
      [8, false],
      [8, false],
      [3, true],
    ])
    expect(new Set(pages.flatMap(({ people }) => people.map(({ id }) => id))).size).toBe(19)
  })

  it('are guests alone where those are asked for', () => {
    const none = good({ policies: [] })
    const guests = answerPeople({ ...question, only: 'guests' }, none, NOW).people.map(({ id }) => id)
    expect(guests).toContain(GUEST)
    expect(guests).not.toContain(BEN)
  })
})

it('tells of each risk policy at which levels it acts, and whether it is broad', () => {
  expect(answerRiskPolicies(good(), NOW).policies).toMatchObject([
    { signIn: ['high'], requires: ['mfa'], isBroad: true },
  ])
})

describe('a list as a file', () => {
  const answer = answerPeople({ kind: 'people', of: 'left-open', only: null, page: 0 }, excluding, NOW, 1_000)

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', ' =1', '＝1'])(
    'runs no formula: %j',
    (displayName) => {
      const [person] = answer.people
      if (person === undefined) throw new Error('nobody is open')
      const text = fileText(rowsOf({ ...answer, people: [{ ...person, displayName }] }) ?? [], 'csv')
      expect(text).toContain(`"'${displayName.replaceAll('"', '""')}"`)
    },
  )

  it.each(['Ben;=HYPERLINK("http://x")', 'Ben"; @SUM(A1)', 'Ben\t+1', 'Ben,-1'])(
    'runs none where a spreadsheet ends its cells otherwise: %j',
    (displayName) => {
      const [person] = answer.people
      if (person === undefined) throw new Error('nobody is open')
      const text = fileText(rowsOf({ ...answer, people: [{ ...person, displayName }] }) ?? [], 'csv')
      expect(text).not.toMatch(/[;,\t]["\s]*[=+\-@]/)
    },
  )

  it('says in itself what it leaves out and what is not known', () => {
    const unknowns = [{ what: 'group-members', why: 'Authorization_RequestDenied' }] as const
    const partial = { ...answer, isLast: false, total: 20_001, everyMember: true, unknowns }
    const rows = JSON.parse(fileText(rowsOf(partial) ?? [], 'json', notesOf(partial))) as { note?: string }[]
    const notes = rows.flatMap(({ note }) => note ?? [])
    expect(notes.join(' ')).toMatch(/20001 rows.*group-members.*Any member/)
    const csv = fileText(rowsOf(partial) ?? [], 'csv', notesOf(partial)).split('\r\n')
    expect(csv[0]).toContain('"note"')
    expect(csv.filter((line) => line.includes('group-members'))).toHaveLength(1)
    expect(notesOf(answer)).toEqual([])
  })

  it('holds the same rows as JSON', () => {
    const rows = JSON.parse(fileText(rowsOf(answer) ?? [], 'json')) as { id: string }[]
    expect(rows.map(({ id }) => id)).toEqual(answer.people.map(({ id }) => id))
  })
})
