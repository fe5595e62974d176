/** Lures: what a reported message is recognised by, and what of it may be shown to the security team. */
export { defang } from './defang.js'
export { EMPTY_HUNT, type HuntTraces, huntTracesOf, isEmptyHunt } from './huntTraces.js'
export { maskSecrets } from './mask.js'
export { maskedSignals, reportText } from './reportText.js'
export { likenessOf, type TraceOptions, tracesOf } from './traces.js'
export {
  type ColleagueReports,
  type KeyedHash,
  LIKENESSES,
  type Likeness,
  TRACE_KINDS,
  type Trace,
  type TraceKind,
} from './types.js'
