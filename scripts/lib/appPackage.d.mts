/** Types of appPackage.mjs for the tests; the script itself stays plain Node, which runs before anything is built. */
export interface PackageIo {
  out(line: string): void
  err(line: string): void
}

/** Answers the exit status: 0 written, 1 refused with a sentence for each reason. */
export function packageApp(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  io: PackageIo,
): Promise<0 | 1>
