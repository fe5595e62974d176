import { describe, expect, it } from 'vitest'
import { renderAskedAnswer } from '../../src/cards/index.js'
import { LOCALES } from '../../src/cards/words.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import {
  GAP_CODES,
  type GapCode,
  LINE_CODES,
  type LineCode,
  type NamedThing,
  OPEN_LIMITS,
  type PolicyAnswer,
  type PolicyRef,
  pageUrl,
  policyUrl,
  RESIDUAL_CODES,
  type ResidualCode,
  type StatusLine,
  UNKNOWN_CODES,
  type UnknownCode,
} from '../../src/domain/policyStatus/index.js'
import { actionsOf, effectsIn, partsOf, payloadsOf, problemsOf, textsOf } from './checks.js'
import { HOSTILE_NAMES } from './examples.js'

type Status = Extract<PolicyAnswer, { kind: 'status' }>

const policy: PolicyRef = {
  id: '5f7f2a1c-7d0e-4a3e-9d8b-0a1b2c3d4e05',
  displayName: 'Block device code flow',
  state: 'enabled',
  namesDeviceCodeFlow: true,
}
const group: NamedThing = {
  kind: 'group',
  id: '8b9c0d1e-2f3a-4b5c-8d6e-7f8091a2b306',
  displayName: 'Field Engineers',
  memberCount: 12,
  emergency: false,
}
const office: NamedThing = { ...group, kind: 'location', displayName: 'Harbour office', memberCount: null }
const base = { takenAt: '2026-03-02T08:00:00Z', ageMs: 5 * 60_000, stale: false, unknowns: [] } as const

const CHANGE = { remedy: 'end-exclusion', page: 'policies' } as const

/** Blocked but for one group, which is excluded. */
const status: Status = {
  ...base,
  kind: 'status',
  blocked: 'partial',
  because: [],
  gaps: [{ code: 'excluded-groups', policies: [policy], things: [group], peopleCount: null, ...CHANGE }],
  residual: [
    {
      code: 'trusted-networks-open',
      policies: [policy],
      things: [office],
      peopleCount: null,
      remedy: null,
      page: 'named-locations',
    },
  ],
  open: [
    {
      who: { kind: 'group', group, count: 12 },
      from: { kind: 'all', things: [] },
      to: { kind: 'all-but', things: [{ ...group, kind: 'app', id: 'Office365', displayName: null }] },
      onlyWith: [{ limit: 'platform', only: ['android'] }],
    },
  ],
  coverage: {
    counts: [
      { kind: 'members', open: 12, unknown: 0, blocked: 1300 },
      { kind: 'guests', open: 3, unknown: 0, blocked: 0 },
      { kind: 'resource-accounts', open: 0, unknown: 0, blocked: 7 },
    ],
    others: 'blocked',
    enabled: { unread: 'Authorization_RequestDenied' },
  },
  lines: [
    {
      line: 'managed-policy',
      code: 'line-managed-waiting',
      state: 'attention',
      page: 'policies',
      why: null,
      policies: [policy],
      things: [],
      values: [],
      date: '2026-03-31T00:00:00.000Z',
    },
    {
      line: 'federated-domains',
      code: 'line-domains-unknown',
      state: 'unknown',
      page: 'domains',
      why: 'Authorization_RequestDenied',
      policies: [],
      things: [],
      values: [],
      date: null,
    },
    {
      line: 'sign-in-risk',
      code: 'line-risk-ok',
      state: 'ok',
      page: 'policies',
      why: null,
      policies: [],
      things: [],
      values: [],
      date: null,
    },
  ],
}

/** One of each kind, with something in it. */
const ANSWERS: readonly PolicyAnswer[] = [
  status,
  { ...base, kind: 'excluded', policies: [{ policy, excluded: [group, { ...group, emergency: true }] }] },
  {
    ...base,
    kind: 'left-open',
    blocked: 'partial',
    everyMember: false,
    groups: [group],
    roles: [{ ...group, kind: 'role', displayName: 'Teams Administrator' }],
    guestTypes: ['b2bcollaborationguest'],
    users: [{ ...group, kind: 'user', displayName: 'Mira Okafor' }],
    from: [{ ...office, id: '*', displayName: null }],
  },
  {
    ...base,
    kind: 'trusted-locations',
    locations: [{ location: office, cidrs: ['192.0.2.0/24'], ipv4Only: true, policies: [policy] }],
  },
  { ...base, kind: 'emergency-accounts', declared: true, users: [group], groups: [group], hitBy: [policy] },
  { ...base, kind: 'report-only', policies: [{ ...policy, state: 'report-only' }] },
  { ...base, kind: 'help' },
  { ...base, kind: 'expired', question: { kind: 'excluded' }, unknowns: [{ what: 'snapshot-expired', why: 'x' }] },
]

