/** Graph's log of device code sign-ins, for the days before Postern ran. Errors: `graph-*`. */
export interface DeviceCodeLog {
  /**
   * Device code rows of anybody, of either stream, and of sessions that began so. `isWhole` false: there are more than are
   * read, or Graph does not look for them.
   */
  rows(
    window: { readonly from: Date; readonly to: Date },
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly rows: readonly unknown[]; readonly isWhole: boolean }>
}
