/**
 * The page of the recovery benchmark: two participants in a room, and beside them two bare connections that restart ICE when the
 * browser reports `disconnected` or `failed`. Both pairs use the same network, so both lose the same path at once.
 */

import { adoptSlots, createSlots, SLOTS } from '../../src/mesh/connection/slots.js';
import { createPage, type Page } from '../../src/shared/page-lifecycle.js';
import { fullMesh, TestCall, TestCamera } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** Functions of the outer network, provided by the benchmark. */
declare const frontOf: (address: string, port: number) => Promise<number>;
declare const healPath: (elsewhere: boolean) => Promise<void>;

/** One way from person to person in signalling, in milliseconds. */
const HOP = 25;

/** When things recovered for one participant, in milliseconds after the path did; `NaN`: not within the time limit. */
export interface Recovery {
  /** The first packet of the other. */
  packet: number;
  /** The first picture of the other. */
  picture: number;
  /** The last offer before that packet, if any was made after the path was cut; negative: before the path was back. */
  offer: number;
}

/** Knows the other side by its fronts only. */
class FrontedConnection extends RTCPeerConnection {
  /** When an offer was last made or taken. */
  offeredAt = Number.NaN;

  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener('signalingstatechange', () => {
      if (this.signalingState !== 'stable') this.offeredAt = performance.now();
    });
  }

  override async addIceCandidate(candidate?: RTCIceCandidateInit | RTCIceCandidate | null): Promise<void> {
    const line = candidate?.candidate && (await fronted(candidate.candidate));
    if (line) await super.addIceCandidate({ ...plain(candidate!), candidate: line });
  }

  override async setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    const lines = await Promise.all(
      sdp.split('\r\n').map(async (line) => {
        if (!line.startsWith('a=candidate:')) return [line];
        const front = await fronted(line.slice(2));
        return front ? [`a=${front}`] : [];
      }),
    );
    await super.setRemoteDescription({ type, sdp: lines.flat().join('\r\n') });
  }
}

const plain = (candidate: RTCIceCandidateInit | RTCIceCandidate): RTCIceCandidateInit =>
  'toJSON' in candidate ? candidate.toJSON() : candidate;

/** The candidate in the form that others may know; `undefined` for candidates that the network does not carry. */
async function fronted(line: string): Promise<string | undefined> {
  const fields = line.split(' ');
  const [, component, protocol, , address = '', port, , type] = fields;
  if (component !== '1' || protocol?.toLowerCase() !== 'udp' || type !== 'host') return;
  if (!/^[\d.]+$/.test(address)) return;
  fields[5] = String(await frontOf(address, Number(port)));
  return fields.join(' ');
}

/** A participant who waits for the other's camera. */
class Side {
  readonly #connection: () => FrontedConnection;
  readonly #video = Object.assign(document.createElement('video'), {
    muted: true,
    autoplay: true,
    playsInline: true,
  });
  #shown: MediaStreamTrack | undefined;

  constructor(connection: () => FrontedConnection) {
    this.#connection = connection;
    document.body.append(this.#video);
    this.#show();
  }

  /** Measures everything from `healedAt` on. */
  async recover(healedAt: number, patience: number): Promise<Recovery> {
    const times: Recovery = { packet: Number.NaN, picture: Number.NaN, offer: Number.NaN };
    const watch = () =>
      this.#video.requestVideoFrameCallback((now) => {
        if (performance.now() > healedAt) times.picture = Math.max(0, now - healedAt);
        else watch();
      });
    watch();
    const deadline = healedAt + patience;
    // The two clocks differ, so only a change is meaningful.
    const stale = this.#newestPacket();
    while (performance.now() < deadline && !(times.packet >= 0 && times.picture >= 0)) {
      await new Promise((done) => setTimeout(done, 10));
      // A rebuilt connection has another track.
      if (this.#show()) watch();
      if (!(times.packet >= 0) && this.#newestPacket() > stale) {
        times.packet = performance.now() - healedAt;
        times.offer = this.#connection().offeredAt - healedAt;
      }
    }
    return times;
  }

  #newestPacket(): number {
    return Math.max(
      0,
      ...this.#connection()
        .getReceivers()
        .flatMap((receiver) => receiver.getSynchronizationSources().map(({ timestamp }) => timestamp)),
    );
  }

  #show(): boolean {
    const track = this.#connection().getTransceivers()[SLOTS.indexOf('camera')]?.receiver.track;
    if (!track || track === this.#shown) return false;
    this.#shown = track;
    this.#video.srcObject = new MediaStream([track]);
    return true;
  }
}

/** What bare connections send. */
let cameras: [TestCamera, TestCamera];

