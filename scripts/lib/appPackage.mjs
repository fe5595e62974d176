/**
 * Makes the Teams app package: fills appPackage/manifest.json, checks it, and zips it with its two icons.
 *
 * The `${{NAME}}` placeholders are those of the Microsoft 365 Agents Toolkit, so the same manifest serves both.
 * The schema comes with a package: nothing is asked of the network. The same input gives the same bytes, so that a
 * package can be compared with the one that was reviewed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { root } from './project.mjs'

const FOLDER = join(root, 'appPackage')
const PLACEHOLDER = /\$\{\{([A-Z][A-Z0-9_]{0,63})\}\}/g
const FORMS = {
  guid: { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, fault: 'is not a GUID' },
  https: { pattern: /^https:\/\/[^\s/]/i, fault: 'is not an address that begins with https://' },
  text: { pattern: /\S/, fault: 'is empty' },
}

/** What each placeholder stands for and how it may be given. The toolkit's `provision` finds the ids by itself. */
const VALUES = {
  TEAMS_APP_ID: {
    form: 'guid',
    option: 'teams-app-id',
    meaning: 'the id of the Teams app: any new GUID, kept from then on',
  },
  BOT_ID: { form: 'guid', option: 'app-id', alias: 'MicrosoftAppId', meaning: 'the client id of the bot' },
  POSTERN_DEVELOPER_NAME: { form: 'text', meaning: 'who runs Postern, as Teams shows it' },
  POSTERN_DEVELOPER_URL: { form: 'https', meaning: 'a page about who runs it' },
  POSTERN_PRIVACY_URL: { form: 'https', meaning: 'your privacy statement' },
  POSTERN_TERMS_URL: { form: 'https', meaning: 'your terms of use' },
}

const USAGE = `npm run package -- [--app-id GUID] [--teams-app-id GUID] [--env-file FILE] [--out FILE]

  --app-id GUID        the client id of the bot; else BOT_ID or MicrosoftAppId
  --teams-app-id GUID  the id of the Teams app; else TEAMS_APP_ID
  --env-file FILE      NAME=value lines for what the environment does not say; default env/.env.dev
  --out FILE           default appPackage/build/postern.zip`

/** The command: reads the options, writes the file, says what it did. Answers the exit status, 0 or 1. */
export async function packageApp(argv, environment, io) {
  try {
    const options = readOptions(argv)
    if (options.help) {
      io.out(USAGE)
      return 0
    }
    const values = gatherValues(options, environment, readEnvFile(options['env-file']))
    const faults = faultsOf(values)
    if (faults.length > 0) {
      for (const fault of faults) io.err(fault)
      return 1
    }
    const file = resolve(options.out ?? join(FOLDER, 'build', 'postern.zip'))
    const manifest = await validManifest(values)
    const archive = await zip(manifest)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, archive)
    io.out(
      `Wrote ${relative(process.cwd(), file)}: ${manifest.name.short} ${manifest.version}, ${archive.length} bytes.`,
    )
    const unset = Object.keys(VALUES).filter((name) => /^https:\/\/postern\.example(\/|$)/i.test(values[name]))
    if (unset.length > 0) io.out(`Before you publish it, set your own pages: ${unset.join(', ')}.`)
    return 0
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error))
    return 1
  }
}

function readOptions(argv) {
  const text = { type: 'string' }
  const { values } = parseArgs({
    args: argv,
    options: {
      'app-id': text,
      'teams-app-id': text,
      'env-file': text,
      out: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  return values
}

/** The default file may be missing; one that was asked for may not. */
function readEnvFile(asked) {
  const file = asked === undefined ? join(root, 'env', '.env.dev') : resolve(asked)
  if (existsSync(file)) return parseEnv(readFileSync(file, 'utf8'))
  if (asked !== undefined) throw new Error(`There is no file ${asked}.`)
  return {}
}

/** An option goes before the environment, the environment before the file. An empty value counts as none. */
function gatherValues(options, environment, file) {
  const values = {}
  for (const [name, { option, alias }] of Object.entries(VALUES)) {
    const candidates = [option && options[option], environment[name], alias && environment[alias], file[name]]
    values[name] = candidates.map((value) => value?.trim()).find(Boolean)
  }
  return values
}

/** One sentence for each value that is missing or not of its form. The value itself is not repeated. */
function faultsOf(values) {
  return Object.entries(VALUES).flatMap(([name, { form, option, meaning }]) => {
    const { pattern, fault } = FORMS[form]
    if (values[name] !== undefined && pattern.test(values[name])) return []
    const ways = [...(option ? [`--${option}`] : []), `${name} in the environment or in env/.env.dev`].join(', or ')
    return [`${name} ${values[name] === undefined ? 'is missing' : fault} (${meaning}): give it by ${ways}.`]
  })
}

/** The filled manifest, once Microsoft's schema has nothing against it. */
async function validManifest(values) {
  const { AppManifestUtils } = await import('@microsoft/app-manifest')
  const manifest = fill(JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')), values)
  const faults = await AppManifestUtils.validateAgainstSchema(manifest)
  if (faults.length > 0) throw new Error(`The manifest does not fit its schema: ${faults.join('; ')}.`)
  return manifest
}

/** Fills inside string values only, so that no value can change the shape of the manifest. */
function fill(node, values) {
  if (typeof node === 'string') {
    return node.replace(PLACEHOLDER, (_placeholder, name) => {
      if (values[name] === undefined) throw new Error(`The manifest has a placeholder that nothing fills: ${name}.`)
      return values[name]
    })
  }
  if (Array.isArray(node)) return node.map((item) => fill(item, values))
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value, values)]))
}

/** Exactly three files at the root. The zip format keeps local time, so a local date gives the same bytes in any zone. */
async function zip(manifest) {
  const { zipSync } = await import('fflate')
  const icon = (name) => readFileSync(join(FOLDER, name))
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    [manifest.icons.color]: icon(manifest.icons.color),
    [manifest.icons.outline]: icon(manifest.icons.outline),
  }
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) })
}
