/** The words of an RTF body, for mails that have no other. Outlook hides HTML in it (MS-OXRTFEX): its tags are kept. */

const TOKEN =
  /\\\*|\\'([0-9a-f]{2})|\\u(-?\d{1,6}) ?\??|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
/** Groups that hold no words of the body. */
const WITHOUT_WORDS = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'themedata', 'generator'])
const WINDOWS = new TextDecoder('windows-1252')

export function rtfText(rtf: string): string {
  const out: string[] = []
  /** For each open group, whether its words count. */
  const groups: boolean[] = [true]
  let isMarked = false
  /** Between `\htmlrtf` and `\htmlrtf0` stands what is only there for readers of RTF. */
  let isForRtf = false
  const write = (text: string): void => {
    if (groups.at(-1) && !isForRtf) out.push(text)
  }
  for (const [whole, hex, unicode, word, number, symbol, brace, text] of rtf.matchAll(TOKEN)) {
    if (brace === '{') groups.push(groups.at(-1) ?? true)
    else if (brace === '}') {
      if (groups.length > 1) groups.pop()
    } else if (whole === '\\*') isMarked = true
    else if (word !== undefined) {
      if (WITHOUT_WORDS.has(word) || (isMarked && word !== 'htmltag')) groups[groups.length - 1] = false
      if (word === 'htmlrtf') isForRtf = number !== '0'
      if (word === 'par' || word === 'line') write('\n')
      if (word === 'tab') write('\t')
      isMarked = false
    } else if (hex !== undefined) write(WINDOWS.decode(Uint8Array.of(Number.parseInt(hex, 16))))
    else if (unicode !== undefined) write(String.fromCharCode(Number(unicode) & 0xffff))
    else if (symbol !== undefined) write(symbol === '~' ? ' ' : symbol)
    else if (text !== undefined) write(text)
  }
  return out.join('')
}
