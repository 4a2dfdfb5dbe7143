/** The message of a reaction on the wire. */
import { MAX_EMOJI_BYTES } from '../../protocol/limits.js';
import { type MessagesOf, text } from '../../protocol/schema.js';

/** One emoji as people see it: a picture with variations, several joined pictures, a flag or a keycap. */
const EMOJI =
  /^(\p{RI}{2}|[#*\d]\ufe0f?\u20e3|(\p{ExtPict}(\p{EMod}|\ufe0f|[\u{e0020}-\u{e007f}])*(\u200d(?=.)|$))+)$/u;

export const reactionMessages = {
  /** Shown for a moment. */
  reaction: { emoji: text(MAX_EMOJI_BYTES, EMOJI) },
};

declare module '../../protocol/peer-messages.js' {
  interface FeatureMessages extends MessagesOf<typeof reactionMessages> {}
}
