/**
 * What happens unasked, once a page is open: each act begins with its own page, so that either may be opened first.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Playground } from './playground.js'

export interface Stage {
  readonly employee: Pick<Playground, 'opened' | 'speak' | 'narrate'>
  readonly admin: Pick<Playground, 'opened' | 'speak' | 'narrate'>
  /** Writes the theft to the simulated tenant's sign-in log. */
  phish(): void
  /** Lets somebody out of the block, as a colleague would in the portal. */
  letOut(): void
  /** Ends the waiting when the demo stops. */
  readonly signal: AbortSignal
  /** Between the beats, in milliseconds. */
  readonly beatMs: number
}

export const LURE = [
  'Hi Riley, the supplier review has moved to our Teams guest room.',
  'Go to https://microsoft.com/devicelogin and enter the meeting code F7KQ2MXRB to join.',
  'The room opens in five minutes and the code is valid for fifteen. Thanks, Oscar from Northquay',
].join('\n')

export const QUESTION = 'Is device code flow blocked?'
/** A follow-up: the same question, from policies read anew. */
export const READ_AGAIN = 'refresh'

/** Resolves when both acts are over, or at once when the signal says so. */
export async function direct(stage: Stage): Promise<void> {
  await Promise.all([employeeActs(stage), adminActs(stage)]).catch((error: unknown) => {
    if (!stage.signal.aborted) throw error
  })
}

async function employeeActs(stage: Stage): Promise<void> {
  const { employee, admin, beatMs } = stage
  await opened(stage.employee, stage)
  await beat(stage, 1)
  await employee.narrate(
    `**Demo, 1 of 4.** Riley got this message and pastes it here:\n\n> ${LURE.replaceAll('\n', '\n> ')}`,
  )
  await employee.speak(LURE)
  // Long enough that the theft, whose rows are some seconds old when they appear, begins after the check.
  await beat(stage, 4)
  // The security channel's card is best seen where somebody looks; but nobody is kept waiting for a second page.
  await Promise.race([admin.opened, wait(beatMs * 4, stage.signal)])
  await employee.narrate(
    '**Demo, 2 of 4.** Suppose Riley had not asked, and typed the code. The sign-in log shows it now; Postern is reading it.',
  )
  stage.phish()
}

async function adminActs(stage: Stage): Promise<void> {
  await opened(stage.admin, stage)
  await beat(stage, 1)
  await stage.admin.narrate(`**Demo, 3 of 4.** Marta, who holds Security Administrator, asks: "${QUESTION}"`)
  await stage.admin.speak(QUESTION)
  // The first reading is what the change is seen against: it has been looked at by then.
  await beat(stage, 4)
  stage.letOut()
  await stage.admin.narrate(
    '**Demo, 4 of 4.** A colleague has just added Elena Rossi to *Field Engineers*, whom the block leaves out. Postern would see it within the hour; Marta has the policies read now. What has changed comes to the channel *Sign-in alerts* by itself.',
  )
  await stage.admin.speak(READ_AGAIN)
}

const beat = (stage: Stage, count: number) => wait(stage.beatMs * count, stage.signal)
const wait = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal })

/** The page's opening, or the end of the demo. */
function opened(page: Stage['employee'], { signal }: Stage): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('the demo stops'))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    void page.opened.then(resolve)
  })
}
