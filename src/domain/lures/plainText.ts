/** What was pasted, with what came with it, as a reader sees it: the text that is judged. */
import type { CodeCheckInput } from '../codeCheck/index.js'
import { normalise } from '../codeCheck/normalise/index.js'

export const plainText = ({ text, passages = [] }: CodeCheckInput): string =>
  normalise([text, ...passages.map((passage) => passage.text)].filter((part) => part !== '').join('\n\n')).text
