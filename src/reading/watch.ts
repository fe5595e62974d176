/**
 * A thread beside the reader, since a library that computes without end hears nothing: it ends the process when it
 * holds too much memory, or when the bot is gone and nobody would end it.
 */
import { workerData } from 'node:worker_threads'

const EVERY_MS = 50
const { residentBytes, parent } = workerData as { readonly residentBytes: number; readonly parent: number }

setInterval(() => {
  if (process.memoryUsage.rss() > residentBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, EVERY_MS)
