/**
 * Everything that a secret adds to a session: names and payloads are encrypted, participants are verified by a proof over their
 * link, and the server cannot change identities. Participants whose name does not decrypt get no link. Loaded
 * only when there is a secret.
 */

import { type Named, type PageId, RoomCipher } from '../../mesh/encryption/room-cipher.js';
import type { Peer } from '../../mesh/peer/peer.js';
import type { SignalCipher } from '../../mesh/signaling/payload.js';
import { ENCRYPTED_NAME_PREFIX, isEncryptedName } from '../../protocol/encrypted-name.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';
import type { ServerFrame } from '../../protocol/server-frames.js';
import { linkChanged, participantChanged } from '../../room/call-reducers.js';
import type { SessionEncryption } from '../../room/feature.js';
import type { RoomOptions } from '../../room/options.js';
import { lacksRoomKey } from '../../room/room-key.js';
import { isForeign, type RoomKeyGateOptions, withoutUs } from '../../room/room-key-gate.js';
import { isSecret } from '../../room/secret.js';
import type { KeyTrouble, Listed, RoomState } from '../../room/state.js';
import { Identity } from './identity.js';
import { Proofs } from './proofs.js';

/** Limit of pages whose decrypted names are remembered, beside those of the members. */
const MOST_PAGES = 512;

/**
 * Between two questions to a participant who is not verified (ms). A page that is still being connected cannot answer, a connection
 * that is replaced loses questions and answers, and the party may list somebody anew whose link is up.
 */
const ASK_EVERY = 1_000;

/** Asks for the secret once and waits for it. Rejects if it is invalid, after reporting that. */
export async function protect(options: RoomKeyGateOptions): Promise<RoomEncryption> {
  const { secret } = options.context.options();
  const told = await ask(secret).catch(() => {});
  if (!isSecret(told)) {
    if (!options.signal.aborted) options.refused('malformed');
    throw new Error('no secret');
  }
  await options.resumeTokens.ready;
  return new RoomEncryption(options, told, await Identity.of(options.resumeTokens));
}

