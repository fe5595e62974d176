/** An empty database of its own on the server of the benchmarks, where one was found. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** Null where there is no server. */
export async function withFreshDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T | null> {
  const server = process.env.POSTERN_BENCH_DATABASE_URL
  if (server === undefined) return null
  const name = `postern_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  try {
    return await work(url.href)
  } finally {
    await administer(server, `drop database ${name} with (force)`)
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
