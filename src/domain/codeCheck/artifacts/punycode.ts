/** Punycode of RFC 3492, section 6.2, read only: what a host in `xn--` letters would show. */
const BASE = 36
const THRESHOLD_MIN = 1
const THRESHOLD_MAX = 26
const SKEW = 38
const DAMP = 700
const LABEL_LENGTH_MAX = 63

function adapted(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - THRESHOLD_MIN) * THRESHOLD_MAX) >> 1; k += BASE)
    rest = Math.floor(rest / (BASE - THRESHOLD_MIN))
  return k + Math.floor(((BASE - THRESHOLD_MIN + 1) * rest) / (rest + SKEW))
}

const digitOf = (character: string): number => {
  const digit = Number.parseInt(character, BASE)
  // in Punycode the letters come first: a is 0, z is 25, `0` is 26
  return Number.isNaN(digit) ? BASE : digit >= 10 ? digit - 10 : digit + 26
}

function decodeLabel(encoded: string): string | undefined {
  if (encoded === '' || encoded.length > LABEL_LENGTH_MAX) return undefined
  const lastDash = encoded.lastIndexOf('-')
  const output = lastDash > 0 ? Array.from(encoded.slice(0, lastDash)) : []
  let codePoint = 0x80
  let bias = 72
  let position = 0
  for (let index = lastDash > 0 ? lastDash + 1 : 0; index < encoded.length; ) {
    const before = position
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded[index] ?? '')
      index += 1
      if (digit >= BASE) return undefined
      position += digit * weight
      const threshold = Math.min(Math.max(k - bias, THRESHOLD_MIN), THRESHOLD_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
      if (weight > 0x7fff_ffff) return undefined
    }
    const points = output.length + 1
    bias = adapted(position - before, points, before === 0)
    codePoint += Math.floor(position / points)
    position %= points
    if (codePoint > 0x10ffff) return undefined
    output.splice(position, 0, String.fromCodePoint(codePoint))
    position += 1
  }
  return output.join('')
}

/** A host with its `xn--` labels in the letters they stand for; a label that is no Punycode stays as it is. */
export const readableHost = (ascii: string): string =>
  ascii
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
