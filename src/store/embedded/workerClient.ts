/** Asks the worker thread and hands back what it answers. A worker that has ended answers everything with an error. */
import { Worker } from 'node:worker_threads'
import { PosternError } from '../../domain/errors.js'
import type { Result } from '../engine.js'
import { storeError } from '../faults.js'
import { compiled } from './compiled.js'
import type { Reply, Request } from './protocol.js'

export interface WorkerClient {
  ask(kind: Request['kind'], sql: string, params: Request['params']): Promise<Result>
  /** Ends the thread at once; everything asked from now on fails with `reason`. */
  abort(reason: PosternError): void
  close(): Promise<void>
}

interface Asked {
  resolve(result: Result): void
  reject(error: PosternError): void
}

export async function startWorker(directory: string): Promise<WorkerClient> {
  const worker = new Worker(compiled('./worker.js', import.meta.url), { workerData: { directory }, execArgv: [] })
  const asked = new Map<number, Asked>()
  let ended: PosternError | null = null
  let lastId = 0

  const fail = (reason: PosternError) => {
    ended ??= reason
    for (const { reject } of asked.values()) reject(ended)
    asked.clear()
  }
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      fail(new PosternError('store-unavailable', { why: 'the database thread has ended' }))
      resolve()
    })
  })
  worker.on('error', (cause) => fail(new PosternError('store-unavailable', {}, { cause })))

  const ask = (kind: Request['kind'], sql: string, params: Request['params']) =>
    new Promise<Result>((resolve, reject) => {
      if (ended !== null) return reject(ended)
      lastId += 1
      asked.set(lastId, { resolve, reject })
      worker.postMessage({ id: lastId, kind, sql, params } satisfies Request)
    })

  await new Promise<void>((resolve, reject) => {
    asked.set(0, { resolve: () => resolve(), reject })
    worker.on('message', (reply: Reply) => {
      if (reply.kind === 'refused') {
        fail(new PosternError(reply.code, { why: reply.why }))
        return void worker.terminate()
      }
      const id = reply.kind === 'ready' ? 0 : reply.id
      const waiting = asked.get(id)
      asked.delete(id)
      if (reply.kind === 'failed') waiting?.reject(storeError(reply.fault))
      else waiting?.resolve(reply.kind === 'done' ? reply.result : { rows: [], count: 0 })
    })
  })

  return {
    ask,
    abort(reason) {
      fail(reason)
      void worker.terminate()
    },
    async close() {
      if (ended === null) await ask('close', '', [])
      await exited
    },
  }
}
