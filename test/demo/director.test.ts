import { describe, expect, it } from 'vitest'
import { direct, LURE, QUESTION, READ_AGAIN } from '../../src/demo/director.js'

function stage() {
  const events: string[] = []
  const stop = new AbortController()
  const page = (name: string) => {
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const speak = async (text: string) => void events.push(`${name}: ${text}`)
    return { opened, speak, narrate: async () => {}, open: () => open() }
  }
  const employee = page('employee')
  const admin = page('admin')
  const acts = direct({
    employee,
    admin,
    phish: () => void events.push('phish'),
    letOut: () => void events.push('let out'),
    signal: stop.signal,
    beatMs: 0,
  })
  return { employee, admin, acts, events, stop }
}

describe('the acts', () => {
  it('begin with the pages, in either order', async () => {
    for (const order of [['employee', 'admin'] as const, ['admin', 'employee'] as const]) {
      const play = stage()
      for (const page of order) play[page].open()
      await play.acts
      expect(new Set(play.events)).toEqual(
        new Set([`employee: ${LURE}`, 'phish', `admin: ${QUESTION}`, 'let out', `admin: ${READ_AGAIN}`]),
      )
      // The change is there before the policies are read again.
      expect(play.events.indexOf('let out')).toBeLessThan(play.events.indexOf(`admin: ${READ_AGAIN}`))
    }
  })

  it('show the theft after the check, and without waiting for a second page for ever', async () => {
    const play = stage()
    play.employee.open()
    await expect.poll(() => play.events).toEqual([`employee: ${LURE}`, 'phish'])
    play.stop.abort()
    await play.acts
  })

  it('do nothing before a page is open, and end when the demo does', async () => {
    const play = stage()
    play.stop.abort()
    await play.acts
    expect(play.events).toEqual([])
  })

  it('report a page that refuses to play', async () => {
    const play = stage()
    const refused = new Error('refused')
    const failing = direct({
      employee: { ...play.employee, speak: () => Promise.reject(refused) },
      admin: play.admin,
      phish: () => {},
      letOut: () => {},
      signal: play.stop.signal,
      beatMs: 0,
    })
    play.employee.open()
    await expect(failing).rejects.toBe(refused)
    play.stop.abort()
    await play.acts
  })
})
