/** Faults of the sources that Postern sees with, kept so that each is told once, whoever restarts meanwhile. */

/** The row's number, as text. */
export type SourceFaultId = string & { readonly sourceFault: unique symbol }

export interface SourceFault {
  readonly faultId: SourceFaultId
  /** The name of the health mark, for instance `sign-in-log`. */
  readonly source: string
  /** The newest code of the fault. */
  readonly code: string
  readonly since: Date
  /** Null: it lasts. */
  readonly until: Date | null
  /** Of the health mark: bounds of a hole, for instance. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
  /** What the security team was last told of it; null: nothing. */
  readonly toldCode: string | null
}

export interface SourceFaultStore {
  /** Those that last. */
  sourceFaults(): Promise<readonly SourceFault[]>
  sourceFaultById(faultId: SourceFaultId): Promise<SourceFault | null>
  /** Opens the source's fault, or brings the open one up to date. */
  openSourceFault(fault: Pick<SourceFault, 'source' | 'code' | 'since' | 'detail'>): Promise<SourceFault>
  endSourceFault(faultId: SourceFaultId, until: Date): Promise<void>
  markSourceFaultTold(faultId: SourceFaultId, code: string): Promise<void>
}
