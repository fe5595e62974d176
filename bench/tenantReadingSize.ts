/** How large the large tenant is. Limits of locations and ranges are Microsoft's. */
export const LARGE = {
  people: 350_000,
  policies: 240,
  /** The first holds everybody; of the others each policy excludes one. */
  groups: 60,
  groupMembers: 2_000,
  locations: 195,
  ranges: 2_000,
} as const
