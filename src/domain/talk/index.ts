/** Small talk with the bot: what a message is, when it is nothing to check. */
export { isTalk, readTalk, TALK_KINDS, type TalkKind } from './talk.js'
