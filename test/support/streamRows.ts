/** Sign-in rows as Entra's diagnostic settings put them into an event: an envelope of records. */

/** @param rows as Graph spells them (`signInRows.ts`) */
export const envelope = (...rows: readonly Record<string, unknown>[]): Record<string, unknown> => ({
  records: rows.map((row) => ({
    time: row.createdDateTime,
    resourceId: '/tenants/7e4a4700-0000-4000-8000-000000000001/providers/Microsoft.aadiam',
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: row.isInteractive === false ? 'NonInteractiveUserSignInLogs' : 'SignInLogs',
    resultType: '0',
    properties: row,
  })),
})