/** Two bare connections with our slots, signaled in memory. Candidates are trickled; one side restarts ICE. */
async function barePair(): Promise<[FrontedConnection, FrontedConnection]> {
  const [a, b] = [new FrontedConnection(), new FrontedConnection()];
  const hop = () => new Promise((done) => setTimeout(done, HOP));
  const fill = (connection: RTCPeerConnection, { stream }: TestCamera) => {
    const [microphone, camera] = connection.getTransceivers();
    void microphone!.sender.replaceTrack(stream.getAudioTracks()[0]!);
    void camera!.sender.replaceTrack(stream.getVideoTracks()[0]!);
  };
  let described: Promise<unknown> = Promise.resolve();
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.createDataChannel('control', { negotiated: true, id: 0 });
    one.onicecandidate = async ({ candidate }) => {
      await hop();
      await described;
      if (candidate) await other.addIceCandidate(candidate).catch(() => {});
    };
  }
  createSlots(a);
  fill(a, cameras[0]);
  const negotiate = () => {
    described = (async () => {
      await a.setLocalDescription();
      await hop();
      await b.setRemoteDescription(a.localDescription!);
      if (!b.currentLocalDescription) {
        adoptSlots(b);
        fill(b, cameras[1]);
      }
      await b.setLocalDescription();
      await hop();
      await a.setRemoteDescription(b.localDescription!);
    })();
    return described;
  };
  await negotiate();
  const mend = () => {
    a.restartIce();
    void negotiate();
  };
  a.onconnectionstatechange = () => {
    if (a.connectionState === 'disconnected' || a.connectionState === 'failed') mend();
  };
  return [a, b];
}

interface Scene {
  sides: Record<'ours' | 'bare', [Side, Side]>;
  call: TestCall;
  pages: EventTarget[];
}
let scene: Scene;
let bare: [FrontedConnection, FrontedConnection];

/** Sets both pairs up and waits until all see each other. */
export async function meet(): Promise<void> {
  const call = new TestCall(new MemoryNetwork({ delay: HOP / 2 }));
  const pages: EventTarget[] = [];
  const of = new Map<string, FrontedConnection>();
  for (const name of ['Ada', 'Grace']) {
    const page = new EventTarget();
    pages.push(page);
    const room = call.person(
      name,
      {},
      {
        createConnection: (configuration) => {
          const connection = new FrontedConnection(configuration);
          of.set(name, connection);
          return connection;
        },
        page: Object.assign(page, { hidden: false, allows: createPage(undefined).allows }) as unknown as Page,
      },
    );
    await room.join();
  }
  await fullMesh(call.rooms);
  cameras = [new TestCamera('#c00'), new TestCamera('#0a0')];
  bare = await barePair();
  scene = {
    call,
    pages,
    sides: {
      ours: [new Side(() => of.get('Ada')!), new Side(() => of.get('Grace')!)],
      bare: [new Side(() => bare[0]), new Side(() => bare[1])],
    },
  };
}

/** Waits until all four have received pictures for a while: an earlier outage must not affect the next one. */
export async function settle(): Promise<void> {
  const { sides, call } = scene;
  await until(
    () => call.rooms.every(({ state }) => state.participants.every(({ link }) => link === 'live')),
    'until everyone is linked',
    60_000,
  );
  // A plain restart can fail for good: then the bare pair is rebuilt, so that there is a baseline.
  const areThere = async () =>
    (await Promise.all(sides.bare.map((side) => side.recover(performance.now(), 5_000)))).every(
      ({ picture }) => picture >= 0,
    );
  while (!(await areThere())) {
    for (const connection of bare) connection.close();
    bare = await barePair();
  }
  for (const side of sides.ours) await side.recover(performance.now(), 60_000);
  await new Promise((done) => setTimeout(done, 2_000));
}

/**
 * Brings the path back: the old one, or another one (`elsewhere`). For another one the browser fires `online` (`told`) or
 * nothing. Resolves with the time at which each got the other back.
 */
export async function recover({
  elsewhere,
  told,
  patience,
}: {
  elsewhere: boolean;
  told: boolean;
  patience: number;
}): Promise<Record<'ours' | 'bare', Recovery[]>> {
  const healedAt = performance.now();
  const { sides, pages } = scene;
  await healPath(elsewhere);
  if (told) for (const page of pages) page.dispatchEvent(new Event('online'));
  const [ours, theirs] = await Promise.all(
    [sides.ours, sides.bare].map((pair) => Promise.all(pair.map((side) => side.recover(healedAt, patience)))),
  );
  return { ours: ours!, bare: theirs! };
}
