/** A file or stream that the system would not let be read, told from everything else that can go wrong. */

export interface FileFault {
  /** As the system names it, for instance `ENOENT`. */
  readonly code: string
  /** As it was named on the command line; null for standard input. */
  readonly path: string | null
}

/** What reading a named file can fail with. Others of the system's errors (a socket, a process) are not about input. */
const CODES = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EMFILE', 'EIO'])

/** Null where the error is something else. */
export function fileFaultOf(error: unknown): FileFault | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (!CODES.has(error.code)) return null
  return { code: error.code, path: 'path' in error && typeof error.path === 'string' ? error.path : null }
}
