/**
 * Loaded into every process of the demo: when the demo goes, however it goes, its processes go too. A demo that was
 * killed outright cannot stop anything itself, but its end of the channel closes.
 */
import process from 'node:process'

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  // Whoever does not heed SIGTERM in time is ended.
  setTimeout(() => process.exit(1), 10_000).unref()
})
// The channel alone must not keep a process alive that is otherwise done.
process.channel?.unref()
