/** The operator's tuning file. */
export interface TuningSource {
  /** Its text as it is now; null: none is configured. Errors: `file-unavailable`, `input-too-large`. */
  read(): Promise<string | null>
}
