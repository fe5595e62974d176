/** Makes a package from values that are all good, so that each test can change the one it is about. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll } from 'vitest'
import { packageApp } from '../../scripts/lib/appPackage.mjs'

export const TEAMS_APP_ID = '7d1c3c60-52a4-4f0b-9a35-0d8f2f9b6a11'
export const BOT_ID = '0c5b2d52-8c0e-4d6f-b1a7-4f3f1f0f9e22'

export const GOOD_VALUES = {
  TEAMS_APP_ID,
  BOT_ID,
  POSTERN_DEVELOPER_NAME: 'Contoso security',
  POSTERN_DEVELOPER_URL: 'https://security.contoso.example/',
  POSTERN_PRIVACY_URL: 'https://security.contoso.example/privacy',
  POSTERN_TERMS_URL: 'https://security.contoso.example/terms',
} as const

type Environment = Partial<Record<keyof typeof GOOD_VALUES | 'MicrosoftAppId', string>>

const folder = mkdtempSync(join(tmpdir(), 'postern-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Keeps the project's own env/.env.dev out of the tests: a developer may have ids in it. */
const emptyEnvFile = join(folder, 'empty.env')
writeFileSync(emptyEnvFile, '')

export interface Run {
  readonly status: 0 | 1
  readonly said: string
  readonly complained: readonly string[]
  readonly file: string
}

/** Runs the command as `npm run package` does, writing to a folder of the test's own. */
export async function run(environment: Environment, ...argv: string[]): Promise<Run> {
  const file = join(folder, 'postern.zip')
  rmSync(file, { force: true })
  const said: string[] = []
  const complained: string[] = []
  const io = { out: (line: string) => said.push(line), err: (line: string) => complained.push(line) }
  const envFile = argv.includes('--env-file') ? [] : ['--env-file', emptyEnvFile]
  const status = await packageApp(['--out', file, ...envFile, ...argv], environment, io)
  return { status, said: said.join('\n'), complained, file }
}

/** A file of NAME=value lines that goes away with the tests. */
export function envFile(lines: string): string {
  const file = join(folder, 'given.env')
  writeFileSync(file, lines)
  return file
}

export function unzip(file: string): Record<string, Uint8Array> {
  return unzipSync(readFileSync(file))
}

/** The manifest inside a package, in the parts that the tests look at. */
export interface Manifest {
  manifestVersion: string
  version: string
  id: string
  accentColor: string
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string }
  description: { short: string; full: string }
  icons: { color: string; outline: string }
  bots: {
    botId: string
    scopes: string[]
    supportsFiles: boolean
    commandLists: { scopes: string[]; commands: { title: string }[] }[]
  }[]
  composeExtensions: {
    botId: string
    commands: { id: string; type: string; context: string[]; fetchTask: boolean; title: string }[]
  }[]
  validDomains: string[]
  webApplicationInfo: { id: string; resource: string }
}

export function manifestIn(file: string): Manifest {
  const bytes = unzip(file)['manifest.json']
  if (bytes === undefined) throw new Error('the package holds no manifest.json')
  return JSON.parse(strFromU8(bytes)) as Manifest
}
