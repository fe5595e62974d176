/**
 * Whose file is fetched and read next. A turn is taken before the first byte comes, and is given back when the last one
 * is let go: so many turns times the largest file is all that is ever held. People take turns one after another, so that
 * who sends a hundred files waits for himself.
 *
 * In this process's memory, since that is what it guards: each replica has its own, and its own reader.
 */
import type { UserId } from '../domain/ids.js'

export interface FileTurnLimits {
  readonly atOnce: number
  readonly atOnceEach: number
  readonly waiting: number
  readonly waitingEach: number
}

/** Two messages with five files each may wait for one person. 8 turns of 25 MB are 200 MB. */
export const FILE_TURNS: FileTurnLimits = { atOnce: 8, atOnceEach: 2, waiting: 200, waitingEach: 10 }

export interface FileTurns {
  /**
   * Resolves with the way to give the turn back. `busy`: too many wait, or the signal came before the turn did; nothing
   * is to be given back then.
   */
  take(whom: UserId, signal: AbortSignal): Promise<(() => void) | 'busy'>
}

interface Person {
  atOnce: number
  readonly waiting: Set<(turn: 'go' | 'busy') => void>
}

export function createFileTurns(limits: FileTurnLimits = FILE_TURNS): FileTurns {
  /** In the order in which their next turn comes. */
  const people = new Map<UserId, Person>()
  let atOnce = 0
  let waiting = 0

  const hasTurn = (person: Person): boolean => atOnce < limits.atOnce && person.atOnce < limits.atOnceEach
  const begin = (whom: UserId, person: Person): void => {
    atOnce += 1
    person.atOnce += 1
    // To the end of the line.
    people.delete(whom)
    people.set(whom, person)
  }
  const callNext = (): void => {
    for (const [whom, person] of people) {
      const [next] = person.waiting
      if (next === undefined || !hasTurn(person)) continue
      begin(whom, person)
      next('go')
      return
    }
  }
  const giveBack = (whom: UserId, person: Person) => (): void => {
    atOnce -= 1
    person.atOnce -= 1
    // Who waited meanwhile comes first.
    if (people.delete(whom)) people.set(whom, person)
    forget(whom, person)
    callNext()
  }
  const forget = (whom: UserId, person: Person): void => {
    if (person.atOnce === 0 && person.waiting.size === 0) people.delete(whom)
  }

  return {
    async take(whom, signal) {
      if (signal.aborted) return 'busy'
      const person = people.get(whom) ?? { atOnce: 0, waiting: new Set() }
      if (person.waiting.size === 0 && hasTurn(person)) {
        begin(whom, person)
        return once(giveBack(whom, person))
      }
      if (waiting >= limits.waiting || person.waiting.size >= limits.waitingEach) return 'busy'
      people.set(whom, person)
      waiting += 1
      const turn = await new Promise<'go' | 'busy'>((resolve) => {
        const leave = (): void => settle('busy')
        const settle = (how: 'go' | 'busy'): void => {
          waiting -= 1
          person.waiting.delete(settle)
          signal.removeEventListener('abort', leave)
          if (how === 'busy') forget(whom, person)
          resolve(how)
        }
        person.waiting.add(settle)
        signal.addEventListener('abort', leave, { once: true })
      })
      return turn === 'go' ? once(giveBack(whom, person)) : 'busy'
    },
  }
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}
