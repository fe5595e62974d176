import { describe, expect, it } from 'vitest'
import {
  concludeSender,
  type KnownSender,
  type MessageAuthor,
  type SenderLookUps,
} from '../../../../src/domain/codeCheck/verification/index.js'
import { author, organisation } from './examples.js'

const looked = (person: KnownSender | null, change: Partial<SenderLookUps> = {}): SenderLookUps => ({
  person: { ok: true, value: person },
  organisation: { ok: true, value: organisation },
  ...change,
})
const mail: MessageAuthor = { userId: null, address: 'marta@halyard.example', displayName: 'Marta Lindqvist' }
const outsider: MessageAuthor = { ...mail, address: 'noor@northquay.example', displayName: 'Noor Haddad' }
const denied = { ok: false, why: 'no-permission' } as const

describe('the sender', () => {
  it('is a colleague by the object id that Teams gives', () => {
    expect(concludeSender(author, looked({ kind: 'member' }))).toMatchObject({ state: 'colleague', isProven: true })
  })

  it('is a colleague by a mail’s own word only, which is not proven', () => {
    expect(concludeSender(mail, looked({ kind: 'member' }))).toMatchObject({ state: 'colleague', isProven: false })
    expect(concludeSender(mail, looked({ kind: 'group' }))).toMatchObject({ state: 'colleague', posesAsInside: false })
  })

  it('is a guest, or from outside', () => {
    expect(concludeSender(author, looked({ kind: 'guest' }))).toMatchObject({ state: 'guest' })
    expect(concludeSender(author, looked(null))).toMatchObject({ state: 'external', posesAsInside: false })
    expect(concludeSender(outsider, looked(null))).toMatchObject({ state: 'external', posesAsInside: false })
  })

  it('poses as one of ours with an address of our domain that nobody has', () => {
    expect(concludeSender(mail, looked(null))).toMatchObject({ state: 'unknown', posesAsInside: true })
  })

  it('does not pose with a domain that only ends like ours', () => {
    const near = { ...mail, address: 'it@not-halyard.example' }
    expect(concludeSender(near, looked(null))).toMatchObject({ state: 'external', posesAsInside: false })
  })

  it.each(['Halyard Marine IT', 'IT-Support (HALYARD MARINE)', 'Ｈalyard Ｍarine Helpdesk', 'marta@halyard.example'])(
    'poses as one of ours with the name %j',
    (displayName) => {
      expect(concludeSender({ ...author, displayName }, looked(null))).toMatchObject({ posesAsInside: true })
      expect(concludeSender({ ...author, displayName }, looked({ kind: 'guest' }))).toMatchObject({
        posesAsInside: true,
      })
      expect(concludeSender({ ...author, displayName }, looked({ kind: 'member' }))).toMatchObject({
        posesAsInside: false,
      })
    },
  )

  it.each(['Halyard Marineries', 'Halyard', ''])('does not pose with the name %j', (displayName) => {
    expect(concludeSender({ ...author, displayName }, looked(null))).toMatchObject({ posesAsInside: false })
  })

  it('does not pose by a name that is too short to mean us', () => {
    const short = { ok: true, value: { displayName: 'IT', domains: [] } } as const
    const outcome = concludeSender({ ...author, displayName: 'IT Support' }, looked(null, { organisation: short }))
    expect(outcome).toMatchObject({ posesAsInside: false })
  })

  it('is accused of nothing where the organisation’s domains could not be read', () => {
    expect(concludeSender(mail, looked(null, { organisation: denied }))).toMatchObject({
      state: 'unknown',
      posesAsInside: false,
    })
    expect(concludeSender(author, looked(null, { organisation: denied }))).toMatchObject({ state: 'external' })
    expect(concludeSender(mail, looked({ kind: 'guest' }, { organisation: denied }))).toMatchObject({ state: 'guest' })
  })

  it('is unavailable with the reason where the directory could not be read', () => {
    expect(concludeSender(author, looked(null, { person: denied }))).toEqual({
      state: 'unavailable',
      why: 'no-permission',
    })
  })
})
