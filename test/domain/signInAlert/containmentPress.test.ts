import { describe, expect, it } from 'vitest'
import { leftToTeam } from '../../../src/domain/signInAlert/index.js'

const at = new Date('2026-11-20T10:05:00Z')
const known = (step: string, outcome: string, why: string | null = null) => ({ step, outcome, why, at })

describe('what is left to the team', () => {
  it('is everything before anything was done, in the order of the steps', () => {
    expect(leftToTeam([])).toEqual(['disable-new-devices', 'disable-account', 'revoke-sessions', 'mark-compromised'])
  })

  it.each(['done', 'under-way', 'undoing'])('is nothing that is %s', (outcome) => {
    expect(leftToTeam([known('mark-compromised', outcome)])).not.toContain('mark-compromised')
  })

  it.each(['failed', 'left-to-team', 'undone'])('is what is %s', (outcome) => {
    expect(leftToTeam([known('mark-compromised', outcome)])).toContain('mark-compromised')
  })

  it('is nothing that only the home organisation of a guest can do', () => {
    expect(leftToTeam([known('revoke-sessions', 'not-possible', 'guest-home-organisation')])).not.toContain(
      'revoke-sessions',
    )
  })

  it('is another revoke after something is disabled later, and none after everything was', () => {
    const revoked = known('revoke-sessions', 'done')
    expect(leftToTeam([revoked])).toContain('revoke-sessions')
    const disabled = [known('disable-new-devices', 'done'), known('disable-account', 'done')]
    expect(leftToTeam([...disabled, revoked])).toEqual(['mark-compromised'])
  })
})
