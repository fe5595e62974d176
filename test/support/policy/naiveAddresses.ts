/** A second reading of addresses and ranges, as numbers. */
const numberOf = (address: string): { family: 4 | 6; value: bigint } | null => {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address))
    return { family: 4, value: address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) }
  if (!address.includes(':')) return null
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const tail = dotted === null ? null : (numberOf(dotted[2] as string)?.value ?? 0n)
  const text =
    dotted === null || tail === null
      ? address
      : `${dotted[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`
  const [head = '', rest] = text.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const left = groups(head)
  const right = rest === undefined ? [] : groups(rest)
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  const value = all.reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n)
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value }
}

export const inCidr = (address: string, cidr: string): boolean => {
  const [network = '', given] = cidr.split('/')
  const a = numberOf(address)
  const n = numberOf(network)
  if (a === null || n === null || a.family !== n.family) return false
  const width = a.family === 4 ? 32 : 128
  // A mapped IPv4 network counts its bits as IPv6: /120 is /24.
  const mapped = n.family === 4 && network.includes(':') ? 96 : 0
  const length = given === undefined ? width : Number(given) - mapped
  if (length < 0) return false
  const shift = BigInt(width - length)
  return a.value >> shift === n.value >> shift
}

/** The first and the last address of a range and their neighbours, as text. */
export function edgesOf(cidr: string): string[] {
  const [network = '', given] = cidr.split('/')
  const n = numberOf(network)
  if (n === null) return []
  const width = n.family === 4 ? 32 : 128
  const mapped = n.family === 4 && network.includes(':') ? 96 : 0
  const shift = BigInt(width - (given === undefined ? width : Number(given) - mapped))
  const first = (n.value >> shift) << shift
  const last = first + (1n << shift) - 1n
  const top = (1n << BigInt(width)) - 1n
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value <= top)
    .map((value) => written(value, width))
}

function written(value: bigint, width: number): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
  return Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':')
}
