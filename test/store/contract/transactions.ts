import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, ALERT, ALERT_ID, AT, CASE, CASE_ID, JOB } from '../examples.js'

export function transactionsContract(place: Place): void {
  it('goes on after a value that cannot be bound', async () => {
    await expect(place.store.phishingChecksOf(ADELE, new Date(Number.NaN), AT)).rejects.toThrow()
    await place.store.ping()
  })

  it('writes an alert and the job it owes, or neither', async () => {
    const work = place.store.transaction(async (tx) => {
      await tx.saveCase(CASE)
      await tx.addAlert(ALERT)
      await tx.addJob(JOB)
      throw new Error('stop')
    })
    await expect(work).rejects.toThrow('stop')
    expect(await place.store.caseById(CASE_ID)).toBeNull()
    expect(await place.store.alertById(ALERT_ID)).toBeNull()
    expect(await place.store.jobCounts()).toEqual({ waiting: 0, running: 0, abandoned: 0 })
  })

  it('shows nobody what was never committed', async () => {
    const written = signal()
    const asked = signal()
    const work = place.store.transaction(async (tx) => {
      await tx.saveCase(CASE)
      written.give()
      await asked.given
      throw new Error('stop')
    })
    await written.given
    // PostgreSQL answers with the state before; the embedded engine lets the question wait for its turn.
    const outside = place.store.caseById(CASE_ID)
    asked.give()
    await expect(work).rejects.toThrow('stop')
    expect(await outside).toBeNull()
  })

  it('refuses to commit after a failed statement that the work has passed over', async () => {
    const work = place.store.transaction(async (tx) => {
      await tx.addJob(JOB)
      await tx.addJob({ ...JOB, key: 'odd', priority: 0.5 }).catch(() => false)
    })
    await expect(work).rejects.toMatchObject({ code: 'internal' })
    expect((await place.store.jobCounts()).waiting).toBe(0)
    expect(await place.store.addJob(JOB)).toBe(true)
  })

  it('refuses a statement beside the open transaction, which would wait for ever', async () => {
    const beside = place.store.transaction(() => place.store.alertById(ALERT_ID))
    await expect(beside).rejects.toMatchObject({ code: 'internal' })
    const nested = place.store.transaction(() => place.store.transaction(async () => true))
    await expect(nested).rejects.toMatchObject({ code: 'internal' })
    expect(await place.store.alertById(ALERT_ID)).toBeNull()
  })

  it('refuses a statement after the transaction is over', async () => {
    const late = await place.store.transaction(async (tx) => () => tx.addJob(JOB))
    await expect(late()).rejects.toMatchObject({ code: 'internal' })
  })

  it('takes several statements at once within a transaction', async () => {
    const keys = ['one', 'two', 'three']
    await place.store.transaction((tx) => Promise.all(keys.map((key) => tx.addJob({ ...JOB, key }))))
    expect((await place.store.jobCounts()).waiting).toBe(3)
  })

  it('runs many transactions at once without losing one', async () => {
    const all = Array.from({ length: 25 }, (_, index) =>
      place.store.transaction(async (tx) => {
        await tx.addJob({ ...JOB, key: `first ${index}` })
        await tx.addJob({ ...JOB, key: `second ${index}` })
      }),
    )
    await Promise.all(all)
    expect((await place.store.jobCounts()).waiting).toBe(50)
  })
}

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