export class RoomEncryption implements SessionEncryption {
  readonly #options: RoomKeyGateOptions;
  readonly #roomCipher: RoomCipher;
  readonly #identity: Identity;
  readonly #proofs: Proofs;
  readonly #peers = new Set<Peer>();
  #taken: Promise<void> = Promise.resolve();
  /** The name and the identity of each page. */
  readonly #named = new Map<string, Named>();
  readonly #personOf = (page: PageId): string | undefined => this.#named.get(keyOf(page))?.person;
  readonly #us = (): PageId => {
    const { context, sid } = this.#options;
    return { id: context.state().self.id, sid };
  };
  /** The page of each participant that has proved its identity. */
  readonly #proved = new Map<string, string>();
  /** The party claims during a call that we have another id: its frames are ignored. */
  isRenamed = false;

  constructor(options: RoomKeyGateOptions, secret: string, identity: Identity) {
    this.#options = options;
    this.#identity = identity;
    const { roomId } = options.context.state();
    this.#roomCipher = new RoomCipher(secret, roomId);
    this.#proofs = new Proofs({
      room: roomId,
      identity,
      us: this.#us,
      personOf: this.#personOf,
      proved: (peer, isFirst) => this.#prove(peer, isFirst),
      failed: (peer) => {
        // Not asked again before their link changes.
        this.#peers.delete(peer);
        this.#reportForgery();
      },
    });
    const asking = setInterval(() => {
      if (options.signal.aborted) clearInterval(asking);
      for (const peer of this.#peers) this.#verify(peer);
    }, ASK_EVERY);
  }

  /** Our name for the id of the party's last welcome. */
  async ownName(): Promise<string> {
    await this.#taken;
    return this.#roomCipher.encryptName(
      this.#options.context.state().self.name,
      this.#us(),
      this.#identity.person,
    );
  }

  cipher(id: string, sid: string): SignalCipher {
    return this.#roomCipher.cipher(this.#us, { id, sid }, { failed: () => this.#reportForgery() });
  }

  /** The control channel to a participant is open: asks for a proof, and accepts messages once it is valid. */
  opened(peer: Peer): void {
    if (this.#proofs.isProved(peer)) this.#options.met(peer, this.#personOf(peer));
    this.#proofs.ask(peer);
  }

  /** A participant who was given up and is heard again has to send a new proof. */
  changed(peer: Peer): void {
    this.#peers[peer.state === 'closed' ? 'delete' : 'add'](peer);
    this.#verify(peer);
  }

  #verify(peer: Peer): void {
    const person = this.#options.context.state().participants.find(({ id }) => id === peer.id);
    if (peer.link === 'live' && person?.verification === 'unverified') this.#proofs.ask(peer);
  }

  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    this.#proofs.hear(peer, message, pass);
  }

  /** Decrypting names takes a moment; later frames wait, so that all stay in order. */
  take(said: ServerFrame): void {
    const taken = this.#taken.then(async () => {
      const frame = this.#believable(said);
      if (!frame) return;
      // A waiting participant may have another secret; that only matters once they are in.
      const members = frame.type === 'knock' ? [frame as unknown as Listed] : membersOf(frame);
      const trouble = members.some(({ name }) => isEncryptedName(name)) ? 'other' : 'unused';
      await Promise.all(members.map((member) => this.#open(member, frame.type !== 'knock')));
      if (!this.#options.signal.aborted) this.#admit(frame, trouble);
    });
    this.#taken = taken.catch(reportError);
  }

  /** Removes from a frame what the party cannot know better than we do: our own identity. */
  #believable(said: ServerFrame): ServerFrame | undefined {
    const { self } = this.#options.context.state();
    const id = said.type === 'welcome' ? said.self.id : said.type === 'waiting' ? said.id : undefined;
    if (id !== undefined) this.isRenamed = !!self.joinedAt && id !== self.id;
    const frame = this.isRenamed ? undefined : withoutUs(said, this.#us());
    // Reported once per welcome: the frames after a rejected welcome are not for us.
    if (frame !== said && (!this.isRenamed || id !== undefined)) this.#reportForgery();
    return frame;
  }

  /** `isMember`: they are in, so that their page keeps its identity. */
  async #open(member: Listed, isMember: boolean): Promise<void> {
    const { id, name } = member;
    const { roster, self, nameAtParty } = this.#options.context.state();
    // The party has nothing to tell us about ourselves: we have what we have told it.
    const opened = id === self.id ? undefined : await this.#roomCipher.decryptName(name, member);
    const page = keyOf(member);
    let named = isMember ? this.#named.get(page) : undefined;
    // A page keeps its identity: a name with another one was made up by the party, and by somebody with the secret.
    if (named && named.person !== opened?.person) this.#reportForgery();
    else named = opened;
    if (named && isMember) this.#named.set(page, named);
    // Members who are here longest are the first ones.
    if (this.#named.size > MOST_PAGES) {
      const gone = [...this.#named.keys()].find((key) => !roster.some((one) => keyOf(one) === key));
      this.#named.delete(gone!);
    }
    Object.assign(member, {
      name: id === self.id ? (nameAtParty ?? self.name) : (named?.name ?? ENCRYPTED_NAME_PREFIX),
      verified: this.#proved.get(id) === member.sid,
      person: named?.person,
    });
  }

  /** In a room that is not the one that we were invited to, no link is made and nothing about us is sent. */
  #admit(frame: ServerFrame, trouble: KeyTrouble): void {
    const { context, received, refused } = this.#options;
    if (isForeign(frame, context.state())) refused(trouble);
    else {
      // We know our own name.
      if (membersOf(frame).some(lacksRoomKey)) this.#reportForgery();
      received(frame);
    }
  }

  #prove(peer: Peer, isFirst: boolean): void {
    const { context, met } = this.#options;
    const { id, sid } = peer;
    this.#proved.set(id, sid);
    const linked = (state: RoomState) => linkChanged(state, id, peer, Date.now());
    // A participant who was given up is listed again first. Their streams are only shown once they are verified.
    context.apply((state) => linked(memberVerified(linked(state), id, sid)));
    if (isFirst) met(peer, this.#personOf(peer));
  }

  #reportForgery(): void {
    this.#options.context.failed('verification-failed', false);
  }
}

const keyOf = ({ id, sid }: PageId): string => `${id} ${sid}`;

/** The members that a frame of the party names. */
const membersOf = (frame: ServerFrame): Listed[] =>
  frame.type === 'welcome'
    ? frame.roster
    : frame.type === 'renamed'
      ? [frame as unknown as Listed]
      : frame.type === 'joined'
        ? [frame.member, ...(frame.roster ?? [])]
        : [];

const ask = async (secret: RoomOptions['secret']) => (typeof secret === 'function' ? secret() : secret);

/** A transition: a member's page has proved its identity. */
export function memberVerified(state: RoomState, id: string, sid: string): RoomState {
  const member = state.roster.find((one) => one.id === id && one.sid === sid);
  if (!member) return state;
  const roster = state.roster.map((one) => (one === member ? { ...one, verified: true } : one));
  return participantChanged({ ...state, roster }, id, { name: member.name, verification: 'verified' });
}
