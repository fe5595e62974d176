/**
 * The process that reads files. It opens hostile bytes, so it has nothing: no environment, no network, no right to
 * write files or start programs, and a watch beside it that ends it when it holds too much or its parent is gone.
 */
import './stayOffline.js'
import { Worker } from 'node:worker_threads'
import { collect } from './found.js'
import { loadPictures } from './picture.js'
import type { Answer, Order, Setup } from './protocol.js'
import { readPart } from './readPart.js'

const setup = JSON.parse(process.argv[2] ?? '') as Setup
new Worker(new URL('./watch.js', import.meta.url), {
  workerData: { residentBytes: setup.residentBytes, parent: process.ppid },
  execArgv: [],
}).unref()

/** The bot tells the file that the reader failed, and starts another for the next. */
const giveUp = (): never => process.exit(1)

let loading: ReturnType<typeof loadPictures> | undefined
const pictures = () => {
  loading ??= loadPictures(setup).catch(giveUp)
  return loading
}
const tell = (answer: Answer): void => void process.send?.(answer)

async function read({ id, name, bytes }: Order): Promise<void> {
  const found = collect((answer) => tell({ ...answer, id } as Answer))
  await readPart({ name, bytes, depth: 0 }, found, pictures)
  tell({ kind: 'done', id, residentBytes: process.memoryUsage.rss() })
}

// The parent sends the next file when this one is done.
process.on('message', (order: Order) => void read(order).catch(giveUp))
process.once('disconnect', () => process.exit(0))
