/**
 * Stands between the party and a stay. With a secret it lets nothing through before `protection.ts` is here and knows the secret, and
 * then leaves all to that; without one, it sees to it that no room is entered whose names are sealed.
 */
import type { Envelope } from '../mesh/box.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { Protection } from './protection.js';
import type { SessionContext } from './session-context.js';
import type { KeyTrouble, Listed, RoomState } from './state.js';
import { isStranger } from './strangers.js';

export interface GuardOptions {
  context: Pick<SessionContext, 'options' | 'state' | 'apply' | 'failed'>;
  /** Of our page. */
  sid: string;
  /** Takes what the party said, in its order. */
  received(frame: ServerFrame): void;
  /** We do not belong here: the stay is over. */
  refused(key: KeyTrouble): void;
  /** Ends it. */
  signal: AbortSignal;
}

/** Whether we are about to meet strangers, and nobody else: one who is none belongs to us, whoever else is there. */
export function isForeign(frame: ServerFrame, state: RoomState): boolean {
  const { roster, member } = frame as { roster?: Listed[]; member?: Listed };
  const others = roster ?? (member ? [...state.roster, member] : []);
  return state.phase !== 'joined' && others.length > 0 && others.every(isStranger);
}

export class Guard {
  readonly #options: GuardOptions;
  /** What is read here never changes: another secret needs another `Room`. */
  readonly #isOn: boolean;
  #loading: Promise<void> | undefined;
  #protection: Protection | undefined;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.#isOn = options.context.options().secret !== undefined;
  }

  /** Awaited before each dial, for as long as it takes the page to tell the secret. Rejects while the code cannot be fetched. */
  async ready(): Promise<void> {
    if (!this.#isOn) return;
    this.#loading ??= import('./protection.js')
      .then(async ({ protect }) => {
        this.#protection = await protect(this.#options);
      })
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    await this.#loading;
  }

  /** Our name as it travels, once what the party has said so far has been taken: who we are is in every box. */
  async ownName(): Promise<string> {
    return this.#isOn ? this.#protection!.ownName() : this.#options.context.state().self.name;
  }

  /** For the boxes between us and a participant's page; `undefined`: they are plain. */
  envelope(id: string, sid: string): Envelope | undefined {
    return this.#isOn ? this.#protection!.envelope(id, sid) : undefined;
  }

  /** Hands on what the party says, once it is known whom it names. */
  take(frame: ServerFrame): void {
    const { context, received, refused } = this.#options;
    if (this.#isOn) this.#protection!.take(frame);
    else if (isForeign(frame, context.state())) refused('missing');
    else received(frame);
  }
}
