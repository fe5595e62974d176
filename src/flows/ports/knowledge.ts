/** What the assessment of a case asks of Graph beside the directory. Errors: `graph-*`. */
import type { UserId } from '../../domain/ids.js'

export interface SignInHistory {
  /**
   * Rows of one person as Graph spelled them: the interactive ones of the window, and device code ones of either stream.
   * `allDeviceCodes` is false where Graph did not look for the latter.
   */
  rowsOf(
    userId: UserId,
    window: { readonly from: Date; readonly to: Date },
  ): Promise<{ readonly rows: readonly unknown[]; readonly allDeviceCodes: boolean }>
}

export interface DeviceAudit {
  /** Rows of the directory audit that bring a device into the directory, of anybody, as Graph spelled them. */
  registrations(window: { readonly from: Date; readonly to: Date }): Promise<readonly unknown[]>
}
