/** What writing policy takes, where the operator has enabled it. */
import type { Permission } from './permission.js'

export const WRITING_PERMISSIONS: readonly Permission[] = [
  {
    name: 'Policy.ReadWrite.ConditionalAccess',
    why: 'creates and changes the one policy that blocks device code flow, after two administrators pressed for it (only with `POSTERN_POLICY_WRITING=on`; needs Policy.Read.All and Application.Read.All beside it, and may be given to the app of `POSTERN_POLICY_APP_ID` alone)',
    lostWithout: 'no policy is written by Postern; the plan is a file to carry out by hand',
    probe: null,
    isForWriting: true,
  },
]

/**
 * What creating and changing a policy takes beside that, of whichever app does it. Source: Microsoft Graph docs, "Create
 * conditionalAccessPolicy": all three.
 */
export const WRITING_ALSO_TAKES: readonly string[] = ['Policy.Read.All', 'Application.Read.All']
