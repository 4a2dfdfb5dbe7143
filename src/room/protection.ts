/**
 * What a secret makes of a stay: names and boxes sealed, and nobody taken for somebody before a box of theirs has opened. Whose name
 * does not open is a stranger, who gets nothing. Fetched only where there is a secret.
 */
import { isSecret } from '../base/secret.js';
import type { Envelope } from '../mesh/box.js';
import { type Page, Sealing } from '../mesh/sealing.js';
import { isSealedName, SEALED } from '../protocol/sealed-name.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import { type GuardOptions, isForeign } from './guard.js';
import type { RoomOptions } from './options.js';
import type { KeyTrouble, Listed, RoomState } from './state.js';
import { isStranger } from './strangers.js';
import { participantChanged } from './transitions.js';

/** Asks for the secret, once, and waits for it. Rejects when it is none: that has been told. */
export async function protect(options: GuardOptions): Promise<Protection> {
  const { secret } = options.context.options();
  const told = await ask(secret).catch(() => undefined);
  if (isSecret(told)) return new Protection(options, told);
  if (!options.signal.aborted) options.refused('malformed');
  throw new Error('no secret');
}

export class Protection {
  readonly #options: GuardOptions;
  readonly #sealing: Sealing;
  #taken: Promise<void> = Promise.resolve();
  /** Pages that have proved that they have the secret. */
  readonly #verified = new Set<string>();

  constructor(options: GuardOptions, secret: string) {
    this.#options = options;
    this.#sealing = new Sealing(secret, options.context.state().roomId);
  }

  /** As the party last welcomed us. */
  async ownName(): Promise<string> {
    await this.#taken;
    return this.#sealing.closeName(this.#options.context.state().self.name, this.#us());
  }

  envelope(id: string, sid: string): Envelope {
    const { context } = this.#options;
    const page = `${id} ${sid}`;
    const opened = () => {
      if (this.#verified.has(page)) return;
      this.#verified.add(page);
      context.apply((state) => memberVerified(state, id, sid));
    };
    const failed = () => context.failed('verification-failed', false);
    return this.#sealing.envelope(() => this.#us(), { id, sid }, { opened, failed });
  }

  /** Names take a moment to open; what comes meanwhile waits, so that everything stays in order. */
  take(frame: ServerFrame): void {
    const taken = this.#taken.then(async () => {
      // Who waits may well have another secret: that is no news before they are in.
      const members = frame.type === 'knock' ? [frame as unknown as Listed] : membersOf(frame);
      const trouble = members.some(({ name }) => isSealedName(name)) ? 'other' : 'unused';
      await Promise.all(members.map((member) => this.#open(member)));
      if (!this.#options.signal.aborted) this.#admit(frame, trouble);
    });
    this.#taken = taken.catch(reportError);
  }

  #us(): Page {
    const { context, sid } = this.#options;
    return { id: context.state().self.id, sid };
  }

  async #open(member: Listed): Promise<void> {
    const { id, sid, name } = member;
    const { self } = this.#options.context.state();
    Object.assign(member, {
      // Of ourselves the party has nothing to tell us.
      name: id === self.id ? self.name : ((await this.#sealing.openName(name, member)) ?? SEALED),
      verified: this.#verified.has(`${id} ${sid}`),
    });
  }

  /** Nobody is met, and nothing of us is told, in a room that is not the one we were invited to. */
  #admit(frame: ServerFrame, trouble: KeyTrouble): void {
    const { context, received, refused } = this.#options;
    if (isForeign(frame, context.state())) refused(trouble);
    else {
      // Our own name we know.
      if (membersOf(frame).some(isStranger)) context.failed('verification-failed', false);
      received(frame);
    }
  }
}

/** Whom a frame of the party names. */
const membersOf = (frame: ServerFrame): Listed[] =>
  frame.type === 'welcome'
    ? frame.roster
    : frame.type === 'joined'
      ? [frame.member, ...(frame.roster ?? [])]
      : [];

const ask = async (secret: RoomOptions['secret']) => (typeof secret === 'function' ? secret() : secret);

/** A fact: a member's page has proved that it has our secret, so they are who they say. */
export function memberVerified(state: RoomState, id: string, sid: string): RoomState {
  const member = state.roster.find((one) => one.id === id && one.sid === sid);
  if (!member) return state;
  const roster = state.roster.map((one) => (one === member ? { ...one, verified: true } : one));
  return participantChanged({ ...state, roster }, id, { name: member.name, verification: 'verified' });
}
