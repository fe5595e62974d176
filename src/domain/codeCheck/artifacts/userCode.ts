/** What is known of a user code that was found: its form, its value, and how it was hidden. */
export type CodeForm =
  /** Nine characters of Entra's alphabet, or what reads as such once put together. */
  | 'entra'
  /** XXXX-XXXX and the like: used by many providers. */
  | 'hyphenated'
  /** Eight capitals and digits: consumer Microsoft, older pages; passcodes and part numbers look the same. */
  | 'eight'
  /** Four to eight characters or digits: only beside the page of a provider that uses such codes. */
  | 'short'

export type Disguise =
  | 'split'
  | 'spelled'
  | 'lower-case'
  | 'lookalike-letters'
  /** In irregular pieces, or part of a longer name: many things look so, and what stands beside decides. */
  | 'pieces'
  | 'embedded'
  | 'halves'

export interface UserCode {
  readonly form: CodeForm
  /** In one piece, capitals. */
  readonly value: string
  /** How it was hidden from a plain search, where it was. */
  readonly disguise?: Disguise
  /** Where other words stand between: the pieces themselves. */
  readonly pieces?: readonly { readonly start: number; readonly end: number }[]
  readonly start: number
  readonly end: number
}
