/** Traces of programs that speak to programs or to a log. Anybody can imitate them, so they are never enough alone. */

const LOG_LINE =
  /^[ \t]{0,8}(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\[(?:info|warn|warning|error|debug|notice)\]|(?:error|warn|warning|info|debug|notice|fatal):|(?:ERROR|WARN|WARNING|INFO|DEBUG)\b|##\[|time="\d|\{"(?:level|time|ts|msg|severity)")/im
/** The answer of a device authorization endpoint, RFC 8628 §3.2: who shows a user code to others keeps this one back. */
const DEVICE_CODE = /["']?device_code["']?\s{0,4}[:=]\s{0,4}["']?[\w.~-]{16,}/i

export const hasLogLine = (text: string): boolean => LOG_LINE.test(text)
/** The same answer as programs print it, without its secret. */
const RESPONSE_KEYS = [
  /["']user_code["']\s{0,4}:/,
  /["']verification_ur[il](?:_complete)?["']\s{0,4}:/,
  /["']expires_in["']\s{0,4}:/,
]

export const hasDeviceCode = (text: string): boolean =>
  DEVICE_CODE.test(text) || RESPONSE_KEYS.every((key) => key.test(text))
