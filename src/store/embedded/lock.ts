/**
 * One process a directory: two PGlites on the same files lose data without an error (electric-sql/pglite issue 1106).
 *
 * The kernel owns the lock, so it is refused while the holder is busy and free the moment the holder has died, which
 * no lock file with a time in it achieves:
 * - Linux: a listening socket in the abstract namespace. Windows: a named pipe, likewise.
 * - macOS and the BSDs have neither, and a socket file stays behind after a crash. There `open` takes an flock with
 *   O_EXLOCK (open(2)), which goes with the process.
 * It holds within one machine, on Linux within one network namespace; beyond that the heartbeat decides.
 */
import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { PosternError } from '../../domain/errors.js'

/** open(2) of macOS, FreeBSD, OpenBSD and NetBSD; Node does not name it. */
const O_EXLOCK = 0x20

export interface Lock {
  release(): Promise<void>
}

/** Throws `store-locked` where another process, or another store of this one, holds the directory. */
export async function takeLock(directory: string): Promise<Lock> {
  const name = `postern-${createHash('sha256').update(realpathSync(directory)).digest('hex')}`
  if (process.platform === 'linux') return listenOn(`\0${name}`)
  if (process.platform === 'win32') return listenOn(`\\\\.\\pipe\\${name}`)
  return lockFile(join(directory, 'lock'))
}

async function listenOn(path: string): Promise<Lock> {
  // Nobody has anything to say here: the address is the lock.
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(locked(cause)))
    server.listen({ path, exclusive: true }, resolve)
  })
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

function lockFile(path: string): Lock {
  try {
    const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600)
    return { release: async () => closeSync(descriptor) }
  } catch (cause) {
    throw locked(cause)
  }
}

function locked(cause: unknown): PosternError {
  const { code } = Object(cause) as { readonly code?: unknown }
  const held = code === 'EADDRINUSE' || code === 'EAGAIN'
  return new PosternError(held ? 'store-locked' : 'store-unavailable', {}, { cause })
}
