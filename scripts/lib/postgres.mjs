/**
 * A throwaway PostgreSQL server for the tests: a fresh cluster in a temporary directory, on a free port of 127.0.0.1.
 *
 * `initdb` refuses root, so as root everything runs as the system user `postgres`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const OLDEST_MAJOR = 15
const START_TRIES = 150
const exe = (name) => (process.platform === 'win32' ? `${name}.exe` : name)

/**
 * `crash`: as `pg_ctl stop -m immediate`, without a word to its clients. `restart`: on the same port and data, as it is
 * found after a crash.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void>, crash: () => Promise<void>, restart: () => Promise<void> } | null>}
 * null where there is no server to be found
 */
export async function startPostgres() {
  const binaries = findBinaries()
  const account = findAccount()
  if (binaries === null || account === null) return null

  const home = mkdtempSync(join(tmpdir(), 'postern-postgres-'))
  const data = join(home, 'data')
  const password = crypto.randomUUID()
  const passwordFile = join(home, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account.uid !== undefined) for (const path of [home, passwordFile]) chownSync(path, account.uid, account.gid)

  const initdb = spawnSync(
    join(binaries, exe('initdb')),
    ['-D', data, '-U', 'postern', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '-N'],
    { ...account, cwd: home, encoding: 'utf8' },
  )
  if (initdb.status !== 0) {
    rmSync(home, { recursive: true, force: true })
    console.error(`PostgreSQL is there but could not be initialised:\n${initdb.stderr || initdb.error}`)
    return null
  }

  const port = await freePort()
  const start = () => {
    const server = spawn(
      join(binaries, exe('postgres')),
      ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${home}`],
      // A group of its own: Ctrl-C in the terminal reaches us, and we stop it in order.
      { ...account, cwd: home, stdio: 'ignore', detached: process.platform !== 'win32' },
    )
    const exited = new Promise((resolve) => {
      server.once('exit', resolve)
      server.once('error', resolve)
    })
    return { server, exited }
  }
  let running = start()
  // The last resort, where the script ends without having called stop.
  const kill = () => running.server.kill('SIGQUIT')
  process.once('exit', kill)
  const end = async (signal) => {
    running.server.kill(signal)
    await running.exited
  }
  const stop = async () => {
    // SIGINT is "fast shutdown": clients are sent away, nothing is left behind.
    await end('SIGINT')
    process.off('exit', kill)
    rmSync(home, { recursive: true, force: true })
  }
  // SIGQUIT is "immediate shutdown".
  const crash = () => end('SIGQUIT')
  const restart = async () => {
    rmSync(join(data, 'postmaster.pid'), { force: true })
    running = start()
    if (!(await isReady(data, running.server))) throw new Error('PostgreSQL did not start again')
  }

  if (await isReady(data, running.server)) {
    return { url: `postgres://postern:${password}@127.0.0.1:${port}/postgres`, stop, crash, restart }
  }
  await stop()
  console.error('PostgreSQL is there but did not start.')
  return null
}

/** The newest that is new enough: Debian's own places first, then the PATH. */
function findBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
  ]
  return places.find((place) => existsSync(join(place, exe('initdb'))) && majorOf(place) >= OLDEST_MAJOR) ?? null
}

function majorOf(place) {
  const { stdout } = spawnSync(join(place, exe('postgres')), ['--version'], { encoding: 'utf8' })
  return Number(/\) (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}

/** As whom the server runs: nobody else, or `postgres` where we are root; null where there is no such account. */
function findAccount() {
  if (process.getuid?.() !== 0) return {}
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  if (line === undefined) return null
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** The server writes its state into the last line of `postmaster.pid`. */
async function isReady(data, server) {
  for (let tries = 0; tries < START_TRIES && server.exitCode === null; tries += 1) {
    await sleep(100)
    const file = join(data, 'postmaster.pid')
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready') return true
  }
  return false
}
