/**
 * PGlite that writes through to the disk.
 *
 * As it comes, PGlite never calls fsync: it starts PostgreSQL with `-F`, its file system has no `fsync`, and
 * `fdatasync` is a stub (electric-sql/pglite issue 1107), so that a power cut takes what was acknowledged, or the
 * whole database. This file system adds the call. It leans on internals of PGlite and Emscripten (`NODEFS`,
 * `stream_ops`, `defaultStartParams`): the version is pinned, and `proveDurable` is run at every start.
 */
import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { PosternError } from '../../domain/errors.js'

type InitOptions = Parameters<NodeFS['init']>[1]
type PreRun = NonNullable<InitOptions['preRun']>[number]

/** What Emscripten's types leave out. `nfd`: the file descriptor of an open file; a directory has none. */
interface NodeFileSystem {
  realPath(node: unknown): string
  stream_ops: { fsync?: (stream: { readonly nfd?: number; readonly node: unknown }) => number }
}

export class DurableNodeFS extends NodeFS {
  #syncs = 0
  #failed = false

  /** How often data was written through. */
  get syncs(): number {
    return this.#syncs
  }

  /** A write-through has failed: what is on the disk is unknown, and nothing more may be acknowledged. */
  get failed(): boolean {
    return this.#failed
  }

  override async init(pg: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options)
    const addFsync: PreRun = (module) => {
      const files = module.NODEFS as unknown as NodeFileSystem
      files.stream_ops.fsync = (stream) => {
        try {
          if (stream.nfd === undefined || stream.nfd === null) syncDirectory(files.realPath(stream.node))
          else fdatasyncSync(stream.nfd)
        } catch (error) {
          this.#failed = true
          throw error
        }
        this.#syncs += 1
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } }
  }
}

/** Makes the names in a directory durable. Windows has no such call for directories and says so in these codes. */
export function syncDirectory(path: string): void {
  try {
    const descriptor = openSync(path, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const { code } = Object(error) as { readonly code?: unknown }
    if (process.platform !== 'win32' || !['EPERM', 'EISDIR', 'EACCES'].includes(String(code))) throw error
  }
}

/** `fdatasync` as the method would end in PGlite's stub. The sizes keep an idle bot small. */
const SETTINGS = ['fsync=on', 'wal_sync_method=fsync', 'shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=32MB']

/** Opens the database in `directory`, or makes one where the directory is empty. */
export function openDatabase(fs: DurableNodeFS): Promise<PGlite> {
  const startParams = PGlite.defaultStartParams.filter((param) => param !== '-F')
  return PGlite.create({ fs, startParams: [...startParams, ...SETTINGS.flatMap((setting) => ['-c', setting])] })
}

/**
 * Commits something and looks whether it was written through. A logical message is the smallest thing that PostgreSQL
 * must flush, and leaves no row behind. Throws `store-not-durable`.
 */
export async function proveDurable(db: PGlite, fs: { readonly syncs: number }): Promise<void> {
  const before = fs.syncs
  await db.query("select pg_logical_emit_message(true, 'postern', 'start')")
  if (fs.syncs <= before) throw new PosternError('store-not-durable')
}
