/** Whole calls in one page: real Rooms and real connections over a network in memory, with cameras painted on canvases. */

import type { RoomOptions } from '../../src/room/options.js';
import type { Platform } from '../../src/room/platform.js';
import { Room } from '../../src/room/room.js';
import { createLog } from '../../src/shared/log.js';
import { createPage } from '../../src/shared/page-lifecycle.js';
import type { MemoryNetwork } from './network.js';
import { slowPage } from './slow-page.js';
import { until } from './until.js';

/** A person's own stream: a canvas of one colour and a tone, at 160 × 90 and 15 frames per second. */
export class TestCamera {
  readonly stream: MediaStream;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #audio = new AudioContext();

  constructor(color: string) {
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 90;
    const context = canvas.getContext('2d')!;
    let tick = 0;
    const paint = () => {
      context.fillStyle = color;
      context.fillRect(0, 0, 160, 90);
      context.fillStyle = '#000';
      context.fillRect(tick++ % 160, 80, 4, 4);
    };
    paint();
    this.#timer = setInterval(paint, 66);
    const tone = this.#audio.createOscillator();
    const out = this.#audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    this.stream = new MediaStream([...canvas.captureStream(15).getTracks(), ...out.stream.getTracks()]);
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#audio.state !== 'closed') void this.#audio.close();
    for (const track of this.stream.getTracks()) track.stop();
  }
}

const COLORS = ['#c00', '#0a0', '#22f', '#aa0', '#0aa', '#a0a', '#777', '#f80'];

/** The rooms of one test; `close()` ends all of them. */
export class TestCall {
  readonly rooms: Room[] = [];
  /** Every connection that any room has made, in order. */
  readonly connections: RTCPeerConnection[] = [];
  readonly #owners = new Map<RTCPeerConnection, Room>();
  readonly #cameras: TestCamera[] = [];
  readonly #cut = new Set<RTCPeerConnection>();
  readonly #network: MemoryNetwork;

  constructor(network: MemoryNetwork) {
    this.#network = network;
  }

  /** A participant who has not joined yet; with `delay`, on a page whose event loop is that late (ms). */
  person(
    name: string,
    options: Partial<RoomOptions> = {},
    platform: Partial<Platform> = {},
    delay = 0,
  ): Room {
    const camera = new TestCamera(COLORS[this.rooms.length % COLORS.length]!);
    this.#cameras.push(camera);
    const network = {
      createSocket: this.#network.createSocket,
      createConnection: (configuration: RTCConfiguration) => {
        const connection = new RTCPeerConnection(configuration);
        silenceable(connection, () => this.#isCut(connection));
        this.connections.push(connection);
        this.#owners.set(connection, room);
        return connection;
      },
    };
    const room: Room = new Room(
      { room: 'standup', server: 'ws://party.test', displayName: name, stream: camera.stream, ...options },
      {
        ...(delay ? slowPage(network, delay) : network),
        page: createPage(undefined),
        tokenStorage: () => ({ taken: new Set() }),
        sendBeacon: this.#network.sendBeacon,
        log: createLog(console, 'warn'),
        ...platform,
      },
    );
    this.rooms.push(room);
    return room;
  }

  /** Participants who join one after the other. */
  async joined(...names: string[]): Promise<Room[]> {
    const rooms = names.map((name) => this.person(name));
    for (const room of rooms) await room.join();
    return rooms;
  }

  /** Connections that are not closed, of one room or of all. */
  open(of?: Room): RTCPeerConnection[] {
    return this.connections.filter(
      (connection) => connection.connectionState !== 'closed' && (!of || this.#owners.get(connection) === of),
    );
  }

  /** The current connection from `of` to `to`, if any: the two ends know each other's ICE credentials. */
  between(of: Room, to: Room): RTCPeerConnection | undefined {
    return this.open(of).find((one) =>
      this.open(to).some((other) => {
        const [ours, theirs] = [ufrag(one.currentLocalDescription), ufrag(other.currentRemoteDescription)];
        return !!ours && ours === theirs;
      }),
    );
  }

  /** Cuts the path between two participants: neither messages nor media arrive, until `heal()`. */
  cut(one: Room, other: Room): () => void {
    const ends = [this.between(one, other)!, this.between(other, one)!];
    for (const end of ends) this.#cut.add(end);
    return () => {
      for (const end of ends) this.#cut.delete(end);
    };
  }

  /** The same, and no new connection finds a path either: their candidates are dropped. */
  cutForGood(one: Room, other: Room): void {
    this.cut(one, other);
    const others = this.rooms.filter((room) => room !== one && room !== other);
    const kept = new Set(this.connections);
    this.#isDoomed = (connection) => {
      const owner = this.#owners.get(connection);
      return !kept.has(connection) && !!owner && !others.includes(owner);
    };
  }

  #isDoomed: (connection: RTCPeerConnection) => boolean = () => false;

  #isCut(connection: RTCPeerConnection): boolean {
    return this.#cut.has(connection) || this.#isDoomed(connection);
  }

