/**
 * What a secret makes of a stay: names and boxes sealed, nobody taken for somebody before they have proved it over their link, and nobody's
 * id the server's to change. Whose name does not open is a stranger, who gets nothing. Fetched only where there is a secret.
 */
import { isSecret } from '../base/secret.js';
import type { Envelope } from '../mesh/box.js';
import type { Peer } from '../mesh/peer.js';
import { type Page, Sealing } from '../mesh/sealing.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import { isSealedName, SEALED } from '../protocol/sealed-name.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import { type GuardOptions, isForeign, withoutUs } from './guard.js';
import { Identity } from './identity.js';
import type { RoomOptions } from './options.js';
import { Proofs } from './proofs.js';
import type { KeyTrouble, Listed, RoomState } from './state.js';
import { isStranger } from './strangers.js';
import { linkChanged, participantChanged } from './transitions.js';

/** Pages whose names were opened, as far as they are remembered. */
const MOST_PAGES = 512;

/** Asks for the secret, once, and waits for it. Rejects when it is none: that has been told. */
export async function protect(options: GuardOptions): Promise<Protection> {
  const { secret } = options.context.options();
  const told = await ask(secret).catch(() => undefined);
  if (!isSecret(told)) {
    if (!options.signal.aborted) options.refused('malformed');
    throw new Error('no secret');
  }
  await options.seat.ready;
  return new Protection(options, told, await Identity.of(options.seat));
}

export class Protection {
  readonly #options: GuardOptions;
  readonly #sealing: Sealing;
  readonly #identity: Identity;
  readonly #proofs: Proofs;
  #taken: Promise<void> = Promise.resolve();
  /** Who has to be on each page, by the name that was sealed for it. */
  readonly #persons = new Map<string, string>();
  /** The page of each participant that has proved who is on it. */
  readonly #proved = new Map<string, string>();
  /** The party says in mid-call that we are somebody else: it is not listened to. */
  isRenamed = false;

  constructor(options: GuardOptions, secret: string, identity: Identity) {
    this.#options = options;
    this.#identity = identity;
    const { roomId } = options.context.state();
    this.#sealing = new Sealing(secret, roomId);
    this.#proofs = new Proofs({
      room: roomId,
      identity,
      us: () => this.#us(),
      personOf: (page) => this.#persons.get(keyOf(page)),
      proved: (peer, isFirst) => this.#prove(peer, isFirst),
      failed: () => this.#doubt(),
    });
  }

  /** As the party last welcomed us. */
  async ownName(): Promise<string> {
    await this.#taken;
    return this.#sealing.closeName(
      this.#options.context.state().self.name,
      this.#us(),
      this.#identity.person,
    );
  }

  envelope(id: string, sid: string): Envelope {
    return this.#sealing.envelope(() => this.#us(), { id, sid }, { failed: () => this.#doubt() });
  }

  /** The control channel to a participant is open: they are asked for a proof, and listened to when they have given it. */
  opened(peer: Peer): void {
    if (this.#proofs.isProved(peer)) this.#options.met(peer, this.#persons.get(keyOf(peer)));
    this.#proofs.ask(peer);
  }

  /** Somebody who was given up and is heard again proves it again. */
  changed(peer: Peer): void {
    const person = this.#options.context.state().participants.find(({ id }) => id === peer.id);
    if (peer.link === 'live' && person?.verification === 'unverified') this.#proofs.ask(peer);
  }

  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    this.#proofs.hear(peer, message, pass);
  }

  /** Names take a moment to open; what comes meanwhile waits, so that everything stays in order. */
  take(said: ServerFrame): void {
    const taken = this.#taken.then(async () => {
      const frame = this.#believable(said);
      if (!frame) return;
      // Who waits may well have another secret: that is no news before they are in.
      const members = frame.type === 'knock' ? [frame as unknown as Listed] : membersOf(frame);
      const trouble = members.some(({ name }) => isSealedName(name)) ? 'other' : 'unused';
      await Promise.all(members.map((member) => this.#open(member)));
      if (!this.#options.signal.aborted) this.#admit(frame, trouble);
    });
    this.#taken = taken.catch(reportError);
  }

  /** What the party says, without what it cannot know better than we do: who we are. */
  #believable(said: ServerFrame): ServerFrame | undefined {
    const { self } = this.#options.context.state();
    const id = said.type === 'welcome' ? said.self.id : said.type === 'waiting' ? said.id : undefined;
    if (id !== undefined) this.isRenamed = !!self.joinedAt && id !== self.id;
    const frame = this.isRenamed ? undefined : withoutUs(said, this.#us());
    // Once for each welcome: what follows on one that was refused is for somebody else.
    if (frame !== said && (!this.isRenamed || id !== undefined)) this.#doubt();
    return frame;
  }

  #us(): Page {
    const { context, sid } = this.#options;
    return { id: context.state().self.id, sid };
  }

  async #open(member: Listed): Promise<void> {
    const { id, name } = member;
    const { self } = this.#options.context.state();
    // Of ourselves the party has nothing to tell us.
    const opened = id === self.id ? undefined : await this.#sealing.openName(name, member);
    const page = keyOf(member);
    if (opened) this.#persons.set(page, opened.person);
    for (const oldest of this.#persons.keys())
      if (this.#persons.size > MOST_PAGES) this.#persons.delete(oldest);
    Object.assign(member, {
      name: id === self.id ? self.name : (opened?.name ?? SEALED),
      verified: this.#proved.get(id) === member.sid,
      person: opened?.person,
    });
  }

  /** Nobody is met, and nothing of us is told, in a room that is not the one we were invited to. */
  #admit(frame: ServerFrame, trouble: KeyTrouble): void {
    const { context, received, refused } = this.#options;
    if (isForeign(frame, context.state())) refused(trouble);
    else {
      // Our own name we know.
      if (membersOf(frame).some(isStranger)) this.#doubt();
      received(frame);
    }
  }

  #prove(peer: Peer, isFirst: boolean): void {
    const { context, met } = this.#options;
    const { id, sid } = peer;
    this.#proved.set(id, sid);
    context.apply((state) => linkChanged(memberVerified(state, id, sid), id, peer, Date.now()));
    if (isFirst) met(peer, this.#persons.get(keyOf(peer)));
  }

  #doubt(): void {
    this.#options.context.failed('verification-failed', false);
  }
}

const keyOf = ({ id, sid }: Page): string => `${id} ${sid}`;

/** Whom a frame of the party names. */
const membersOf = (frame: ServerFrame): Listed[] =>
  frame.type === 'welcome'
    ? frame.roster
    : frame.type === 'joined'
      ? [frame.member, ...(frame.roster ?? [])]
      : [];

const ask = async (secret: RoomOptions['secret']) => (typeof secret === 'function' ? secret() : secret);

/** A fact: whoever is on a member's page has proved that they are who they say. */
export function memberVerified(state: RoomState, id: string, sid: string): RoomState {
  const member = state.roster.find((one) => one.id === id && one.sid === sid);
  if (!member) return state;
  const roster = state.roster.map((one) => (one === member ? { ...one, verified: true } : one));
  return participantChanged({ ...state, roster }, id, { name: member.name, verification: 'verified' });
}
