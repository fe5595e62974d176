/** What goes out to other security tools, and in which form. Pure. */
export { cefOf, cloudEventOf, type EventActor, type EventAlert, goesOut, type SecurityEvent } from './securityEvent.js'
