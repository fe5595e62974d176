/**
 * The two attachments by which a file is sent: a question whether it may be put in the person's OneDrive, and, once it
 * is there, where. 1:1 chats only.
 * Source: Microsoft Learn, "Send and receive files using bot" (file consent card, file info card).
 */
import type { FileFormat, KeptQuestion } from '../domain/policyStatus/index.js'
import { say } from './words.js'

export interface FileAttachment {
  readonly contentType: string
  readonly name: string
  readonly contentUrl?: string
  readonly content: Readonly<Record<string, unknown>>
}

export interface FileOffer {
  readonly name: string
  readonly sizeBytes: number
  readonly question: KeptQuestion
  readonly format: FileFormat
}

/** The context comes back with the press and is read as something from outside. */
export const fileConsent = ({ name, sizeBytes, question, format }: FileOffer, locale: string): FileAttachment => ({
  contentType: 'application/vnd.microsoft.teams.card.file.consent',
  name,
  content: {
    description: say('asked.file.about', locale),
    sizeInBytes: sizeBytes,
    acceptContext: { v: 1, question, format },
    declineContext: { v: 1 },
  },
})

/** Where the file is now. */
export const fileInfo = (file: {
  readonly name: string
  readonly contentUrl: string
  readonly uniqueId: string
  readonly fileType: string
}): FileAttachment => ({
  contentType: 'application/vnd.microsoft.teams.card.file.info',
  name: file.name,
  contentUrl: file.contentUrl,
  content: { uniqueId: file.uniqueId, fileType: file.fileType },
})
