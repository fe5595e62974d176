/** What goes out to other security tools, and in which form. Pure. */
export {
  cefOf,
  cloudEventOf,
  detailsOut,
  type EventActor,
  type EventAlert,
  goesOut,
  type SecurityEvent,
} from './securityEvent.js'
