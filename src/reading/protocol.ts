/**
 * What the bot and the reader's process say to each other. The process tells each part as soon as it is read, so that
 * the part which ends it costs what follows and not what came before. It has read hostile bytes: its word is checked.
 */
import { z } from 'zod/v4'
import { UNREAD_REASONS } from '../flows/ports/files.js'
import { PARTS_MAX, PASSAGE_LENGTH_MAX } from './limits.js'

export interface Order {
  readonly id: number
  readonly name: string | null
  readonly bytes: Uint8Array
}

/** Given to the process as its only argument, as JSON. */
export interface Setup {
  readonly pixels: number
  readonly residentBytes: number
  readonly languages: readonly string[]
}

const name = z.string().max(260).nullable()
const passage = z.object({ from: z.enum(['picture', 'qr', 'file']), text: z.string().max(PASSAGE_LENGTH_MAX) })
const author = z.object({ address: z.string().max(320).nullable(), displayName: z.string().max(260).nullable() })
const unread = z.object({ name, why: z.enum(UNREAD_REASONS) })

export const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passage'), id: z.number(), passage }),
  z.object({ kind: z.literal('author'), id: z.number(), author }),
  z.object({ kind: z.literal('unread'), id: z.number(), unread }),
  z.object({ kind: z.literal('done'), id: z.number(), residentBytes: z.number() }),
])
export type Answer = z.infer<typeof answer>

/** Passages and reasons of one file: far more than its parts can have. */
export const ANSWERS_MAX = 50 * (PARTS_MAX + 1)
