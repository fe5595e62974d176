/** A change of policy as administrators live it: over HTTP from the first question to the last undo, on both sides. */
import { beforeEach, expect, it } from 'vitest'
import { ROLES } from '../../src/demo/tenant/catalog.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { describeOnEachEngine } from '../support/engines.js'
import { buttonOf, DEVAN, MARTA, type PolicyTurns, type Seen, startTurns, TOMAS } from '../support/policyTurns.js'

const MINUTE_MS = 60_000
const REPORT_ONLY = 'enabledForReportingButNotEnforced'

describeOnEachEngine('a change of policy', (place) => {
  let turns: PolicyTurns
  beforeEach(async () => {
    turns = await startTurns(place.store)
  })

  const card = async (answer: Promise<Seen | string>): Promise<Seen> => {
    const shown = await answer
    if (typeof shown === 'string') throw new Error(shown)
    return shown
  }
  const plan = (who = MARTA) => turns.write(who, 'show me the plan')
  /** One asks, the channel hears of it, the other approves, and it is carried out. */
  const change = async (first = MARTA, second = TOMAS) => {
    const proposed = await card(turns.press(first, buttonOf(await plan(first), 'propose')))
    const [told] = await turns.work()
    const approved = await card(turns.press(second, buttonOf(told ?? proposed, 'confirm')))
    const [done] = await turns.work()
    return { proposed, told, approved, done: done ?? approved }
  }

  it('goes from the plan over two presses to a policy, to its enforcement, and back', async () => {
    // The plan says what is missing; the impact is worked out by its button.
    const first = await plan()
    expect(first.texts).toContain('Work out the impact first.')
    expect(buttonOf(first, 'propose')).toBeUndefined()
    await card(turns.press(MARTA, buttonOf(first, 'impact')))

    const made = await change()
    expect(made.proposed.texts[0]).toBe(
      'A second administrator must approve or withdraw this change: Marta Lindqvist asked for it.',
    )
    for (const shown of [made.proposed, made.told ?? made.done]) {
      expect(shown.texts).toContain('Emergency Access 1: found')
      expect(shown.texts).toContain('Emergency Access 2: found')
      expect(shown.buttons.map(({ press }) => press)).toEqual(['confirm', 'withdraw'])
    }
    expect(made.approved.texts[0]).toMatch(/^Approved, and being applied\./)
    expect(made.done.texts[0]).toBe('Applied and read back. Marta Lindqvist asked for it.')
    expect(made.done.texts).toContain('Asked for: Marta Lindqvist. Approved: Tomas Vega.')
    expect(turns.blocks()).toMatchObject([
      {
        state: REPORT_ONLY,
        conditions: {
          users: { includeUsers: ['All'] },
          authenticationFlows: { transferMethods: 'deviceCodeFlow' },
        },
        grantControls: { builtInControls: ['block'] },
      },
    ])

    const enabled = await change(TOMAS, MARTA)
    expect(enabled.proposed.texts).toContain('state')
    expect(turns.blocks()).toMatchObject([{ state: 'enabled' }])

    // Either of the two, alone, for a quarter of an hour.
    turns.world.pass(10 * MINUTE_MS)
    const undo = buttonOf(enabled.done, 'undo')
    expect((await card(turns.press(MARTA, undo))).texts[0]).toMatch(/^Approved, and being applied\./)
    const [back] = await turns.work()
    expect(back?.texts[0]).toBe('Applied and read back. Marta Lindqvist asked for it.')
    expect(turns.blocks()).toMatchObject([{ state: REPORT_ONLY }])
    expect(await turns.press(TOMAS, undo)).toBe('This change is no longer open.')

    // Later it takes two, like any change; and what it takes away is named.
    turns.world.pass(30 * MINUTE_MS)
    const asked = await card(turns.press(MARTA, buttonOf(await plan(), 'undo')))
    expect(asked.texts[0]).toMatch(/^A second administrator must approve/)
    expect(asked.texts.join(' ')).toMatch(/The policy “Block device code flow \(Postern \w{8}\)” is deleted\./)
    expect(await turns.press(MARTA, buttonOf(asked, 'confirm'))).toBe(
      'You asked for it, so somebody else must approve it.',
    )
    await turns.work()
    expect(turns.blocks()).toHaveLength(1)
    await card(turns.press(TOMAS, buttonOf(asked, 'confirm')))
    await turns.work()
    expect(turns.blocks()).toEqual([])
  })

  it('takes nobody for two, however their id is written or a guest is called', async () => {
    await turns.press(MARTA, buttonOf(await plan(), 'impact'))
    const proposed = await card(turns.press(MARTA, buttonOf(await plan(), 'propose')))
    const confirm = buttonOf(proposed, 'confirm')
    const shouted = { ...MARTA, id: MARTA.id.toUpperCase() }
    expect(await turns.press(shouted, confirm)).toBe('You asked for it, so somebody else must approve it.')
    // Somebody else's account of hers: a role that a guest holds counts for nothing.
    const guest = { ...MARTA, id: PEOPLE.guest.id }
    const role = { id: 'r', principalId: guest.id, roleDefinitionId: ROLES.globalAdministrator, directoryScopeId: '/' }
    turns.tenant.roleAssignments.push(role)
    expect(await turns.press(guest, confirm)).toBe('Your role may not write policy.')
    await turns.work()
    expect(turns.blocks()).toEqual([])
  })

  it('is undone by one alone only of the two, and says what an undo opens', async () => {
    await turns.press(MARTA, buttonOf(await plan(), 'impact'))
    await change()
    const { done } = await change()
    turns.world.pass(20 * MINUTE_MS)
    const asked = await card(turns.press(MARTA, buttonOf(done, 'undo')))
    expect(asked.texts).toContain('This weakens protection: something that is blocked now would be open.')
    expect(turns.blocks()).toMatchObject([{ state: 'enabled' }])
    expect(await turns.press(DEVAN, buttonOf(asked, 'confirm'))).toBe('Your role may not write policy.')
  })
})
