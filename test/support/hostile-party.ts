/**
 * A party that reads and changes everything it relays: the real RoomServer behind a network that interferes. It can do everything
 * that the operator of a server can, and does not know the secret.
 */

import type { ClientFrame, Member, ServerFrame } from '../../src/protocol/index.js';
import type { Signal } from '../../src/protocol/peer-messages.js';
import type { Room } from '../../src/room/room.js';
import type { MemoryNetwork, PassedFrame } from './network.js';
import { unpack } from './payload.js';

type Up<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;
export type Down<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export class HostileParty {
  constructor(readonly network: MemoryNetwork) {}

  /** Replaces frames of one type to a client; none: they are dropped. */
  change<T extends ServerFrame['type']>(
    type: T,
    work: (frame: Down<T>, to: string | undefined) => readonly ServerFrame[],
  ): void {
    const before = this.network.meddle;
    this.network.meddle = (passed) => {
      const { direction, frame, socket } = passed;
      if (direction === 'up' || frame?.type !== type) return before(passed);
      return work(structuredClone(frame) as Down<T>, socket.participantId).map((one) => JSON.stringify(one));
    };
  }

  /** Sends a frame to a client. */
  tell(room: Room, frame: ServerFrame): void {
    this.network.socketOf(room.state.self.id)!.hear(frame);
  }

  /** The frames that a client has sent, in order. */
  sent<T extends ClientFrame['type']>(type: T, by?: Room): Up<T>[] {
    return this.network
      .passed('up', type)
      .filter(({ socket }) => !by || socket.participantId === by.state.self.id)
      .map(({ frame }) => frame as Up<T>);
  }

  /** The session of a participant's page, as the party knows it. */
  sidOf(room: Room): string {
    const socket = this.network.socketOf(room.state.self.id);
    const hello = this.network.passed('up', 'hello').findLast((one) => one.socket === socket);
    return (hello!.frame as Up<'hello'>).sid;
  }

  /** A member of the roster, as the party could list them under any id and session. */
  listed(room: Room, said: Partial<Member> = {}): Member {
    const name = this.sent('join', room).at(-1)?.name ?? '';
    return { id: room.state.self.id, sid: this.sidOf(room), seq: 99, name, ...said };
  }

  /** A `welcome` with any content, also during a call. */
  welcome(self: Down<'welcome'>['self'], roster: Member[] = []): Down<'welcome'> {
    return { type: 'welcome', self, epoch: 'another', roster, ice: { servers: [] }, limits: { capacity: 8 } };
  }

  /** A signal that claims to be from one to another. */
  signal(
    from: Room,
    { payload, gen = 0, n = 0 }: { payload: string; gen?: number; n?: number },
  ): Down<'signal'> {
    return { type: 'signal', from: from.state.self.id, fromSid: this.sidOf(from), gen, n, payload };
  }

  /** Everything that it has seen, with every payload inflated where possible. */
  async everything(): Promise<string> {
    const texts = this.network.frames.map(({ text }: PassedFrame) => text);
    const long = new Set(texts.flatMap((text) => text.match(/[\w-]{30,}/g) ?? []));
    for (const text of long) {
      const bytes = await decoded(text);
      texts.push(...bytes);
    }
    return texts.join('\n');
  }
}

/** Possible meanings of a base64url text: as it is, inflated, and inflated without the prefix of an encryption. */
async function decoded(text: string): Promise<string[]> {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return [];
  }
  const bytes = Uint8Array.from(binary, (byte) => byte.charCodeAt(0));
  const inflated = [bytes, bytes.subarray(12)].map(async (part) => {
    const stream = new Blob([part]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Response(stream).text().catch(() => '');
  });
  return [binary, ...(await Promise.all(inflated))];
}

/** A page that the party lets answer or offer in place of a participant, with a certificate of its own. */
export class Impostor {
  readonly connection = new RTCPeerConnection();

  constructor({ offers = true } = {}) {
    for (const kind of offers ? ['audio', 'video', 'video', 'audio'] : []) {
      this.connection.addTransceiver(kind, { direction: 'sendrecv' });
    }
    this.connection.createDataChannel('control', { negotiated: true, id: 0 });
  }

  /** The offer with all its candidates. */
  async prepare(): Promise<Signal> {
    return { type: 'offer', neg: 1, sdp: await this.#describe() };
  }

  /** The answer to an offer, with all its candidates. */
  async answer(payload: string): Promise<Signal> {
    const signal = await unpack(payload);
    if (!signal.ok || signal.value.type !== 'offer') throw new Error('not an offer');
    const { neg, sdp } = signal.value;
    await this.connection.setRemoteDescription({ type: 'offer', sdp });
    for (const transceiver of this.connection.getTransceivers()) transceiver.direction = 'sendrecv';
    return { type: 'answer', neg, sdp: await this.#describe() };
  }

  async #describe(): Promise<string> {
    await this.connection.setLocalDescription();
    await new Promise<void>((done) => {
      const look = () => this.connection.iceGatheringState === 'complete' && done();
      this.connection.onicegatheringstatechange = look;
      look();
    });
    return this.connection.localDescription!.sdp;
  }

  /** Reads a payload for the participant that it impersonates, as far as it can. */
  async take(payload: string): Promise<void> {
    const signal = await unpack(payload);
    if (!signal.ok) return;
    const { value } = signal;
    if (value.type === 'answer')
      await this.connection.setRemoteDescription({ type: 'answer', sdp: value.sdp });
    if (value.type !== 'candidates' || !this.connection.remoteDescription) return;
    for (const candidate of value.list) await this.connection.addIceCandidate(candidate);
  }

  /** Bytes of video and audio received. */
  async received(): Promise<number> {
    let bytes = 0;
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type === 'inbound-rtp') bytes += report.bytesReceived;
    }
    return bytes;
  }

  close(): void {
    this.connection.close();
  }
}
