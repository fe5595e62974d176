/**
 * A language model of the operator's, by teams-ai's own model and planner: it is shown the choices as the actions of a
 * sequence, and the plan that it gives may hold one of them. Nothing of its words goes any further.
 *
 * Traps of teams-ai 1.7.4: `ActionPlanner` never adds a prompt that it is handed (its `hasPrompt` is a promise, and so
 * always true), so the prompt is added before. With no repairs it gives an answer that failed its validation back as a
 * success. Azure's endpoints it takes by https only, so the address is set right where the request is made. Its own
 * tokenizer counts what letters tell as well.
 */
import { SequenceAugmentation } from '@microsoft/teams-ai/lib/augmentations/SequenceAugmentation.js'
import type { Memory } from '@microsoft/teams-ai/lib/MemoryFork.js'
import { OpenAIModel, type OpenAIModelOptions } from '@microsoft/teams-ai/lib/models/OpenAIModel.js'
import { ActionPlanner } from '@microsoft/teams-ai/lib/planners/ActionPlanner.js'
import { GroupSection } from '@microsoft/teams-ai/lib/prompts/GroupSection.js'
import { Prompt } from '@microsoft/teams-ai/lib/prompts/Prompt.js'
import { PromptManager } from '@microsoft/teams-ai/lib/prompts/PromptManager.js'
import { TextSection } from '@microsoft/teams-ai/lib/prompts/TextSection.js'
import type { Tokenizer } from '@microsoft/teams-ai/lib/tokenizers/Tokenizer.js'
import { JSONResponseValidator } from '@microsoft/teams-ai/lib/validators/JSONResponseValidator.js'
import { type BotAdapter, TurnContext } from 'botbuilder'
import { z } from 'zod/v4'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { Chosen, QuestionChoice } from '../domain/policyStatus/index.js'
import type { QuestionChooser } from '../flows/ports.js'
import { createExchange, type Exchange, type ModelOptions } from './exchange.js'
import { actionsOf, INSTRUCTIONS, NONE } from './prompt.js'

const PROMPT = 'choose'
/** In letters, as the tokenizer below counts. */
const PROMPT_LENGTH_MAX = 16_000
const COMMANDS_MAX = 4

/** What it says beside the one thing it does is not looked at. */
const plan = z.object({
  type: z.literal('plan'),
  commands: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('DO'), action: z.string().max(64), parameters: z.unknown() }),
        z.object({ type: z.literal('SAY') }),
      ]),
    )
    .max(COMMANDS_MAX),
})

export function createQuestionChooser(options: ModelOptions): QuestionChooser {
  return {
    async choose(text, choices, { signal }) {
      const exchange = createExchange(options, signal)
      const answer = await complete(() => plannerOf(options, exchange, { text, choices }))
      const fault = exchange.fault()
      if (fault !== null) throw fault
      return chosenIn(answer)
    },
  }
}

/** One for each question: whose it is and until when is bound to the exchange. */
function plannerOf(
  options: ModelOptions,
  exchange: Exchange,
  { text, choices }: { readonly text: string; readonly choices: readonly QuestionChoice[] },
): ActionPlanner<never> {
  const actions = actionsOf(choices)
  const list = new SequenceAugmentation(actions).createPromptSection()
  const fixed = new GroupSection([new TextSection(INSTRUCTIONS, 'system'), ...(list === undefined ? [] : [list])])
  const prompts = new PromptManager({ promptsFolder: '' })
  prompts.addPrompt({
    name: PROMPT,
    prompt: new Prompt([fixed, new TextSection(text, 'user')]),
    actions,
    config: { schema: 1.1, type: 'completion', completion: COMPLETION },
  })
  const model = new OpenAIModel(modelOptions(options, exchange))
  return new ActionPlanner({ model, prompts, defaultPrompt: PROMPT, tokenizer: LETTERS, max_repair_attempts: 0 })
}

/** All of these are wanted by the type; none but the length goes anywhere. */
const COMPLETION = {
  frequency_penalty: 0,
  include_history: false,
  include_input: true,
  include_images: false,
  max_tokens: 200,
  max_input_tokens: PROMPT_LENGTH_MAX,
  presence_penalty: 0,
  temperature: 0,
  top_p: 1,
}

type AnyModelOptions = ConstructorParameters<typeof OpenAIModel>[0]

function modelOptions({ endpoint, key, name, azureApiVersion }: ModelOptions, { fetch }: Exchange): AnyModelOptions {
  // Without these the client takes what stands in variables of its own, and tries again by itself.
  const clientOptions = { fetch: fetch as unknown as Fetch, maxRetries: 0, organization: null, project: null }
  const common = { useSystemMessages: true, logRequests: false, clientOptions }
  if (azureApiVersion === null) return { ...common, apiKey: key, defaultModel: name, endpoint }
  return {
    ...common,
    clientOptions: { ...clientOptions, baseURL: '' },
    azureApiKey: key,
    azureDefaultDeployment: name,
    azureEndpoint: endpoint.replace(/^http:/i, 'https:'),
    azureApiVersion,
  }
}

type Fetch = NonNullable<NonNullable<OpenAIModelOptions['clientOptions']>['fetch']>

async function complete(plannerFor: () => ActionPlanner<never>): Promise<unknown> {
  try {
    const validator = new JSONResponseValidator()
    const { status, message } = await plannerFor().completePrompt(noTurn(), memory(), PROMPT, validator)
    return status === 'success' ? message?.content : null
  } catch (error) {
    throw isPosternError(error) ? error : new PosternError('internal', { what: 'planner' }, { cause: error })
  }
}

/** Null: the model finds that nothing is meant. */
function chosenIn(answer: unknown): Chosen | null {
  const read = plan.safeParse(answer)
  const done = read.success ? read.data.commands.filter((command) => command.type === 'DO') : []
  const [only] = done
  if (only === undefined || done.length > 1) throw new PosternError('model-answer-invalid', { what: 'plan' })
  return only.action === NONE ? null : { kind: only.action, parameters: only.parameters ?? {} }
}

/** There is no turn for the model to look at, and nowhere to write to. */
const noTurn = (): TurnContext => new TurnContext({} as BotAdapter, {})

const LETTERS: Tokenizer = {
  encode: (text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
  decode: (letters) => letters.map((letter) => String.fromCodePoint(letter)).join(''),
}

/** What the planner keeps of one question, gone with it. */
function memory(): Memory {
  const kept = new Map<string, unknown>()
  return {
    deleteValue: (path) => void kept.delete(path),
    hasValue: (path) => kept.has(path),
    getValue: <T>(path: string) => kept.get(path) as T,
    setValue: (path, value) => void kept.set(path, value),
  }
}
