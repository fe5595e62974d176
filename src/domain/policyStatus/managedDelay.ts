/**
 * How long Microsoft leaves a policy of its own in report-only: the shortest delay it has published so far.
 *
 * Sources: Microsoft Learn, "Microsoft-managed Conditional Access policies". Page of 2026-05-28: no less than 30 days, told
 * two weeks before (merill/entra-docs-mirror, docs/identity/conditional-access/managed-policies.md); page of 2025-11-06: 45
 * days, told 28 days before (MicrosoftDocs/entra-docs, 0018bf33). Both add that "in some cases, policies might be enabled
 * faster", which its mail, the message center and the policy itself then say. So a date is "usually not before" and never
 * a promise, and nothing may be called safe until then.
 */
export const MANAGED_DELAY_MS = 30 * 24 * 60 * 60 * 1000
