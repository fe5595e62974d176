/** Traces of a terminal: a prompt with a command behind it, or a prompt by itself. */

export interface ShellLine {
  readonly start: number
  readonly end: number
}

/** A line of a terminal: what stands before the command. */
const SHELL_PROMPT =
  /^[ \t]{0,8}(?:[$#%>] |PS [^\n>]{0,200}> ?|PS> ?|[\w.-]{1,60}@[\w.-]{1,60}[:~ ][^\n$#]{0,100}[$#] ?|\[[^\]\n]{1,80}\][$#] ?|[A-Z]:\\[^\n>]{0,200}>|\[[A-Za-z]{3,40}\])/

/** The first command of a known tool that stands where commands stand. */
export function shellLine(text: string, commands: readonly ShellLine[]): ShellLine | undefined {
  return commands.slice(0, COMMANDS_MAX).find(({ start, end }) => {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const line = text.slice(lineStart, Math.min(end, lineStart + 400))
    if (line.trimStart().startsWith(text.slice(start, end)) && /^[a-z]/.test(line.trimStart()))
      return isCommandLine(text, lineStart)
    return SHELL_PROMPT.test(line)
  })
}

/** A prompt by itself, or with a command behind it: nobody writes those to people. */
const BARE_PROMPT =
  /^[ \t]{0,8}(?:PS [^\n>]{1,200}>|[\p{L}\p{N}_.-]{1,60}@[\p{L}\p{N}_.-]{1,60}:[^\n$#]{0,100}[$#]|[\p{L}\p{N}_.-]{1,60}@[\p{L}\p{N}_.-]{1,60} [^\n%$#]{1,60} ?[%$#]|[A-Z]:\\[^\n>]{0,200}>|\[[^\]\n]{1,80}@[^\]\n]{1,80}\][$#])[ \t]{0,4}(?:$|\.?[a-z_/][\w./-]{0,60}(?:[ \t]|$))/mu

/** The text begins with a command: a sign of a prompt, and a name in small letters. */
const FIRST_COMMAND = /^\s{0,8}(?:[$%❯➜]|>>>?)[ \t~]{1,4}[a-z][\w./-]{1,30}(?=[ \t\n])/u

export function barePrompt(text: string): ShellLine | undefined {
  const match = BARE_PROMPT.exec(text) ?? FIRST_COMMAND.exec(text)
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length }
}

/** A line that is a command and nothing more, and another line after it. */
function isCommandLine(text: string, lineStart: number): boolean {
  const end = text.indexOf('\n', lineStart)
  return end !== -1 && end - lineStart < 200 && !/[.!?:]\s*$/.test(text.slice(lineStart, end))
}

const COMMANDS_MAX = 50
