/**
 * Who waits for the one reader: the files of each person one after another, the people by turns. It also tells the file
 * that is being read when somebody else waits for it to end.
 */

export interface LineLimits {
  /** Files. */
  readonly waiting: number
  readonly waitingBytes: number
}

export interface Line {
  /** Resolves when it is this file's turn, or nobody waits for it any more; then `leave` is owed for `go` alone. */
  enter(whom: string, bytes: number, signal?: AbortSignal): Promise<'go' | 'gone' | 'full'>
  /** The file whose turn it is was read. */
  leave(): void
  /** Calls back once when somebody else waits, at once where one does already; until the file leaves. */
  whenOthersWait(whom: string, tell: () => void): void
}

interface Waiting {
  readonly whom: string
  readonly bytes: number
  readonly call: () => void
}

export function createLine(limits: LineLimits): Line {
  /** By person, in the order in which their next turn comes. */
  const people = new Map<string, Waiting[]>()
  let count = 0
  let bytesHeld = 0
  let current: string | null = null
  let watch: { readonly whom: string; readonly tell: () => void } | null = null

  const othersWait = (whom: string): boolean => [...people.keys()].some((one) => one !== whom)
  const remove = (one: Waiting): void => {
    const rest = (people.get(one.whom) ?? []).filter((other) => other !== one)
    count -= 1
    bytesHeld -= one.bytes
    if (rest.length > 0) people.set(one.whom, rest)
    else people.delete(one.whom)
  }
  const begin = (whom: string, call: () => void): void => {
    current = whom
    const rest = people.get(whom)
    // To the end of the line.
    if (rest !== undefined && people.delete(whom)) people.set(whom, rest)
    call()
  }
  const tellWatch = (): void => {
    if (watch === null || !othersWait(watch.whom)) return
    const { tell } = watch
    watch = null
    tell()
  }

  return {
    async enter(whom, bytes, signal) {
      if (signal?.aborted) return 'gone'
      if (current === null) {
        current = whom
        return 'go'
      }
      if (count >= limits.waiting || bytesHeld + bytes > limits.waitingBytes) return 'full'
      return new Promise((resolve) => {
        const leave = (): void => {
          remove(one)
          resolve('gone')
        }
        const call = (): void => {
          remove(one)
          signal?.removeEventListener('abort', leave)
          resolve('go')
        }
        const one: Waiting = { whom, bytes, call }
        people.set(whom, [...(people.get(whom) ?? []), one])
        count += 1
        bytesHeld += bytes
        signal?.addEventListener('abort', leave, { once: true })
        tellWatch()
      })
    },
    leave() {
      watch = null
      const had = current
      current = null
      const [next] = [...people].find(([whom]) => whom !== had)?.[1] ?? people.get(had ?? '') ?? []
      if (next !== undefined) begin(next.whom, next.call)
    },
    whenOthersWait(whom, tell) {
      watch = { whom, tell }
      tellWatch()
    },
  }
}
