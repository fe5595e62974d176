/** One file, or one part of one, by what its bytes are. */
import { decodeText, formatOf } from '../domain/fileFormat.js'
import { readCalendar } from './calendar.js'
import { readDocument } from './document.js'
import type { Found } from './found.js'
import { DEPTH_MAX } from './limits.js'
import { readMail } from './mail.js'
import { readOutlook } from './outlook.js'
import type { Part, Tools } from './part.js'

/** Reads a part and all that is in it. Throws only where a library broke: the process is then of no more use. */
export async function readPart(part: Part, found: Found, pictures: Tools['pictures']): Promise<void> {
  if (part.depth > DEPTH_MAX) return found.unread(part.name, 'too-many')
  const read = async (inner: Part) => {
    if (found.takesPart()) await readPart(inner, found, pictures)
  }
  try {
    await readAs(part, { found, pictures, read })
  } catch (error) {
    if (isBroken(error)) throw error
    found.unread(part.name, 'damaged')
  }
}

/** After a trap (memory, a bug) a WebAssembly library is in no known state, and would spoil the next file. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error ? error.name === 'RuntimeError' || error.name === 'ExitStatus' : typeof error === 'number'

async function readAs(part: Part, tools: Tools): Promise<void> {
  const { found } = tools
  if (part.bytes.length === 0) return
  const format = formatOf(part.bytes)
  switch (format) {
    case 'mail':
      return readMail(part, tools)
    case 'compound':
      return readOutlook(part, tools)
    case 'calendar':
      return readCalendar(part, tools)
    case 'text':
      return readDocument(decodeText(part.bytes), part, tools)
    case 'encrypted':
      return found.unread(part.name, 'encrypted')
    case 'unknown':
      return found.unread(part.name, 'format-unknown')
    case 'signature':
      return
    default:
      return (await tools.pictures()).read(format, part, found)
  }
}
