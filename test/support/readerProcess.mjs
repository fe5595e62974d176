/** A bot that reads one picture after another until it is killed; says the id of its reader's process first. */
import { readFileSync } from 'node:fs'

const { createFileReader } = await import(process.argv[2])
const reader = createFileReader({ languages: ['eng'] })
const file = { name: null, contentType: null, bytes: readFileSync(process.argv[3]) }
await reader.read(file)
process.send(reader.pid)
for (;;) await reader.read(file)
