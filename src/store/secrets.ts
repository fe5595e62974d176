/** Keys that the store itself keeps where the settings give none. Made once, the same for all replicas. */
import { z } from 'zod/v4'
import type { Store } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRow } from './values.js'

const SECRET = z.object({ value: z.string() })

export const secrets = (sql: Sql): Pick<Store, 'keepSecret'> => ({
  async keepSecret(name, value) {
    await sql.query('insert into secret (name, value) values ($1, $2) on conflict (name) do nothing', [name, value])
    return readRow(SECRET, await sql.query('select value from secret where name = $1', [name]))?.value ?? value
  },
})
