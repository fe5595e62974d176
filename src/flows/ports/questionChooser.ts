/** A language model of the operator's, that names which question a text asks. */
import type { Chosen, QuestionChoice } from '../../domain/policyStatus/index.js'

export interface QuestionChooser {
  /**
   * Sends the text and the choices, and nothing else. Once: nothing is tried again.
   * @returns (untrusted) null where the model finds that none is meant
   * @throws PosternError `model-refused`, `model-throttled`, `model-unavailable` (also where the signal ends it),
   *   `model-answer-invalid`
   */
  choose(
    text: string,
    choices: readonly QuestionChoice[],
    options: { readonly signal: AbortSignal },
  ): Promise<Chosen | null>
}

/** What the doctor says of it: never its key. */
export interface ChooserFacts {
  readonly host: string
  readonly model: string
  readonly style: 'openai' | 'azure'
}
