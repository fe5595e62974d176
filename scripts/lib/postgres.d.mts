/** A throwaway PostgreSQL server; null where there is none to be found on this machine. */
export function startPostgres(): Promise<{
  readonly url: string
  /** In order, and for good. */
  stop(): Promise<void>
  /** As `pg_ctl stop -m immediate`, without a word to its clients. */
  crash(): Promise<void>
  /** On the same port and data, as it is found after a crash. */
  restart(): Promise<void>
} | null>
