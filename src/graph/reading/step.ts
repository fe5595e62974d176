/** What one step of the reading works with: Graph, a copy of the progress that counts once the step is kept, and things. */
import { isPosternError, type PosternError } from '../../domain/errors.js'
import type { UnknownCode } from '../../domain/policyStatus/index.js'
import type { ReadThing } from '../../flows/ports.js'
import type { GraphClient, RequestOptions } from '../client.js'
import { Unknowns } from '../unknowns.js'
import type { Progress } from './progress.js'

export const DIRECTORY: RequestOptions = { family: 'directory' }
/** Advanced queries are refused without the header. */
export const ADVANCED: RequestOptions = { family: 'directory', headers: { ConsistencyLevel: 'eventual' } }

export class Step {
  readonly things: ReadThing[] = []
  private readonly unknowns: Unknowns

  constructor(
    readonly graph: GraphClient,
    readonly progress: Progress,
    /** Whether what fails for a passing reason ends the step, to be tried again. */
    private readonly waits: boolean,
  ) {
    this.unknowns = new Unknowns(progress.unknowns)
  }

  add(kind: ReadThing['kind'], key: string, value: ReadThing['value']): void {
    this.things.push({ kind, key, value })
  }

  unknown(what: UnknownCode, why: string): void {
    this.unknowns.add(what, why)
    this.progress.unknowns = [...this.unknowns.list()]
  }

  /**
   * What Graph did not answer becomes an unknown. An object that Graph no longer knows is none: a deleted group holds
   * nobody and a deleted user signs in nowhere.
   */
  failed(what: UnknownCode, error: PosternError): void {
    if (error.code === 'graph-not-found') return
    if (isPassing(error)) {
      if (this.waits) throw error
      this.progress.isSettled = false
    }
    this.unknown(what, String(error.detail.graphCode ?? error.code))
  }

  /** Runs one part of a step. */
  async unless(what: UnknownCode, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isPosternError(error)) throw error
      this.failed(what, error)
    }
  }
}

export const isPassing = (error: unknown): boolean =>
  isPosternError(error, 'graph-throttled') || isPosternError(error, 'graph-unavailable')
