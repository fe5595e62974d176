/**
 * A list as a file: offered in the 1:1 chat, the only place where Teams lets a bot send files; put in the person's
 * OneDrive once they agree. What comes back with the press names the question, and everything is looked at again.
 */
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder'
import { z } from 'zod/v4'
import { fileConsent, fileInfo, say } from '../../cards/index.js'
import { isPosternError, PosternError } from '../../domain/errors.js'
import { askedSchema, FILE_FORMATS, type FileFormat, type KeptQuestion } from '../../domain/policyStatus/index.js'
import type { Actor } from '../../flows/actor.js'
import { type PolicyFile, policyFile } from '../../flows/policyFile.js'
import { readActor } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { answerInvoke } from '../invokeResponses.js'

const URL_LENGTH_MAX = 4_096
const NAME_LENGTH_MAX = 255

const consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.unknown(),
  uploadInfo: z
    .object({
      contentUrl: z.string().max(URL_LENGTH_MAX),
      name: z.string().max(NAME_LENGTH_MAX),
      uploadUrl: z.string().max(URL_LENGTH_MAX),
      uniqueId: z.string().max(NAME_LENGTH_MAX),
      fileType: z.string().max(NAME_LENGTH_MAX),
    })
    .nullish(),
})
const offered = z.strictObject({ v: z.literal(1), question: askedSchema, format: z.enum(FILE_FORMATS) })

/** Shows the question whether the file may be put there. Returns the sentence to say instead, or null. */
export async function offerFile(
  ports: BotPorts,
  context: TurnContext,
  actor: Actor,
  asked: { readonly question: KeptQuestion; readonly format: FileFormat },
): Promise<string | null> {
  if (actor.place !== 'personal') return say('asked.file.elsewhere', actor.locale)
  const file = await policyFile(ports, actor, asked.question, asked.format)
  if (file.kind !== 'file') return sayNoFile(file, actor.locale)
  const { name, question, bytes } = file
  const offer = { name, question, format: asked.format, sizeBytes: bytes.length }
  await context.sendActivity({ attachments: [fileConsent(offer, actor.locale)] })
  return null
}

function sayNoFile(none: Exclude<PolicyFile, { kind: 'file' }>, locale: string): string {
  if (none.kind === 'refused') return say(`refused.${none.why}`, locale)
  return say(none.kind === 'too-old' ? 'policy-lead.expired' : 'asked.file.nothing', locale)
}

export async function onFileConsent(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  const pressed = consent.safeParse(context.activity.value)
  if (!pressed.success || actor.place !== 'personal') throw new PosternError('input-invalid', { what: 'file consent' })
  await context.sendActivity(await sendFile(ports, actor, pressed.data))
  await answerInvoke(context, {})
}

async function sendFile(
  ports: BotPorts,
  actor: Actor,
  { action, uploadInfo, context }: z.output<typeof consent>,
): Promise<string | Partial<Activity>> {
  const { locale } = actor
  if (action === 'decline') return say('asked.file.dropped', locale)
  const asked = offered.safeParse(context)
  if (!asked.success || !uploadInfo) throw new PosternError('input-invalid', { what: 'file consent' })
  const file = await policyFile(ports, actor, asked.data.question, asked.data.format)
  if (file.kind !== 'file') return sayNoFile(file, locale)
  try {
    await ports.uploads.put(uploadInfo.uploadUrl, file.bytes)
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.warn('a file could not be put in OneDrive', { code: error.code })
    return say('asked.file.failed', locale)
  }
  return { type: ActivityTypes.Message, text: say('asked.file.sent', locale), attachments: [fileInfo(uploadInfo)] }
}
