/** The same word, or a longer one with a slip: a letter wrong, missing, added or two swapped. */
export function isLike(word: string, wanted: string): boolean {
  if (word === wanted) return true
  if (wanted.length < 5 || Math.abs(word.length - wanted.length) > 1) return false
  let start = 0
  while (start < word.length && start < wanted.length && word[start] === wanted[start]) start += 1
  let end = 0
  while (
    end < word.length - start &&
    end < wanted.length - start &&
    word[word.length - 1 - end] === wanted[wanted.length - 1 - end]
  )
    end += 1
  const left = word.slice(start, word.length - end)
  const right = wanted.slice(start, wanted.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
