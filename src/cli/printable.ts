/**
 * Text that others wrote, made fit for a terminal: no control, direction or line separator characters, which could move
 * the cursor, hide what stands there, or pass for lines of ours; and no wall of text.
 */
const LENGTH_MAX = 200

/** @param lengthMax in UTF-16 units */
export const printable = (text: string, lengthMax = LENGTH_MAX): string =>
  text
    .slice(0, lengthMax)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')
    .trim()
