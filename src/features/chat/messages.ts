/** The messages of the chat on the wire: chat, app data, their delivery, and the history for a newcomer. */
import { MAX_CHAT_BYTES, MAX_DATA_BYTES, MAX_HISTORY } from '../../protocol/limits.js';
import { bool, json, list, type MessagesOf, object, optional, text, whole } from '../../protocol/schema.js';
import { id, name } from '../../protocol/schemas.js';

/** `n` numbers the messages to one participant, `after` is the previous number: none is lost or delivered twice. */
const delivery = { n: whole, after: whole };

/** `age`: how long ago it was written (ms), so that clocks need not agree. */
const said = { id, text: text(MAX_CHAT_BYTES, /\S/), age: whole };

export const chatMessages = {
  /** A chat message; `private`: for this participant only. */
  chat: { ...delivery, ...said, private: optional(bool) },
  /** App data from the host page. */
  data: { ...delivery, value: json(MAX_DATA_BYTES) },
  /** How far we have read their messages, sent on each new channel: later messages are sent again. */
  read: { n: whole },
  /** The same during a channel: messages up to this one are never sent again, not even to another page of ours. */
  ack: { n: whole },
  /** The history for a newcomer; without `list`: a request for it. `more`: another part follows. */
  history: { list: optional(list(object({ ...said, from: id, name }), MAX_HISTORY)), more: optional(bool) },
};

declare module '../../protocol/peer-messages.js' {
  interface FeatureMessages extends MessagesOf<typeof chatMessages> {}
}
