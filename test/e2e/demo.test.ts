/**
 * The demo, as a newcomer meets it: the real local Teams client in a real browser, the bot, and the simulated tenant.
 * The tests build on one another, like the minutes of one visit.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { file, startFileHost } from '../support/fileHost.js'
import { attach, cardPicture, mention, picture, raiseStage, type Stage, say } from './stage.js'

const browser = process.env.POSTERN_TEST_BROWSER
let stage: Stage

describe.skipIf(browser === undefined)('the demo', () => {
  beforeAll(async () => {
    stage = await raiseStage(browser ?? '')
  })
  afterAll(() => stage?.close())

  it('shows a message check unasked, with the one thing to do and a way to report it', async () => {
    const card = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /do not enter the code/i })
      .first()
    await card.waitFor()
    await card.getByRole('button', { name: /report to security/i }).waitFor()
    await cardPicture(card, 'check')
    await picture(stage.employee, 'check')
  })

  it('shows the admin the answer to "is device code flow blocked?" with who is left', async () => {
    const card = stage.admin
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /Field Engineers/i })
      .first()
    await card.waitFor()
    await cardPicture(card, 'policy')
    await picture(stage.admin, 'policy')
    expect(await card.innerText()).not.toMatch(/federated/)
    await card.getByRole('button', { name: /Show: Beside the policies/ }).click()
    await card.getByText(/federated/).waitFor()
    await cardPicture(card, 'policy-lines')
  })

  it('asks the employee who started the sign-in that just happened, with three answers', async () => {
    const card = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /who started this sign-in/i })
      .first()
    await card.waitFor()
    for (const name of [/I did/i, /someone sent/i, /don.t know/i]) await card.getByRole('button', { name }).waitFor()
    await cardPicture(card, 'alert')
    await picture(stage.employee, 'alert')
  })

  it('takes the answer, revokes the sessions, and says so on the same card', async () => {
    await stage.employee
      .getByRole('button', { name: /someone sent/i })
      .last()
      .click()
    await stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /signed out|sessions/i })
      .last()
      .waitFor()
    await cardPicture(
      stage.employee
        .locator('.ac-adaptiveCard')
        .filter({ hasText: /You answered/ })
        .last(),
      'answered',
    )
    await picture(stage.employee, 'answered')
  })

  it('says beside the verdict that the sign-ins are watched, and by an edit that one was seen', async () => {
    const card = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /I saw a sign-in with a device code/ })
      .last()
    await card.waitFor()
    await cardPicture(card, 'watch')
  })

  it('shows the case in the security channel, with the answer and what was done', async () => {
    await stage.admin.getByText('Sign-in alerts').first().click()
    const card = stage.admin.locator('.ac-adaptiveCard').filter({ hasText: /Riley/i }).last()
    await card.waitFor()
    await cardPicture(card, 'case')
    await picture(stage.admin, 'case')
  })

  it('shows in the security channel that somebody was let out of the block, and by whom', async () => {
    const card = stage.admin
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /Field Engineers[\s\S]*Elena Rossi/ })
      .last()
    await card.waitFor()
    expect(await card.innerText()).toMatch(/Who: /)
    await card.getByRole('button', { name: /as a file/i }).waitFor()
    await cardPicture(card, 'drift')
    await picture(stage.admin, 'drift')
  })

  it('refuses the employee who asks about policy, and says nothing else', async () => {
    await say(stage.employee, 'is device code flow blocked?')
    await stage.employee
      .getByText(/administer sign-in security/i)
      .last()
      .waitFor()
    expect(
      await stage.employee
        .locator('.ac-adaptiveCard')
        .filter({ hasText: /Field Engineers/i })
        .count(),
    ).toBe(0)
    await picture(stage.employee, 'refused')
  })

  it('reports a checked message to the security channel', async () => {
    await stage.employee
      .getByRole('button', { name: /report to security/i })
      .first()
      .click()
    const preview = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /what your security team will get/i })
      .last()
    await preview.waitFor()
    await cardPicture(preview, 'report-preview')
    await preview.getByRole('button', { name: 'Send', exact: true }).click()
    const card = stage.admin
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /Look at what Riley.* reported/ })
      .last()
    await card.waitFor()
    await cardPicture(card, 'report')
    await picture(stage.admin, 'report')
  })

  it('answers an ordinary message without alarm', async () => {
    await say(stage.employee, 'Lunch at 12:30 in the canteen?')
    await stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /no meeting|nothing/i })
      .last()
      .waitFor()
    await picture(stage.employee, 'unrelated')
  })

  it('reads an attached screenshot, and judges what stands in it', async () => {
    const files = await startFileHost()
    files.at.set('/screen.png', file(readFileSync(join(import.meta.dirname, '../data/reading/light.png'))))
    await attach(stage.employee, 'screen.png', `${files.origin}/screen.png`)
    const card = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /In pictures I read/ })
      .last()
    await card.waitFor()
    expect(await card.innerText()).toContain('HNGP5CAF8')
    await cardPicture(card, 'screenshot')
    await attach(stage.employee, 'plan.pdf', `${files.origin}/gone.pdf`)
    const unread = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /there is no verdict/ })
      .last()
    await unread.waitFor()
    await cardPicture(unread, 'unread')
    await files.close()
  })

  it('checks a message from its own menu, in a dialog', async () => {
    await say(stage.employee, 'Open microsoft.com/devicelogin and enter CDHGE7KTP so that I can let you into the call')
    await stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /CDHGE7KTP/ })
      .last()
      .waitFor()
    // The answer is the last message, the one above it is what was typed.
    await stage.employee.getByRole('button', { name: 'Show more information' }).nth(-2).click()
    await stage.employee.locator('[role=menuitem]').filter({ hasText: 'Action Command' }).click()
    const dialog = stage.employee.locator('[role=dialog]')
    await dialog.locator('input').first().fill('checkMessage')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /do not enter the code/i })
      .waitFor()
    await picture(stage.employee, 'dialog')
    await dialog.getByRole('button', { name: /report to security/i }).click()
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await stage.employee
      .getByText(/reported to your security team/i)
      .last()
      .waitFor()
  })

  it('answers a mention in a group chat with the verdict alone', async () => {
    await stage.employee.reload({ waitUntil: 'domcontentloaded' })
    await stage.employee.getByText('Yard planning').first().click()
    await mention(stage.employee, 'Postern', ' is this real? Enter HNGP5CAF8 at microsoft.com/devicelogin to join')
    const card = stage.employee
      .locator('.ac-adaptiveCard')
      .filter({ hasText: /do not enter the code/i })
      .last()
    await card.waitFor()
    expect(await card.getByRole('button').allTextContents()).toEqual(['Report to security'])
    await picture(stage.employee, 'group')
  })

  it('runs without one try of its processes to reach another machine', () => {
    expect(stage.printed()).toContain('Ctrl-C stops everything')
    expect(
      stage
        .printed()
        .split('\n')
        .filter((line) => /refused/i.test(line)),
    ).toEqual([])
  })

  it('asks no host outside this machine, but for the client page itself, which is refused', () => {
    expect([...stage.askedOutside].filter((host) => !host.endsWith('.cdn.office.net'))).toEqual([])
  })

  it('ends on Ctrl-C with status 0 and leaves no process behind', async () => {
    expect(await stage.interrupt()).toEqual({ status: 0, leftOver: [] })
  })
})
