/** What of Graph's answers is used to tell what was added to an account; see `schemas.ts` for the manners. */
import { z } from 'zod/v4'

const id = z.string().min(1).max(1_024)
const text = z.string().max(2_000).nullish()
const flag = z.boolean().nullish()

export const device = z.object({
  id,
  '@odata.type': text,
  displayName: text,
  operatingSystem: text,
  /** `Workplace` (registered), `AzureAd` (joined), `ServerAd` (hybrid). */
  trustType: text,
  registrationDateTime: text,
  accountEnabled: flag,
})

export const authenticationMethod = z.object({ id, '@odata.type': text, displayName: text, createdDateTime: text })

export const permissionGrant = z.object({ clientId: id, scope: z.string().max(20_000).nullish() })

export const auditRow = z.object({
  id,
  activityDisplayName: text,
  activityDateTime: text,
  targetResources: z
    .array(z.object({ id: text, displayName: text, type: text }))
    .max(1_000)
    .nullish(),
})
export type AuditRow = z.infer<typeof auditRow>

const recipients = z
  .array(z.object({ emailAddress: z.object({ address: text }).nullish() }))
  .max(1_000)
  .nullish()
export const messageRule = z.object({
  id,
  displayName: text,
  isEnabled: flag,
  actions: z
    .object({
      forwardTo: recipients,
      redirectTo: recipients,
      forwardAsAttachmentTo: recipients,
      delete: flag,
      permanentDelete: flag,
      moveToFolder: text,
      markAsRead: flag,
    })
    .nullish(),
})
export type MessageRule = z.infer<typeof messageRule>