const textOf = (answer: PolicyAnswer, locale = 'en') => textsOf(renderAskedAnswer(answer, locale)).join('\n')

describe('the answer to "is device code flow blocked?"', () => {
  it.each([
    ['yes', 'Nothing to close', '✔ Blocked'],
    ['partial', 'Close the gaps below', '◐ Partly open'],
    ['report-only', 'Switch the block on', '✖ Not blocked, only reported'],
    ['no', 'Block device code flow with a Conditional Access policy', '✖ Not blocked'],
    ['unknown', 'Do not rely on an answer yet', '❔ Unknown'],
  ] as const)('says %s in words: what to do, then how it stands', (blocked, lead, label) => {
    const texts = textsOf(renderAskedAnswer({ ...status, blocked }, 'en'))
    expect(texts[0]).toMatch(new RegExp(`^${lead}`))
    expect(texts[1]).toBe(label)
  })

  it('names each gap with its policies and whom it leaves out, and how many they are', () => {
    const text = textOf(status)
    expect(text).toContain('Groups are excluded that are not emergency access groups.')
    expect(text).toContain('Left out: Field Engineers (members: 12)')
    expect(text).toContain('In: Block device code flow')
  })

  it('says that the members of a group were not read, rather than none', () => {
    const things = [{ ...group, memberCount: null }]
    expect(
      textOf({ ...status, gaps: [{ code: 'excluded-groups', policies: [], things, peopleCount: null, ...CHANGE }] }),
    ).toContain('Field Engineers (members not read)')
  })

  it('tells what is covered from what is left out', () => {
    const gap = {
      code: 'platform-limited',
      policies: [],
      things: [{ ...group, kind: 'platform', id: 'windows', displayName: null }],
      peopleCount: null,
      ...CHANGE,
    } as const
    expect(textOf({ ...status, gaps: [gap] })).toContain('Covered are only: windows')
  })

  it('says who is still open, from where, to what', () => {
    const text = textOf(status)
    expect(text).toContain('Still open: who, from where, to what (1)')
    expect(text).toContain('12 people in Field Engineers, from anywhere, to anything but the Office 365 suite')
    expect(text).toContain('Only on the platforms: android')
  })

  it('says of each finding what to change and where, and leads there', () => {
    const card = renderAskedAnswer(status, 'en', CLOUDS.public)
    expect(textsOf(card)).toContain('Change: End the exclusion, or close it with a block of its own.')
    expect(textsOf(card)).toContain('Where: Entra: Conditional Access, Policies')
    const urls = actionsOf(card).flatMap(({ url }) => (typeof url === 'string' ? [url] : []))
    expect(urls).toContain(policyUrl(CLOUDS.public, policy.id))
    expect(urls).toContain(pageUrl(CLOUDS.public, 'named-locations'))
    expect(urls).toContain(pageUrl(CLOUDS.public, 'domains'))
    expect(problemsOf(card)).toEqual([])
  })

  it('leads nowhere where the cloud has no such portal', () => {
    const simulation = { ...status.lines[1], line: 'attack-simulation', code: 'line-simulation-unknown' } as StatusLine
    const lines = [{ ...simulation, page: 'attack-simulation' as const }]
    const card = renderAskedAnswer({ ...status, gaps: [], residual: [], lines }, 'en', CLOUDS.china)
    expect(actionsOf(card).filter(({ type }) => type === 'Action.OpenUrl')).toEqual([])
  })

  it('counts what stands beside the policies, and tells what wants a look, the reason of an unknown too', () => {
    const text = textOf(status)
    expect(text).toContain('Beside the policies: 1 to look at, 1 not known, 1 fine')
    expect(text).toContain('Exclude your emergency access now')
    expect(text).toContain('Usually not before: {{DATE(2026-03-31T00:00:00Z')
    expect(text).toContain('Reason: Authorization_RequestDenied')
  })

  it('draws how many are covered, and says the same in words', () => {
    const card = renderAskedAnswer(status, 'en')
    const [donut] = partsOf(card).filter(({ type }) => type === 'Chart.Donut')
    const slices = (donut as { data: { legend: string; value: number }[] } | undefined)?.data ?? []
    expect(slices.map(({ value }) => value)).toEqual([12, 3, 1300, 7])
    for (const { legend, value } of slices) expect(textOf(status)).toContain(`${legend}: ${value.toLocaleString('en')}`)
    expect(textOf(status)).toContain('Everybody else is blocked.')
  })

  it.each(['open', 'unknown'] as const)(
    'draws nothing where everybody else is %s, for the few would look like all',
    (others) => {
      const coverage = { counts: status.coverage?.counts ?? [], others, enabled: { unread: 'not-counted' } }
      const card = renderAskedAnswer({ ...status, coverage }, 'en')
      expect(partsOf(card).filter(({ type }) => String(type).startsWith('Chart.'))).toEqual([])
    },
  )

  it('says of how many accounts it speaks, or that nobody knows', () => {
    expect(textOf(status)).toContain('not known (Authorization_RequestDenied)')
    const counted = { counts: status.coverage?.counts ?? [], others: 'open' as const, enabled: { read: 12_340 } }
    const card = renderAskedAnswer({ ...status, coverage: counted }, 'en')
    expect(partsOf(card).filter(({ type }) => type === 'Chart.Donut')).toHaveLength(1)
    const said = textOf({ ...status, coverage: counted })
    expect(said).toContain('12,340')
    expect(said).not.toContain('not known (')
  })

  it('offers five questions at once in help, and the rest behind a button', () => {
    const help = renderAskedAnswer({ ...base, kind: 'help' }, 'en')
    const [folded, ...atOnce] = [true, false].map((isFolded) =>
      (help.body as readonly Record<string, unknown>[]).filter(({ type }) => (type === 'Container') === isFolded),
    )
    expect(payloadsOf({ body: atOnce.flat() })).toHaveLength(5)
    expect(payloadsOf({ body: folded })).toContainEqual({
      v: 1,
      verb: 'ask-policy',
      question: { kind: 'report-only' },
    })
  })

  it('folds away what is not the first thing to do', () => {
    const shown = actionsOf(renderAskedAnswer(status, 'en')).filter(({ type }) => type === 'Action.ToggleVisibility')
    expect(shown.map(({ title }) => title).filter((title) => String(title).startsWith('Show'))).toEqual([
      'Show: Beside the policies (2)',
      'Show: Open by design (1)',
    ])
  })

  it('shows what might change an unknown answer before anything that was read', () => {
    const unknown = { ...status, blocked: 'unknown', because: ['policies'] } as const
    const text = textOf(unknown)
    const [doubt, row] = ['Not every Conditional Access policy could be read.', '12 people in Field Engineers'].map(
      (part) => text.indexOf(part),
    )
    expect(doubt).toBeGreaterThan(0)
    expect(row).toBeGreaterThan(doubt ?? 0)
  })

  it('says what the recommended design itself leaves open', () => {
    expect(textOf(status)).toContain('From trusted networks, device code sign-ins still work.')
  })

  it('tells what might change the answer from what is merely unknown', () => {
    const unknowns = [
      { what: 'policies', why: 'graph-throttled' },
      { what: 'mfa-trusted-ips', why: 'not-declared' },
    ] as const
    const card = renderAskedAnswer({ ...status, blocked: 'unknown', because: ['policies'], unknowns }, 'en')
    const text = textsOf(card).join('\n')
    const at = (part: string) => text.indexOf(part)
    expect(at('What might change the answer (1)')).toBeGreaterThan(0)
    expect(at('graph-throttled')).toBeGreaterThan(at('What might change the answer (1)'))
    expect(actionsOf(card).map(({ title }) => title)).toContain('Show: Not known (1)')
    expect(at('not-declared')).toBeGreaterThan(at('graph-throttled'))
  })

  it('states a doubt also where nothing says why', () => {
    expect(textOf({ ...status, blocked: 'unknown', because: ['policies'] })).toContain(
      'Not every Conditional Access policy could be read.',
    )
  })

  it.each([
    [61, 'Old data: this was read 61 minutes ago'],
    [3 * 60, 'Old data: this was read 3 hours ago'],
    [5 * 24 * 60, 'Old data: this was read 5 days ago'],
  ])('begins with the age of data that is %i minutes old', (minutes, first) => {
    const card = renderAskedAnswer({ ...status, stale: true, ageMs: minutes * 60_000 }, 'en')
    expect(textsOf(card)[0]).toContain(first)
    expect(card.fallbackText).toContain(first)
  })

  it('does not speak of age first while the data is fresh, but says when it was read', () => {
    const texts = textsOf(renderAskedAnswer(status, 'en'))
    expect(texts[0]).not.toContain('Old data')
    expect(texts.at(-1)).toBe(
      'Read from Microsoft 365: {{DATE(2026-03-02T08:00:00Z, SHORT)}} {{TIME(2026-03-02T08:00:00Z)}}.',
    )
  })

  it('says so when the time of the data cannot be read', () => {
    expect(textOf({ ...status, takenAt: 'yesterday', ageMs: Number.NaN })).toContain('When this was read is not known.')
  })

  it('offers the next questions, and the same one read anew', () => {
    expect(payloadsOf(renderAskedAnswer(status, 'en'))).toEqual([
      { v: 1, verb: 'ask-policy', question: { kind: 'plan' } },
      { v: 1, verb: 'ask-policy', question: { kind: 'excluded' } },
      { v: 1, verb: 'ask-policy', question: { kind: 'left-open' } },
      { v: 1, verb: 'ask-policy', question: { kind: 'trusted-locations' } },
      { v: 1, verb: 'ask-policy', question: { kind: 'status' }, refresh: true },
    ])
    const blocked = payloadsOf(renderAskedAnswer({ ...status, blocked: 'yes' }, 'en'))
    expect(blocked).not.toContainEqual({ v: 1, verb: 'ask-policy', question: { kind: 'plan' } })
  })

  it('has the whole width, since it is a report', () => {
    expect(renderAskedAnswer(status, 'en').msteams).toEqual({ width: 'Full' })
  })
})

