/** Accounts and devices that can be disabled and read back, in memory: what Graph does to the eyes of the flows. */
import type { UserId } from '../../src/domain/ids.js'
import type { Addition, AdditionKind } from '../../src/domain/signInAlert/index.js'
import type { Containment } from '../../src/flows/ports.js'

export interface ContainmentDouble extends Containment {
  /** Every revoke, in order. */
  readonly revoked: UserId[]
  readonly disabledAccounts: Set<string>
  readonly disabledDevices: Set<string>
  readonly marked: Set<string>
  /** Every call that changes or reads, by its name, in order. */
  readonly calls: string[]
  readonly found: Map<AdditionKind, readonly Addition[]>
  /** Of which there are more than are read. */
  readonly cut: Set<AdditionKind>
  /** Runs right before a call has its effect, or right after; throws to fail it. */
  before: (call: string) => Promise<void> | void
  after: (call: string) => Promise<void> | void
}

export const addition = (change: Partial<Addition> = {}): Addition => ({
  id: 'd0000000-0000-4000-8000-000000000001',
  name: 'DESKTOP-X1',
  at: new Date('2026-11-20T10:00:50Z'),
  detail: 'Windows, AzureAd',
  effects: [],
  enabled: true,
  ...change,
})

export function containmentDouble(now: () => Date): ContainmentDouble {
  const validFrom = new Map<string, Date>()
  const revoked: UserId[] = []
  const calls: string[] = []
  const [disabledAccounts, disabledDevices, marked] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const found = new Map<AdditionKind, readonly Addition[]>()
  const call = async <T>(name: string, effect: () => T): Promise<T> => {
    await double.before(name)
    calls.push(name)
    const answer = effect()
    await double.after(name)
    return answer
  }
  const put = (set: Set<string>, id: string, isIn: boolean): void => void (isIn ? set.add(id) : set.delete(id))
  const double: ContainmentDouble = {
    revoked,
    disabledAccounts,
    disabledDevices,
    marked,
    calls,
    found,
    cut: new Set(),
    before: () => undefined,
    after: () => undefined,
    revokeSessions: (who) =>
      call('revoke', () => {
        revoked.push(who)
        validFrom.set(who, now())
      }),
    sessionsValidFrom: (who) => call('read-sessions', () => validFrom.get(who) ?? null),
    isAccountEnabled: (who) => call('read-account', () => !disabledAccounts.has(who)),
    setAccountEnabled: (who, enabled) =>
      call(enabled ? 'enable-account' : 'disable-account', () => put(disabledAccounts, who, !enabled)),
    isDeviceEnabled: (id) => call('read-device', () => !disabledDevices.has(id)),
    setDeviceEnabled: (id, enabled) =>
      call(enabled ? 'enable-device' : 'disable-device', () => put(disabledDevices, id, !enabled)),
    confirmCompromised: (who) => call('mark', () => put(marked, who, true)),
    dismissRisk: (who) => call('dismiss', () => put(marked, who, false)),
    isConfirmedCompromised: (who) => call('read-risk', () => marked.has(who)),
    additions: (kind) =>
      call(`collect-${kind}`, () => ({ found: found.get(kind) ?? [], isComplete: !double.cut.has(kind) })),
  }
  return double
}
