/** What was pasted, with what came with it, as a reader sees it: the text that is judged. */
import type { CodeCheckInput } from '../codeCheck/index.js'
import { normalise } from '../codeCheck/normalise/index.js'
import { wholeText } from '../codeCheck/wholeText.js'

export const plainText = (input: CodeCheckInput): string => normalise(wholeText(input).parts).text