describe('the other answers', () => {
  it.each([
    [
      'nobody but emergency access is excluded',
      [{ policy, excluded: [{ ...group, emergency: true }] }],
      'Nothing to check: these policies exclude',
    ],
    ['somebody is excluded', [{ policy, excluded: [group] }], 'Check these exclusions'],
    ['there is no policy', [], 'Add a policy first'],
  ] as const)('say whom policies exclude when %s', (_when, policies, lead) => {
    expect(textOf({ ...base, kind: 'excluded', policies })).toMatch(new RegExp(`^${lead}`))
  })

  const open = {
    ...base,
    kind: 'left-open',
    blocked: 'partial',
    everyMember: false,
    groups: [],
    roles: [],
    guestTypes: [],
    users: [],
    from: [],
  } as const
  it.each([
    ['anyone', { everyMember: true }, 'Block device code flow: any member'],
    ['a group', { groups: [group] }, 'Close what is open'],
    ['nobody', { blocked: 'yes' }, 'Nothing to close: nobody'],
    ['perhaps more than is listed', { blocked: 'unknown', groups: [group] }, 'Take this list as incomplete'],
    ['perhaps somebody', { blocked: 'unknown' }, 'Take this list as incomplete'],
    ['no listed person, but it is not blocked', { blocked: 'no' }, 'Close what is open'],
  ] as const)('say who is left open: %s', (_who, change, lead) => {
    expect(textOf({ ...open, ...change })).toMatch(new RegExp(`^${lead}`))
  })

  it('name Graph’s own values in words', () => {
    const text = textOf({
      ...open,
      guestTypes: ['b2bcollaborationguest', 'somethingNew'],
      from: [{ ...office, id: '*', displayName: null }],
    })
    expect(text).toContain('B2B collaboration guests, somethingNew')
    expect(text).toContain('any other internet address')
  })

  it('warn of a trusted office without IPv6', () => {
    expect(ANSWERS.map((answer) => textOf(answer)).join('\n')).toContain('It has no IPv6 range')
  })

  it('take undeclared emergency access for unknown, not for none', () => {
    const card = renderAskedAnswer(
      { ...base, kind: 'emergency-accounts', declared: false, users: [], groups: [], hitBy: [] },
      'en',
    )
    expect(textsOf(card).slice(0, 2)).toEqual([
      "Declare your emergency access accounts in Postern's settings: Graph does not know them.",
      '❔ Unknown',
    ])
  })

  it('offer to read again what was asked when the data is too old', () => {
    const expired = ANSWERS.filter(({ kind }) => kind === 'expired')
    expect(expired.flatMap((answer) => payloadsOf(renderAskedAnswer(answer, 'en')))).toContainEqual({
      v: 1,
      verb: 'ask-policy',
      question: { kind: 'excluded' },
      refresh: true,
    })
  })
})

