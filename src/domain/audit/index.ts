/** The audit trail: what is written, how it is sealed, and how it is walked. */
export * from './entry.js'
export * from './walk.js'
