import { describe, expect, it } from 'vitest'
import { runStoreExport, runStoreImport } from '../../src/cli/store.js'
import { keptIo, statusOf } from './io.js'

const LINES = ['{"postern":"store"}', '{"table":"a","row":{}}', '{"end":true,"rows":1}']

/** A store that hands out its lines when asked, and counts how far it was asked. */
function exporting() {
  let asked = 0
  const store = {
    async *exportLines() {
      for (const line of LINES) {
        asked += 1
        yield line
      }
    },
  }
  return { store, asked: () => asked }
}

/** A store that keeps what it is given. */
function importing() {
  const got: string[] = []
  const store = {
    async importLines(lines: AsyncIterable<string>) {
      for await (const line of lines) got.push(line)
      return { alert: 2, job: 0 }
    },
  }
  return { store, got }
}

describe('store export', () => {
  it('writes every line, and ends with 0', async () => {
    const io = keptIo()
    expect(await runStoreExport(io, exporting().store)).toBe(0)
    expect(io.lines).toEqual(LINES)
  })

  it('reads no further than the reader of its output takes', async () => {
    let takeMore = () => {}
    const { store, asked } = exporting()
    const io = keptIo()
    const ready = () =>
      new Promise<void>((resolve) => {
        takeMore = resolve
      })
    const exported = runStoreExport({ out: io.out, ready }, store)
    for (let lines = 1; lines <= LINES.length; lines++) {
      await new Promise((resolve) => setImmediate(resolve))
      expect([asked(), io.lines.length]).toEqual([lines, lines])
      takeMore()
    }
    expect(await exported).toBe(0)
  })
})

describe('store import', () => {
  it.each([
    ['a file', { 'backup.jsonl': `${LINES.join('\n')}\n` }, 'backup.jsonl'],
    ['standard input', { '-': `${LINES.join('\r\n')}\r\n` }, undefined],
  ])('reads %s line by line, and says how many rows each table got', async (_case, files, file) => {
    const io = keptIo(files)
    const { store, got } = importing()
    expect(await runStoreImport(io, store, file)).toBe(0)
    expect(got).toEqual(LINES)
    expect([io.lines, io.faults]).toEqual([[], ['alert: 2 rows', 'job: 0 rows']])
  })

  it('ends with 66 where there is no such file', async () => {
    expect(await statusOf(runStoreImport(keptIo(), importing().store, 'none'))).toBe(66)
  })
})
