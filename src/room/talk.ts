/**
 * The way to the chat of a stay, whose code is fetched with the first open channel: not before there is anybody to talk to,
 * and not as late as the first word, when the server may be gone. Knows nothing of what is said.
 */
import { VideoRoomError } from '../base/errors.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Chat } from './chat.js';
import type { SessionContext } from './session.js';

/** Between two attempts to fetch the code, in milliseconds. */
const PAUSE = 5_000;

export class Talk {
  #chat: Promise<Chat> | undefined;

  constructor(
    readonly context: SessionContext,
    readonly mesh: Mesh,
    readonly signal: AbortSignal,
  ) {}

  /** What the chat answers, in the order of asking. Rejects with `server-unreachable` when the stay ends before its code is here. */
  async ask<T>(question: (chat: Chat) => T): Promise<T> {
    this.#chat ??= this.#fetch();
    return question(await this.#chat);
  }

  /** Lets the chat know something. */
  tell(fact: (chat: Chat) => void): void {
    this.ask(fact).catch(() => {});
  }

  async #fetch(): Promise<Chat> {
    while (!this.signal.aborted) {
      const code = await import('./chat.js').catch(() => undefined);
      const { context, mesh, signal } = this;
      const tell: Mesh['tell'] = (message, to) => mesh.tell(message, to);
      if (code) return new code.Chat({ ...context, tell, now: Date.now }, signal);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new VideoRoomError('server-unreachable');
  }
}
