/**
 * Forms of numbers that are no device codes. A form that is plain enough stands alone; one that many things share needs
 * its label, its check digit, or both. Every pattern is bounded, begins and ends at the edge of a word, and repeats
 * nothing within a repetition that could match the same text in two ways.
 */
import numbers from '../data/numbers.json' with { type: 'json' }
import * as checks from './numberChecks.js'

export type NumberKind =
  | 'bank-account'
  | 'payment-card'
  | 'device-serial'
  | 'book-or-article'
  | 'vehicle'
  | 'parcel'
  | 'tax-number'
  | 'security'
  | 'crypto-address'
  | 'hash'
  | 'network-address'
  | 'product-key'
  | 'reference'
  | 'version'
  | 'booking'
  | 'date-or-time'
  | 'phone-number'
  | 'postcode'

export interface NumberForm {
  readonly kind: NumberKind
  /** Global; the first group, where there is one, is the number. */
  readonly pattern: RegExp
  /** Takes the number without separators, in capitals, and as written; `undefined` says nothing. */
  readonly check?: (compact: string, written: string) => boolean | undefined
  /** What must stand before it on its line. */
  readonly label?: RegExp
}

const START = '(?<![A-Za-z0-9])'
const END = '(?![A-Za-z0-9])'
const form = (kind: NumberKind, source: string, rest: Omit<NumberForm, 'kind' | 'pattern'> = {}): NumberForm => ({
  kind,
  pattern: new RegExp(`${START}(?:${source})${END}`, 'g'),
  ...rest,
})

const { source: _source, ...vat } = numbers.vat
const VAT = Object.entries(vat)
  .map(([country, pattern]) => `${country} ?${pattern}`)
  .join('|')

const CARRIER =
  /(?:fedex|dhl|usps|ups|dpd|gls|hermes|evri|postnl|royal mail|la poste|colissimo|correos|poste italiane|inpost|nova po[sš]ht|нова пошта|укрпошта|почта|brt|sda|seur|bpost|posti|postnord|japan post|ヤマト|佐川|顺丰|順豐|sf express|tracking|awb|sendungs\w*|paket\w*|colis|suivi)\W/i

