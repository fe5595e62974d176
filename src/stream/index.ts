/** Sign-ins from a log stream: Azure Event Hubs over AMQP, as Entra's diagnostic settings write to it. */
export { createEventHubs, type RunningStream, type SignInStream } from './eventHubs.js'
export type { EventHubsOptions, StreamPace, Wait } from './options.js'
