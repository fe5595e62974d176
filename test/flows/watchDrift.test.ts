/** Changes of policy are told once, with who made them: the real reader and audit log of the simulated tenant. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { BLOCK_POLICY_ID } from '../../src/demo/tenant/seedPolicies.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { createKeptPolicies, type KeptPolicies } from '../../src/flows/keptPolicies.js'
import { drift } from '../../src/flows/policyAnswers/drift.js'
import type { Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { watchDrift } from '../../src/flows/watchDrift.js'
import { type World as GraphWorld, NOON, startWorld } from '../graph/world.js'
import { describeOnEachEngine, type Place } from '../support/engines.js'
import { createWorld, type World } from '../support/world.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const EMERGENCY_ONLY = { includeUsers: [PEOPLE.emergencyOne.id] }

describeOnEachEngine('the watch over the policies', (place: Place) => {
  let tenant: GraphWorld
  let bot: World
  let policies: KeptPolicies
  beforeEach(async () => {
    tenant = await startWorld()
    bot = createWorld(place.store)
    policies = createKeptPolicies(
      { ...portsOf(), deadlines: bot.ports.deadlines, reader: tenant.graph.tenantReader },
      'one',
    )
  })

  const portsOf = (): Ports => {
    const { ports } = bot
    const { policyAudit, emergencySignIns } = tenant.graph
    return { ...ports, clock: { now: tenant.now }, policyAudit, emergencySignIns }
  }
  const work = async () => {
    for (let round = 0; round < 10; round++) if ((await runJobs(portsOf(), 'one')).done === 0) return
    throw new Error('jobs keep coming')
  }
  const look = async (owner = 'one') => {
    for (let round = 0; round < 10; round++) if (!(await watchDrift(portsOf(), owner)).again) return
    throw new Error('changes keep coming')
  }
  /** The hourly reading, the look at it, and what it owes. */
  const hour = async () => {
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    await look()
    await work()
  }
  const told = () =>
    bot.cardsFor('team').flatMap(({ notice }) => (notice.kind === 'policy-drift' ? [notice.drift] : []))
  const codes = () => told().map(({ entries }) => entries.map(({ change }) => change.code))
  /** The first reading; what already waits is told, and is not what these tests are about. */
  const begin = async () => {
    await policies.refresh({ everyMs: HOUR_MS })
    await look()
    await work()
    const before = told().length
    return { since: () => told().slice(before) }
  }

  const setMembers = (group: string, change: (members: readonly string[]) => readonly string[]) => {
    const held = tenant.tenant.groups.get(group)
    if (held === undefined) throw new Error('no such group')
    tenant.tenant.groups.set(group, { ...held, members: change(held.members) })
  }
  const admin = { user: { id: PEOPLE.admin.id, displayName: null, userPrincipalName: PEOPLE.admin.userPrincipalName } }
  const logged = (activity: string, targets: readonly string[], by: unknown = admin, result = 'success') =>
    tenant.tenant.directoryAudits.push({
      id: `audit ${tenant.tenant.directoryAudits.length}`,
      activityDisplayName: activity,
      activityDateTime: tenant.now().toISOString(),
      category: 'GroupManagement',
      result,
      initiatedBy: by,
      targetResources: targets.map((id) => ({ id, displayName: null, type: 'Other' })),
    })
  /** Half an hour after the last reading, somebody is let out of the block. */
  const letOut = (by: unknown = admin) => {
    tenant.pass(HOUR_MS / 2)
    setMembers(GROUPS.fieldEngineers, (members) => [...members, PEOPLE.finance.id])
    logged('Add member to group', [PEOPLE.finance.id, GROUPS.fieldEngineers], by)
  }

  it('tells at the first start what it found and what already waits, once and as no change', async () => {
    await begin()
    expect(codes()).toEqual([['watch-began', 'managed-policy-pending', 'report-only-long']])
    const [first] = told()
    expect(first?.from).toBeNull()
    expect(first?.entries.every(({ change }) => change.isStanding && change.opens === false)).toBe(true)
    expect(first?.entries[0]?.change.fields).toEqual([
      { field: 'policies', before: null, after: tenant.tenant.policies.length },
      { field: 'about', before: null, after: expect.any(Number) },
      { field: 'blocked', before: null, after: 'partial' },
    ])
    await hour()
    await hour()
    expect(told()).toHaveLength(1)
  })

  it('tells of an exclusion group that grew in one card, once, and of who did it', async () => {
    const { since } = await begin()
    letOut()
    await hour()
    await hour()
    expect(since()).toHaveLength(1)
    const [drift] = since()
    expect(drift?.entries.map(({ change }) => [change.code, change.opens])).toEqual([
      ['people-opened', true],
      ['exclusion-group-grew', true],
    ])
    expect(drift?.entries[1]).toMatchObject({
      change: { subject: { name: 'Field Engineers' }, added: { count: 1, shown: [{ name: 'Elena Rossi' }] } },
      author: { kind: 'known', by: { kind: 'user', id: PEOPLE.admin.id, signInName: PEOPLE.admin.userPrincipalName } },
    })
  })

  it('names an app that did it, and says of a policy that several edited that it cannot tell', async () => {
    const { since } = await begin()
    letOut({ app: { appId: 'AAAA', displayName: 'Joiner bot' } })
    tenant.tenant.policies = tenant.tenant.policies.map((policy) =>
      policy.id === BLOCK_POLICY_ID
        ? { ...policy, displayName: 'Renamed', modifiedDateTime: tenant.now().toISOString() }
        : policy,
    )
    logged('Update conditional access policy', [BLOCK_POLICY_ID])
    logged('Update conditional access policy', [BLOCK_POLICY_ID], { user: { id: 'someone else' } })
    logged('Update conditional access policy', [BLOCK_POLICY_ID], { user: { id: 'a third' } }, 'failure')
    await hour()
    const authors = new Map(since()[0]?.entries.map(({ change, author }) => [change.code, author]))
    expect(authors.get('exclusion-group-grew')).toMatchObject({
      kind: 'known',
      by: { kind: 'app', name: 'Joiner bot' },
    })
    expect(authors.get('policy-edited')).toMatchObject({
      kind: 'several',
      by: [{ id: PEOPLE.admin.id }, { id: 'someone else' }],
    })
  })

  it('tells all the same where the audit log may not be read, and says that it does not know who', async () => {
    const { since } = await begin()
    // The sign-in log goes by the same permission; the policies do not.
    tenant.tenant.withheld.add('AuditLog.Read.All')
    letOut()
    await hour()
    expect(since()[0]?.entries[1]).toMatchObject({ author: { kind: 'unreadable', why: 'graph-forbidden' } })
  })

  it('adds who it was to the card once the audit log tells', async () => {
    const { since } = await begin()
    tenant.pass(HOUR_MS / 2)
    setMembers(GROUPS.fieldEngineers, (members) => [...members, PEOPLE.finance.id])
    await hour()
    expect(since()[0]?.entries[1]?.author).toEqual({ kind: 'not-found' })
    logged('Add member to group', [PEOPLE.finance.id, GROUPS.fieldEngineers])
    tenant.pass(21 * MINUTE_MS)
    await work()
    expect(since()).toHaveLength(1)
    expect(since()[0]?.entries[1]).toMatchObject({ author: { kind: 'known', by: { id: PEOPLE.admin.id } } })
  })

  it('goes on where it crashed: before the look was written down, and before the card was sent', async () => {
    const { since } = await begin()
    letOut()
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    const crashes = { ...place.store, setWatermark: () => Promise.reject(new PosternError('store-unavailable')) }
    await watchDrift({ ...portsOf(), store: crashes }, 'one').catch(() => undefined)
    bot.faults.teams.push(new PosternError('teams-unavailable'))
    await runJobs(portsOf(), 'one')
    expect(since()).toHaveLength(0)
    tenant.pass(10 * MINUTE_MS)
    await look('two')
    await work()
    expect(since()).toHaveLength(1)
    await hour()
    expect(since()).toHaveLength(1)
  })

  it('tells once with two replicas', async () => {
    const { since } = await begin()
    letOut()
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    await Promise.all([look('one'), look('two'), look('one')])
    await Promise.all([runJobs(portsOf(), 'one'), runJobs(portsOf(), 'two')])
    await hour()
    expect(since()).toHaveLength(1)
  })

  it('takes what cannot be read for unknown, and not for gone', async () => {
    const { since } = await begin()
    tenant.tenant.withheld.add('GroupMember.Read.All')
    await hour()
    const changes = since().flatMap(({ entries }) => entries.map(({ change }) => change))
    expect(changes.filter(({ code }) => code === 'unknown-appeared').map(({ subject }) => subject.id)).toEqual([
      'group-members',
      'roles',
    ])
    expect(changes.some(({ code }) => code.includes('shrank') || code === 'people-closed')).toBe(false)
    expect(since()[0]?.notCompared).toEqual(['group-members', 'roles'])
  })

  it('tells what came about while it could not be read, once it can be read again', async () => {
    const { since } = await begin()
    tenant.tenant.withheld.add('GroupMember.Read.All')
    await hour()
    letOut()
    await hour()
    expect(since()).toHaveLength(1)
    tenant.tenant.withheld.clear()
    await hour()
    await hour()
    expect(since()).toHaveLength(2)
    expect(
      since()[1]
        ?.entries.map(({ change }) => change.code)
        .sort(),
    ).toEqual(['blocked-changed', 'exclusion-group-grew', 'people-opened', 'unknown-gone', 'unknown-gone'])
    expect(since()[1]?.entries.find(({ change }) => change.code === 'exclusion-group-grew')).toMatchObject({
      change: { opens: true, added: { shown: [{ name: 'Elena Rossi' }] } },
      author: { kind: 'known', by: { id: PEOPLE.admin.id } },
    })
  })

  it('tells in one card, sent once, of who was let in meanwhile, and of a block that reaches emergency access, once', async () => {
    const { since } = await begin()
    tenant.tenant.withheld.add('GroupMember.Read.All')
    await hour()
    letOut()
    await hour()
    tenant.tenant.withheld.clear()
    // Blocks the emergency accounts by name: seen against the last reading, and against the last whole one.
    const [block] = tenant.tenant.policies.filter(({ id }) => id === BLOCK_POLICY_ID)
    const reckless = {
      ...block,
      id: 'reckless',
      conditions: { ...(block?.conditions as object), users: EMERGENCY_ONLY },
    }
    tenant.tenant.policies = [...tenant.tenant.policies, reckless]
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    const { judge } = bot.ports
    const compare: typeof judge.compare = async (...args) => {
      // Cards are sent by another loop, in the middle of a look too.
      await work()
      return judge.compare(...args)
    }
    await watchDrift({ ...portsOf(), judge: { ...judge, compare } }, 'one')
    await work()
    const [, card, ...more] = since()
    expect(more).toEqual([])
    expect(card?.later).toEqual([])
    const found = card?.entries.map(({ change }) => change.code) ?? []
    expect(found).toContain('people-opened')
    expect(found.filter((code) => code === 'emergency-reached')).toHaveLength(1)
  })

  it('tells what goes back and forth a few times, then edits the card of it, and never holds back who is let in', async () => {
    const { since } = await begin()
    for (let turn = 0; turn < 5; turn++) {
      setMembers(GROUPS.fieldEngineers, (members) =>
        members.includes(PEOPLE.finance.id)
          ? members.filter((id) => id !== PEOPLE.finance.id)
          : [...members, PEOPLE.finance.id],
      )
      await hour()
    }
    // Noon was the first reading: three cards until 15:00, the return at 16:00 in the last of them, by an edit.
    const told = since().map(({ entries, later }) =>
      [entries, later].map((part) => part.map(({ change }) => change.code).filter((code) => code.includes('group'))),
    )
    expect(told).toEqual([
      [['exclusion-group-grew'], []],
      [['exclusion-group-shrank'], []],
      [['exclusion-group-grew'], ['exclusion-group-shrank']],
      // Who is let in is told at once, however often.
      [['exclusion-group-grew'], []],
    ])
  })

  it('sends the return as a card of its own where somebody has deleted the one it belongs to', async () => {
    const { since } = await begin()
    for (let turn = 0; turn < 4; turn++) {
      setMembers(GROUPS.fieldEngineers, (members) =>
        members.includes(PEOPLE.finance.id)
          ? members.filter((id) => id !== PEOPLE.finance.id)
          : [...members, PEOPLE.finance.id],
      )
      if (turn < 3) await hour()
    }
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    await look()
    const replace = () => Promise.reject(new PosternError('teams-unreachable'))
    await runJobs({ ...portsOf(), messenger: { ...bot.ports.messenger, replace } }, 'one')
    expect(since()).toHaveLength(4)
    expect(since()[3]?.later.map(({ change }) => change.code)).toContain('exclusion-group-shrank')
  })

  it('tells of a policy that has grown old in report-only though nothing has changed', async () => {
    tenant.tenant.policies = tenant.tenant.policies.map((policy) =>
      policy.id === BLOCK_POLICY_ID
        ? { ...policy, state: 'enabledForReportingButNotEnforced', modifiedDateTime: tenant.now().toISOString() }
        : policy,
    )
    bot.settings = { ...bot.settings, reportOnlyDaysMax: 2 }
    const { since } = await begin()
    for (let day = 0; day < 4; day++) {
      tenant.pass(23 * HOUR_MS)
      await hour()
    }
    expect(since().map(({ entries }) => entries.map(({ change }) => change.code))).toEqual([['report-only-long']])
  })

  it('passes over a snapshot of which a part was lost, and loses no change by it', async () => {
    const { since } = await begin()
    letOut()
    tenant.pass(HOUR_MS)
    await policies.refresh({ everyMs: HOUR_MS })
    const lost = await place.store.newestSnapshot()
    await place.engine.query('delete from policy_snapshot_part where snapshot_id = $1 and position > 0', [
      lost?.snapshotId ?? 0,
    ])
    // The newest may be put right by the next reading, so nothing is said of it yet.
    await expect(look()).rejects.toMatchObject({ code: 'internal' })
    tenant.tenant.policies = tenant.tenant.policies.filter(({ id }) => id !== BLOCK_POLICY_ID)
    await hour()
    expect(since()).toHaveLength(1)
    expect(since()[0]?.entries.map(({ change }) => change.code)).toEqual(
      expect.arrayContaining(['policy-removed', 'people-opened']),
    )
  })

  it('states at the first start what it could not read', async () => {
    tenant.tenant.withheld.add('GroupMember.Read.All')
    await begin()
    expect(told()[0]?.notCompared).toEqual(['group-members', 'roles'])
  })

  describe('asked for what has changed since a day', () => {
    const since = async (at: Date) => {
      const snapshot = await policies.snapshot({ maxAgeMs: 24 * HOUR_MS })
      const actor = bot.actor(userId(PEOPLE.admin.id))
      const asking = { ports: portsOf(), actor, snapshot, now: tenant.now() }
      return drift({ kind: 'drift', since: at.toISOString() }, asking)
    }

    it('compares with the newest of before that day, says when that was, and who it was', async () => {
      await begin()
      const monday = new Date(tenant.now().getTime() + 20 * MINUTE_MS)
      letOut()
      await hour()
      const answer = await since(monday)
      expect(answer).toMatchObject({ from: NOON, knownFrom: null, notCompared: [] })
      expect(answer.entries.map(({ change, author }) => [change.code, author.kind])).toEqual([
        ['people-opened', 'not-logged'],
        ['exclusion-group-grew', 'known'],
      ])
      expect(answer.days).toEqual([{ day: new Date('2026-11-02T00:00:00Z'), count: 2 }])
    })

    it('turns page by page, and is a file of all of it', async () => {
      await begin()
      letOut()
      await hour()
      const snapshot = await policies.snapshot({ maxAgeMs: 24 * HOUR_MS })
      const asking = { ports: portsOf(), actor: bot.actor(userId(PEOPLE.admin.id)), snapshot, now: tenant.now() }
      const asked = { kind: 'drift', since: NOON.toISOString() } as const
      const first = await drift(asked, asking, 1)
      const second = await drift({ ...asked, page: 1 }, asking, 1)
      const codesIn = ({ entries }: typeof first) => entries.map(({ change }) => change.code)
      expect([codesIn(first), first.isLast, first.total]).toEqual([['people-opened'], false, 2])
      expect([codesIn(second), second.isLast, second.total]).toEqual([['exclusion-group-grew'], true, 2])
    })

    it('answers for a card with what stood in it, whatever the tenant is now', async () => {
      const { since: cards } = await begin()
      letOut()
      await hour()
      setMembers(GROUPS.fieldEngineers, (members) => members.filter((id) => id !== PEOPLE.finance.id))
      await hour()
      const snapshot = await policies.snapshot({ maxAgeMs: 24 * HOUR_MS })
      const asking = { ports: portsOf(), actor: bot.actor(userId(PEOPLE.admin.id)), snapshot, now: tenant.now() }
      const card = cards()[0]?.driftId ?? ''
      const answer = await drift({ kind: 'drift', since: NOON.toISOString(), card }, asking)
      expect(answer.entries.map(({ change, author }) => [change.code, author.kind])).toEqual([
        ['people-opened', 'not-logged'],
        ['exclusion-group-grew', 'known'],
      ])
      expect(answer).toMatchObject({ page: 0, total: 2, isLast: true, from: NOON })
    })

    it('says from when it knows where that is too late, and that nothing has changed', async () => {
      await begin()
      const answer = await since(new Date('2026-10-01T00:00:00Z'))
      expect(answer).toMatchObject({ from: NOON, knownFrom: NOON, entries: [], days: [] })
    })

    it('names whom the card had named, where the audit log keeps it no longer', async () => {
      await begin()
      letOut()
      await hour()
      tenant.tenant.directoryAudits.length = 0
      const answer = await since(tenant.now())
      expect(answer.entries).toEqual([])
      const { entries } = await since(NOON)
      expect(entries[1]?.author).toMatchObject({ kind: 'known', by: { id: PEOPLE.admin.id } })
    })

    it('knows nothing where nothing was kept', async () => {
      const snapshot = await tenant.graph.policies.snapshot({ maxAgeMs: 0 })
      const asking = { ports: portsOf(), actor: bot.actor(userId(PEOPLE.admin.id)), snapshot, now: tenant.now() }
      const answer = await drift({ kind: 'drift', since: NOON.toISOString() }, asking)
      expect(answer).toMatchObject({ from: null, knownFrom: null, entries: [] })
    })
  })

  describe('as a card that cannot be sent', () => {
    it('waits for a channel to be named', async () => {
      await begin()
      letOut()
      bot.faults.teams.push(new PosternError('teams-unreachable'))
      await hour()
      expect((await place.store.jobCounts()).waiting).toBeGreaterThan(0)
    })
  })
})