export const NUMBER_FORMS: readonly NumberForm[] = [
  // money
  form('bank-account', '[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?', { check: checks.isIban }),
  form('bank-account', 'RF\\d{2}(?: ?[A-Z0-9]{4}){1,5}(?: ?[A-Z0-9]{1,3})?', { check: checks.isCreditorReference }),
  form('bank-account', '[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?', { label: /\b(?:bic|swift)\b/i }),
  form('bank-account', '\\d{2}-\\d{2}-\\d{2}|\\d{9}', { label: /\b(?:sort code|routing|aba|blz|bankleitzahl)\b/i }),
  form('payment-card', '\\d{4}[ -]\\d{4}[ -]\\d{4}[ -]\\d{4}|[2-6]\\d{15}', { check: checks.isCard }),
  form('payment-card', '3[47]\\d{2}[ -]\\d{6}[ -]\\d{5}', { check: checks.isCard }),
  form('security', '[A-Z]{2}[A-Z0-9]{9}\\d', { check: checks.isIsin }),
  form('security', '[A-Z0-9]{18}\\d{2}', { check: checks.isLei }),
  // things
  form('device-serial', '\\d{2}[ -]?\\d{6}[ -]?\\d{6}[ -]?\\d', { check: checks.isLuhn, label: /\bimei/i }),
  form('device-serial', '89\\d{17,18}', { label: /\b(?:iccid|sim)\b/i }),
  form('device-serial', '[A-Z0-9][A-Z0-9-]{4,23}', {
    label:
      /(?:\bs\/n|\bserial(?: ?(?:number|no\.?|nr\.?))?|seriennummer|num[ée]ro de s[ée]rie|n[uú]mero de s[ée]rie|numero di serie|serienummer|numer seryjny|シリアル番号|серийный номер|серійний номер|seri (?:no|numarası))\W{0,4}$/i,
  }),
  form('book-or-article', '97[89]-\\d{1,5}-\\d{1,7}-\\d{1,7}-\\d', { check: checks.isGs1 }),
  form('book-or-article', '97[89][ -]?\\d(?:[ -]?\\d){9}', { check: checks.isGs1, label: /\bisbn/i }),
  form('book-or-article', '\\d(?:[ -]?\\d){8}[ -]?[\\dX]', { check: checks.isIsbn10, label: /\bisbn/i }),
  form('book-or-article', '\\d{8}|\\d{12,14}', {
    check: checks.isGs1,
    label: /\b(?:ean|gtin|upc|barcode|strichcode|jan)\b/i,
  }),
  form('book-or-article', '\\d{4}-\\d{3}[\\dX]', { label: /\bissn\b/i }),
  form('book-or-article', '10\\.\\d{4,9}/[A-Za-z0-9._;()/:-]{1,80}'),
  form('vehicle', '[A-HJ-NPR-Z0-9]{17}', { check: checks.isVin }),
  form('vehicle', '[A-HJ-NPR-Z0-9]{17}', {
    label: /\b(?:vin|fin|fahrgestell\w*|chassis|châssis|telaio|bastidor|şasi)\b/i,
  }),
  form('vehicle', '[A-Z]{3}[UJZ] ?\\d{6}[ -]?\\d', { check: checks.isContainer }),
  // parcels
  form('parcel', '1Z(?: ?[A-Z0-9]){16}', { check: checks.isUps }),
  form('parcel', '[A-Z]{2} ?\\d{3} ?\\d{3} ?\\d{2} ?\\d ?[A-Z]{2}|[A-Z]{2} ?\\d{9} ?[A-Z]{2}', { check: checks.isUpu }),
  form('parcel', 'JJD\\d{10,20}|JVGL\\d{8,20}|TBA\\d{12}|SF\\d{12,13}|YT\\d{13,16}'),
  form('parcel', '\\d{10,22}|\\d{4}(?: \\d{4}){2,4}(?: \\d{2})?', { label: CARRIER }),
  form('parcel', '\\d{3}-\\d{4} ?\\d{4}', { label: /\bawb|air ?waybill/i }),
  // tax and persons
  form('tax-number', VAT, { check: checks.isVat }),
  form('tax-number', 'CHE[- ]?\\d{3}\\.?\\d{3}\\.?\\d{3}(?: (?:MWST|TVA|IVA))?|NO ?\\d{9} ?MVA'),
  form('tax-number', '\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}', { check: checks.isMod1110, label: /steuer|tax id|idnr|oib/i }),
  form('tax-number', '\\d{2,3}/\\d{3,4}/\\d{4,5}', { label: /steuer|st\.? ?nr/i }),
  form('tax-number', '\\d{3} ?\\d{3} ?\\d{3}(?: ?\\d{5})?', { check: checks.isLuhn, label: /\bsire[nt]\b/i }),
  form('tax-number', '[XYZ\\d]-?\\d{7}-?[A-Z]', { check: checks.isSpanishNif, label: /\b(?:nif|nie|dni|cif)\b/i }),
  form('tax-number', '[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]', { check: checks.isCodiceFiscale }),
  form('tax-number', '\\d{8,9}', { check: checks.isBsn, label: /\b(?:bsn|burgerservicenummer)\b/i }),
  form('tax-number', '\\d{3}-\\d{3}-\\d{2}-\\d{2}|\\d{3}-\\d{2}-\\d{2}-\\d{3}|\\d{10}', {
    check: checks.isNip,
    label: /\bnip\b/i,
  }),
  form('tax-number', '\\d{11}', { check: checks.isPesel, label: /\bpesel\b/i }),
  form('tax-number', '[A-CEGHJ-PR-TW-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]', {
    label: /\b(?:ni(?:no)?|national insurance)\b/i,
  }),
  form('tax-number', '\\d{3}-\\d{2}-\\d{4}'),
  form('tax-number', '\\d{2}-\\d{7}', { label: /\b(?:ein|fein|tin|tax id)\b/i }),
  form('tax-number', '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}', { check: checks.isCpf }),
  form('tax-number', '\\d{2}\\.\\d{3}\\.\\d{3}/\\d{4}-\\d{2}', { check: checks.isCnpj }),
  form('tax-number', '[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]', { label: /\bpan\b/i }),
  form('tax-number', '\\d{2}[A-Z]{5}\\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]', { check: checks.isGstin }),
  form('tax-number', '[1-9]\\d{10}', { check: checks.isTckn, label: /t\.?c\.?|kimlik|tckn/i }),
  form('tax-number', '(?:\\d{2})?\\d{6}[-+]\\d{4}', { check: (text) => checks.isLuhn(text.slice(-10)) }),
  // machines
  form('crypto-address', 'bc1[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}'),
  form('crypto-address', '[13][1-9A-HJ-NP-Za-km-z]{25,34}', {
    check: (text) => (/^\d+$/.test(text) ? false : undefined),
  }),
  form('hash', '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}'),
  form('hash', '[0-9a-fA-F]{128}|[0-9a-fA-F]{96}|[0-9a-fA-F]{64}|[0-9a-fA-F]{56}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32}'),
  form('hash', '[0-9a-f]{7,16}', {
    label: /(?:commit|merge|revert|git|sha\d*|md5|checksum|\brev(?:ision)?|\bhead|build|branch|\bpr)\b[^\n]{0,12}$/i,
  }),
  form('network-address', '(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}|(?:[0-9a-fA-F]{4}\\.){2}[0-9a-fA-F]{4}'),
  form('network-address', '\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?', {
    check: (_compact, written) => (checks.isIpv4(written) ? undefined : false),
  }),
  form('network-address', '(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4}){1,4}'),
  form(
    'product-key',
    '[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,4}|[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3,7}|[A-Z0-9]{6}(?:-[A-Z0-9]{6}){3,7}',
  ),
  form('reference', 'CVE-\\d{4}-\\d{4,7}|GHSA(?:-[0-9a-z]{4}){3}|KB ?\\d{6,7}|MC\\d{6,7}|MS\\d{2}-\\d{3}'),
  form('reference', '(?:INC|CHG|REQ|RITM|SCTASK|TASK|PRB|CS|WO|SR|TKT|CAS|CASE)-?\\d{5,10}'),
  // not the four and four of GitHub's user codes
  form('reference', '(?![A-Z0-9]{4}-\\d{4}(?![0-9]))[A-Z][A-Z0-9]{1,9}-\\d{2,7}'),
  form(
    'reference',
    '(?:DIN|ISO|IEC|EN|IEEE|RFC|ASTM|BS|NF|UNI|GOST|ГОСТ|JIS|GB/T)(?:[ /-](?:EN|ISO|IEC))*[ -]?\\d{2,6}(?:[-:.]\\d{1,4}){0,3}',
  ),
  form('version', 'v?\\d{1,4}\\.\\d{1,5}\\.\\d{1,6}(?:\\.\\d{1,6})?(?:-[A-Za-z0-9.]{1,20})?(?:\\+[A-Za-z0-9.]{1,20})?'),
  form('booking', '[A-Z0-9]{6}', {
    label:
      /(?:\bpnr|record locator|booking (?:ref(?:erence)?|code)|confirmation (?:code|number)|buchungs(?:code|nummer)|r[ée]f[ée]rence de r[ée]servation|localizador|codice (?:di )?prenotazione|boekingscode|予約番号|код бронирования|код бронювання|rezervasyon kodu|bokningsnummer|c[óo]digo de reserva)\W{0,6}$/i,
  }),
  // when and where
  form(
    'date-or-time',
    '\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:?\\d{2}(?::?\\d{2})?(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?)?|\\d{8}T\\d{6}Z?',
  ),
  form('date-or-time', '\\d{1,2}[./]\\d{1,2}[./](?:19|20)\\d{2}|\\d{1,2}:\\d{2}(?::\\d{2})?'),
  { kind: 'phone-number', pattern: /(?<![\w+])\+\d(?:[ ()./-]{0,3}\d){6,14}(?![\d#])/g },
  { kind: 'phone-number', pattern: /(?<![\w+-]|\d )0\d{1,4}[ /-]\d{3,4}[ -]?\d{3,5}(?![\w-]| \d)/g },
  { kind: 'phone-number', pattern: /(?<![\w(])\(\d{2,5}\) ?\d{3,4}[ -]\d{3,5}(?!\d)/g },
  {
    kind: 'postcode',
    pattern:
      /(?<![A-Z0-9]|[A-Z0-9][ -])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|\d{4} [A-Z]{2})(?![A-Za-z0-9]|[ -][A-Z0-9]{2,5}(?![a-z]))/g,
  },
]
