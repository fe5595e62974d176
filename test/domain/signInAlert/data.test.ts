import { describe, expect, it } from 'vitest'
import { isGuid } from '../../../src/domain/ids.js'
import { AUTHENTICATION_BROKER, DEVELOPER_TOOLS } from '../../../src/domain/signInAlert/data/apps.js'
import { FOCI_CLIENTS } from '../../../src/domain/signInAlert/data/fociClients.js'
import { BLOCK_CODES, INTERRUPT_CODES } from '../../../src/domain/signInAlert/data/resultCodes.js'
import { PRIVILEGED_ROLES } from '../../../src/domain/signInAlert/data/roles.js'
import { KIT_MARKS, SCRIPTED_MARKS, SCRIPTED_PREFIXES } from '../../../src/domain/signInAlert/data/userAgents.js'
import { REASON_CODES } from '../../../src/domain/signInAlert/index.js'

describe('the data', () => {
  it.each([
    ['developer tools', DEVELOPER_TOOLS, 9],
    ['the family of client ids', FOCI_CLIENTS, 37],
    ['privileged roles', PRIVILEGED_ROLES, 11],
  ])('has every id of %s, in lower case', (_name, ids, size) => {
    expect(ids.size).toBe(size)
    expect([...ids.keys()].every((id) => isGuid(id) && id === id.toLowerCase())).toBe(true)
  })

  it('does not count the broker among the family', () => {
    expect(FOCI_CLIENTS.has(AUTHENTICATION_BROKER)).toBe(false)
  })

  it('has no result that both blocks and waits', () => {
    expect([...BLOCK_CODES.keys()].filter((code) => INTERRUPT_CODES.has(code))).toEqual([])
  })

  it('compares user agents in lower case', () => {
    const marks = [...KIT_MARKS, ...SCRIPTED_MARKS, ...SCRIPTED_PREFIXES]
    expect(marks.filter((mark) => mark !== mark.toLowerCase())).toEqual([])
  })

  it('has reason codes in kebab case', () => {
    expect(REASON_CODES.every((code) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toBe(true)
  })
})
