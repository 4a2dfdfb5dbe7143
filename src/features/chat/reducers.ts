/** Chat messages as part of the state. Pure. Separate from the other transitions, because it is loaded with the chat code. */
import type { RoomState } from '../../room/state.js';
import type { Message } from './state.js';

/** Limit of messages kept: more than people scroll back, and less than one or two megabytes. */
const MAX_MESSAGES = 500;

/** A message arrived, directly or passed on. A direct message replaces a passed-on copy, never the reverse. */
export function messageReceived(state: RoomState, message: Message): RoomState {
  const same = ({ id, from }: Message) => id === message.id && from === message.from;
  const known = state.messages.find(same);
  if (known && (message.passedOnBy || !known.passedOnBy)) return state;
  const messages = state.messages.filter((one) => one !== known);
  messages.splice(messages.findLastIndex(({ at }) => at <= message.at) + 1, 0, message);
  return { ...state, messages: messages.slice(-MAX_MESSAGES) };
}
