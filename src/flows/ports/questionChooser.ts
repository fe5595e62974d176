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

/** What the doctor looks at, and says: never the key. */
export interface ChooserInspection {
  readonly host: string
  /** The model; at Azure OpenAI the deployment. */
  readonly name: string
  readonly style: 'openai' | 'azure'
  /** Whether it names the question of a plain one, the same each time. Throws as `choose` does. */
  understands(): Promise<boolean>
}
