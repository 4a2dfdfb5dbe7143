/** The chat of a stay, whose code is fetched with the first open channel: not before there is anybody to talk to, and not as late as the first word. */
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