describe.each(LOCALES)('every answer in %s', (locale) => {
  it.each(ANSWERS.map((answer) => [answer.kind, answer] as const))('is a sound card: %s', (_kind, answer) => {
    for (const stale of [false, true]) expect(problemsOf(renderAskedAnswer({ ...answer, stale }, locale))).toEqual([])
  })
})

it('is bounded for a tenant with more of everything than anyone reads', () => {
  const many = <T>(thing: T): readonly T[] => Array.from({ length: 500 }, () => thing)
  const long = { ...group, displayName: 'x'.repeat(1024) }
  const longPolicy = { ...policy, displayName: 'x'.repeat(1024) }
  const finding = <C extends GapCode | ResidualCode>(code: C) => ({
    code,
    policies: many(longPolicy),
    things: many(long),
    peopleCount: 350_000,
    ...CHANGE,
  })
  const huge: Status = {
    ...status,
    stale: true,
    blocked: 'unknown',
    because: Object.keys(UNKNOWN_CODES) as UnknownCode[],
    gaps: (Object.keys(GAP_CODES) as GapCode[]).map(finding),
    residual: (Object.keys(RESIDUAL_CODES) as ResidualCode[]).map(finding),
    unknowns: many({ what: 'policies' as const, why: 'x'.repeat(1024) }),
    open: many({
      who: { kind: 'people', count: 350_000, some: many(long) },
      from: { kind: 'all-but', things: many(long) },
      to: { kind: 'all-but', things: many(long) },
      onlyWith: OPEN_LIMITS.map((limit) => ({ limit, only: many('x'.repeat(1024)) })),
    }),
    lines: Object.entries(LINE_CODES).map(([code, { line, state, page }]) => ({
      line,
      code: code as LineCode,
      state,
      page,
      why: 'x'.repeat(1024),
      policies: many(longPolicy),
      things: many(long),
      values: many('x'.repeat(1024)),
      date: base.takenAt,
    })),
  }
  const card = renderAskedAnswer(huge, 'de', CLOUDS.public)
  expect(problemsOf(card)).toEqual([])
  expect(textsOf(card).join('\n')).toContain('und 498 weitere')
  expect(textsOf(card)).toContain('Offene Personen: 350.000')
  // What a press on a finding leads to stands on the finding and takes no button.
  expect(payloadsOf(card).length).toBeLessThanOrEqual(5)
})

it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('shows the name %j without effect', (_start, name) => {
  const named = { ...group, displayName: name }
  for (const answer of [
    {
      ...status,
      gaps: [
        {
          code: 'excluded-groups' as const,
          policies: [{ ...policy, displayName: name }],
          things: [named],
          peopleCount: null,
          ...CHANGE,
        },
      ],
    },
    { ...base, kind: 'excluded' as const, policies: [{ policy: { ...policy, displayName: name }, excluded: [named] }] },
    {
      ...base,
      kind: 'trusted-locations' as const,
      locations: [{ location: named, cidrs: [name], ipv4Only: false, policies: [] }],
    },
    { ...base, kind: 'report-only' as const, policies: [{ ...policy, displayName: name }] },
    { ...base, kind: 'help' as const, unknowns: [{ what: 'policies' as const, why: name }] },
    { ...status, unknowns: [{ what: 'policies' as const, why: name }] },
  ]) {
    const card = renderAskedAnswer(answer, 'en')
    expect(problemsOf(card)).toEqual([])
    expect(effectsIn(card)).toEqual([])
  }
})
