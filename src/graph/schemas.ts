/**
 * What of Graph's answers is used, and no more. Unknown members and new enum values pass; a missing member that we need
 * is `graph-shape`, not a guess.
 *
 * Source: microsoftgraph/msgraph-metadata, schemas/v1.0-Prod.csdl.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'

const id = z.string().min(1).max(256)
const text = z.string().max(2_000).nullish()

export const user = z.object({
  id,
  displayName: text,
  userPrincipalName: text,
  mail: text,
  /** `Member` or `Guest`. Absent without the permission to read it. */
  userType: text,
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: text,
  /** `Invitation` for most guests. */
  creationType: text,
  assignedLicenses: z.array(z.object({ skuId: z.string().max(64) })).nullish(),
  /** Only where it is asked for. */
  identities: z.array(z.object({ signInType: text, issuer: text })).nullish(),
})
export const reachUser = user.extend({
  assignedPlans: z.array(z.object({ service: text, capabilityStatus: text })).nullish(),
})

export const catalogueApp = z.object({ id })

export type GraphUser = z.infer<typeof user>

/** A row of a group's transitive members: a user, a group, a device or a service principal. */
export const groupMember = user.extend({ '@odata.type': text })

export const directoryGroup = z.object({ id, displayName: text, mail: text, visibility: text })

export const roleAssignment = z.object({
  principalId: id,
  roleDefinitionId: id,
  /** `/` is the whole tenant; an administrative unit's path is not. */
  directoryScopeId: text,
  /** Only with `$expand=principal`. */
  principal: groupMember.nullish(),
})

/** The members of a Conditional Access policy that name people; the rest goes to the evaluator as it came. */
const names = z.array(z.string().max(256)).nullish()
const externals = z
  .object({
    externalTenants: z.object({ membershipKind: text, members: names }).nullish(),
  })
  .nullish()
export const policy = z.object({
  id,
  conditions: z
    .object({
      users: z
        .object({
          includeUsers: names,
          excludeUsers: names,
          includeGroups: names,
          excludeGroups: names,
          includeRoles: names,
          excludeRoles: names,
          includeGuestsOrExternalUsers: externals,
          excludeGuestsOrExternalUsers: externals,
        })
        .nullish(),
    })
    .nullish(),
})
export type GraphPolicy = z.infer<typeof policy>

/** A row that is passed on as it came. */
export const rowObject = z.record(z.string(), z.unknown())

export const servicePrincipal = z.object({
  appId: id,
  displayName: text,
  customSecurityAttributes: z.record(z.string(), z.unknown()).nullish(),
})

export const tenantInformation = z.object({ tenantId: id })

const moment = z.object({ dateTime: z.string().max(64), timeZone: text }).nullish()
export const calendarEvent = z.object({
  subject: text,
  start: moment,
  isCancelled: z.boolean().nullish(),
  isOrganizer: z.boolean().nullish(),
  responseStatus: z.object({ response: text }).nullish(),
  organizer: z.object({ emailAddress: z.object({ address: text }).nullish() }).nullish(),
  location: z.object({ displayName: text, locationUri: text }).nullish(),
  onlineMeetingUrl: text,
  onlineMeeting: z.object({ joinUrl: text, conferenceId: text }).nullish(),
})

export const onlineMeeting = z.object({
  subject: text,
  joinWebUrl: text,
  joinMeetingIdSettings: z.object({ joinMeetingId: text }).nullish(),
  participants: z
    .object({
      organizer: z.object({ identity: z.object({ user: z.object({ tenantId: text }).nullish() }).nullish() }).nullish(),
    })
    .nullish(),
})

export const organization = z.object({
  displayName: text,
  verifiedDomains: z.array(z.object({ name: z.string().max(253) })).max(5_000),
})

/** A row has the columns that the query names. */
export const huntingResults = z.object({
  results: z.array(z.object({ ObjectId: text, Address: text })).max(100_000),
})

export const revocation = z.object({ value: z.boolean() })

export const enablement = z.object({ accountEnabled: z.boolean().nullish() })
export const sessionsValidFrom = z.object({ signInSessionsValidFromDateTime: text })
export const riskyUser = z.object({ riskState: text })

/** @throws PosternError `graph-shape` with the paths that did not fit, never their values. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new PosternError('graph-shape', { paths: parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.')) })
}