  close(): void {
    for (const room of this.rooms) room.dispose();
    for (const camera of this.#cameras) camera.close();
    this.#network.close();
  }
}

const ufrag = (description: RTCSessionDescription | null): string | undefined =>
  /^a=ice-ufrag:(\S+)/m.exec(description?.sdp ?? '')?.[1];

const channels = new WeakMap<RTCPeerConnection, RTCDataChannel>();

/** The control channel of a connection, for tests that send what a room would not. */
export const channelOf = (connection: RTCPeerConnection): RTCDataChannel => channels.get(connection)!;

/** While cut, messages on the control channel are lost, and no packet is counted. */
function silenceable(connection: RTCPeerConnection, isCut: () => boolean): void {
  const createDataChannel = connection.createDataChannel.bind(connection);
  connection.createDataChannel = (label, options) => {
    const channel = createDataChannel(label, options);
    channels.set(connection, channel);
    const send = channel.send.bind(channel) as (data: string) => void;
    channel.send = (data: unknown) => {
      if (!isCut()) send(data as string);
    };
    return channel;
  };
  const addIceCandidate = connection.addIceCandidate.bind(connection);
  connection.addIceCandidate = async (candidate?: RTCIceCandidateInit | null) => {
    if (!isCut()) await addIceCandidate(candidate!);
  };
  const getStats = connection.getStats.bind(connection);
  let seen: RTCStatsReport | undefined;
  connection.getStats = async () => {
    if (!isCut() || !seen) seen = await getStats();
    return seen;
  };
}

/** Resolves when everyone has a live link with everyone else. */
export async function fullMesh(rooms: readonly Room[]): Promise<void> {
  await until(() => {
    const missing = rooms.flatMap(({ state }) => [
      ...(state.participants.length === rooms.length - 1
        ? []
        : [`${state.self.name} knows ${state.participants.length}`]),
      ...state.participants
        .filter(({ link, camera }) => link !== 'live' || camera === 'unknown')
        .map(({ name, link, camera }) => `${state.self.name} sees ${name} as ${link} with camera ${camera}`),
    ]);
    if (missing.length) throw new Error(missing.join(', '));
    return true;
  }, 'until everyone is linked with everyone');
}

/** Resolves when every room decodes video of, and hears, every other. */
export async function everyoneSeesEveryone(rooms: readonly Room[]): Promise<void> {
  await until(async () => {
    for (const room of rooms) {
      const stats = await room.getStats();
      for (const { id } of room.state.participants) {
        const { camera, microphone } = stats[id]?.sources ?? {};
        if ((camera?.framesDecoded ?? 0) < 3 || (microphone?.packetsReceived ?? 0) < 3) return false;
      }
    }
    return true;
  }, 'until everyone decodes video and audio of everyone');
}
