/**
 * User agents that no browser sends: HTTP libraries and command lines, and kits that sign their work.
 *
 * A scripted user agent alone proves nothing (`az login` polls with python-requests); it counts together with the
 * application. Kit mark: elastic/detection-rules, rule 4b11dbab. All compared in lower case.
 */
export const SCRIPTED_PREFIXES: readonly string[] = [
  'curl',
  'wget',
  'python',
  'aiohttp',
  'httpx',
  'go-http-client',
  'node',
  'axios',
  'undici',
  'okhttp',
  'java',
  'apache-httpclient',
  'libwww-perl',
  'ruby',
  'php',
  'guzzlehttp',
  'restsharp',
  'postmanruntime',
]

export const SCRIPTED_MARKS: readonly string[] = ['windowspowershell/']

export const KIT_MARKS: readonly string[] = ['kali365-live/']
