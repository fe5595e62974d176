/**
 * The house rules, checked on the real import graph (design: domain ← flows ← adapters ← app).
 * Type imports count: a type that leaks across rooms is a dependency all the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Readonly<
  Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
>

/** Rooms that each room may import from, itself apart. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  flows: ['domain'],
  cards: ['domain'],
  teams: ['domain', 'flows', 'cards'],
  entra: ['domain', 'flows'],
  graph: ['domain', 'flows'],
  stream: ['domain', 'flows'],
  reading: ['domain', 'flows'],
  judging: ['domain', 'flows'],
  model: ['domain', 'flows'],
  store: ['domain', 'flows'],
  webhook: ['domain', 'flows'],
  cli: ['domain', 'flows'],
  demo: ['domain', 'flows'],
  config: ['configFields', 'configVariables', 'domain', 'modelConfig', 'streamConfig', 'writingConfig'],
  configVariables: ['configFields', 'domain', 'modelConfig', 'streamConfig', 'writingConfig'],
  modelConfig: ['configFields', 'domain'],
  streamConfig: ['configFields', 'domain'],
  writingConfig: ['configFields', 'domain'],
  configFields: ['domain'],
  settings: ['config', 'domain', 'flows'],
  log: ['domain', 'flows'],
  secrets: ['domain', 'flows'],
  tuningFile: ['domain', 'flows'],
  background: ['domain', 'flows'],
  run: ['app', 'background', 'config', 'domain', 'flows', 'reading', 'settings', 'stream', 'teams', 'tuningFile'],
  app: [
    'config',
    'domain',
    'flows',
    'cards',
    'entra',
    'teams',
    'graph',
    'judging',
    'log',
    'model',
    'reading',
    'secrets',
    'settings',
    'stream',
    'store',
    'webhook',
    'tuningFile',
    'cli',
  ],
  index: ['cli', 'domain', 'run'],
}

/** Packages that domain may use: they compute, and talk to nothing. */
const PURE_PACKAGES = new Set(['zod/v4', 'tldts', 'ipaddr.js', 'jsonc-parser', 'parse5', 'fflate'])
const NODE_MODULES = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]))

/** Direct dependencies that no file of ours imports by a statement, each with its reason. */
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'a command: lint and format',
  '@microsoft/m365agentsplayground': 'a command: the local Teams client of the demo',
  '@tesseract.js-data/eng': 'data: src/reading/languageData.ts resolves its folder',
  '@types/autocannon': 'types',
  '@types/node': 'types',
  '@types/pg': 'types',
  '@types/restify': 'types',
  'adaptive-expressions': 'a peer of adaptivecards-templating',
  adaptivecards: 'its package has no entry that Node can import: the tests of cards require its bundle',
  'fs-extra': 'required by @microsoft/app-manifest, which does not declare it',
  openai: 'a peer of @microsoft/teams-ai, in this exact version',
  'tesseract.js-core': 'required, not imported: src/reading/letters.ts has its types',
  typescript: 'a command: the compiler',
}

interface Import {
  readonly from: string
  readonly to: string
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name)
    return item.isDirectory() ? filesBelow(path) : /\.m?ts$|\.mjs$/.test(path) ? [path] : []
  })
}

function importsOf(path: string): Import[] {
  const { module, errors } = parseSync(path, readFileSync(path, 'utf8'))
  if (errors.length > 0) throw new Error(`${path} does not parse`)
  const targets = [
    ...module.staticImports.map((item) => item.moduleRequest.value),
    ...module.staticExports.flatMap((item) => item.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...dynamicTargets(path, module.dynamicImports),
  ]
  return targets.map((to) => ({
    from: path,
    to: to.startsWith('.') ? resolve(dirname(path), to).replace(/\.js$/, '.ts') : to,
  }))
}

function dynamicTargets(path: string, found: readonly { moduleRequest: { start: number; end: number } }[]): string[] {
  const source = readFileSync(path, 'utf8')
  return found.map((item) =>
    source.slice(item.moduleRequest.start, item.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
  )
}

/** `src/teams/bot.ts` → `teams`, `src/app.ts` → `app`. */
const roomOf = (path: string): string => (relative(SRC, path).split('/')[0] ?? '').replace(/\.ts$/, '')
const show = ({ from, to }: Import): string => `${relative(SRC, from)} → ${to.startsWith(SRC) ? relative(SRC, to) : to}`

const files = filesBelow(SRC)
const imports = files.flatMap(importsOf)
const local = imports.filter((item) => item.to.startsWith(SRC))

describe('the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(local.length).toBeGreaterThan(100)
  })

  it('imports in the allowed direction only', () => {
    const wrong = local.filter(({ from, to }) => {
      const allowed = MAY_IMPORT[roomOf(from)]
      return roomOf(from) !== roomOf(to) && !allowed?.includes(roomOf(to))
    })
    expect(wrong.map(show)).toEqual([])
  })

  it('keeps domain pure: no module of Node, no package but those that only compute', () => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === 'domain' && !to.startsWith(SRC) && !PURE_PACKAGES.has(to),
    )
    expect(wrong.map(show)).toEqual([])
  })

  it('keeps flows free of packages and of Node: they speak through ports', () => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === 'flows' && (NODE_MODULES.has(to) || !to.startsWith(SRC)),
    )
    expect(wrong.map(show)).toEqual([])
  })

  it.each(['domain', 'flows'])('reads no clock, environment or randomness in %s', (room) => {
    const wrong = files
      .filter((path) => roomOf(path) === room)
      .filter((path) =>
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bcrypto\./.test(
          withoutComments(readFileSync(path, 'utf8')),
        ),
      )
    expect(wrong.map((path) => relative(SRC, path))).toEqual([])
  })

  it('has no import cycle', () => {
    expect(cycles()).toEqual([])
  })

  it('runs on direct dependencies only, none of them for development', () => {
    const used = new Set(imports.flatMap(({ to }) => packageOf(to) ?? []))
    expect([...used].filter((name) => !Object.hasOwn(manifest.dependencies, name))).toEqual([])
  })

  it('has no dependency that nothing needs', () => {
    const places = ['src', 'test', 'bench', 'scripts'].flatMap((folder) => filesBelow(join(ROOT, folder)))
    const used = new Set(places.flatMap(importsOf).flatMap(({ to }) => packageOf(to) ?? []))
    const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(direct.filter((name) => !used.has(name)).sort()).toEqual(Object.keys(NOT_IMPORTED).sort())
  })
})

/** The package of a bare import: `zod/v4` → `zod`. Undefined for our own files and for modules of Node. */
function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('/') || specifier.startsWith('node:') || NODE_MODULES.has(specifier)) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

/** Each cycle once, as the files on it. Depth-first search with the path in hand. */
function cycles(): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of local) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path].map((step) => relative(SRC, step)).join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of files) visit(path, [])
  return found
}
