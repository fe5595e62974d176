/** What changed in groups since somebody last asked. Early notice only: nothing that is not told is proof of no change. */
export interface GroupChanges {
  /** Groups that are in these through any nesting. Errors: `graph-*`. */
  nestedIn(groupIds: readonly string[]): Promise<readonly string[]>
  /** From now on, for 50 groups at most; nothing is enumerated. Answers the link to ask by later, an opaque URL. */
  begin(groupIds: readonly string[]): Promise<string>
  /** Groups of which something was added, taken out or deleted since, and the link to ask by next time. */
  since(link: string): Promise<ChangedGroups | 'gone'>
}

export interface ChangedGroups {
  readonly groupIds: readonly string[]
  readonly link: string
}
