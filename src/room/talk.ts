/**
 * Loads the chat of a session with the first open channel: there is nobody to talk to before that, and the first message would be
 * too late.
 */
import type { Mesh } from '../mesh/mesh.js';
import type { Chat } from './chat.js';
import { Fetched } from './fetched.js';
import type { SessionContext } from './session-context.js';

export type Talk = Fetched<Chat>;

/** Ends with `signal`. */
export const createTalk = (context: SessionContext, mesh: Mesh, signal: AbortSignal): Talk =>
  new Fetched(async () => {
    const { Chat } = await import('./in-call.js');
    return new Chat({ ...context, tell: (message, to) => mesh.tell(message, to), now: Date.now }, signal);
  }, signal);
