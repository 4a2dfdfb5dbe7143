/** What was written in a call, as part of the state. Pure; apart from the other facts because it comes with the chat's own code. */
import type { Message, RoomState } from './state.js';

/** Most messages kept: more than anybody scrolls back, and less than a megabyte or two. */
const MAX_MESSAGES = 500;

/** Somebody wrote something, or it was passed on. The author's own word takes the place of what others passed on, never the reverse. */
export function messageReceived(state: RoomState, message: Message): RoomState {
  const same = ({ id, from }: Message) => id === message.id && from === message.from;
  const known = state.messages.find(same);
  if (known && (message.passedOnBy || !known.passedOnBy)) return state;
  const messages = state.messages.filter((one) => one !== known);
  messages.splice(messages.findLastIndex(({ at }) => at <= message.at) + 1, 0, message);
  return { ...state, messages: messages.slice(-MAX_MESSAGES) };
}
