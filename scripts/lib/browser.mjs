/** Finds a Chromium that is on this machine. Nothing is downloaded. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
]

/** @returns {string | null} path of the program; CHROMIUM_PATH goes first */
export function findBrowser(env = process.env) {
  const folders = (env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':').filter(Boolean)
  const named = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...named, ...onPath, ...FIXED].find((path) => existsSync(path)) ?? null
}
