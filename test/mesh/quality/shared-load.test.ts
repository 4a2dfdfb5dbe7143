import { expect } from 'chai';
import type { EncoderLoad, SharedEncoder } from '../../../src/mesh/encoded/shared-encoder.js';
import type { Peer } from '../../../src/mesh/peer/peer.js';
import type { VideoEncoding } from '../../../src/mesh/quality/encoding.js';
import type { Counters } from '../../../src/mesh/quality/load.js';
import type { LinkStats } from '../../../src/mesh/quality/stats.js';
import { VideoQuality } from '../../../src/mesh/quality/video-quality.js';

const EVERY = 2_000;
/** What the encoders beside shared frames are asked for. */
const OWN: VideoEncoding = { lines: 16, frameRate: 2, maxBitrate: 100_000, active: true };

const counters = (at: number, { captured = 0, encoded = 0, quantizers = 0 }): Counters => ({
  ...{ at, captured, encoded, quantizers },
  ...{ sent: 0, capturedScreen: 0, encodeTime: 0, decoded: 0, dropped: 0, lost: 0, reason: 'none' },
});

/** Three links that share; `quality` says what their encoder makes of thirty pictures, and how coarsely. */
class Call {
  /** What the links were to get last, before sharing. */
  cameras: VideoEncoding[] = [];
  /** What a link's own encoder makes of its pictures in each period. */
  own = 4;
  readonly #peers = new Map<string, Peer>();
  readonly #quality: VideoQuality;
  #now = performance.now();
  #round = 0;
  #loads = new Map<RTCPeerConnection, EncoderLoad>();

  constructor(made: { encoded: number; quantizer: number } | undefined) {
    const track = { getSettings: () => ({ height: 720 }) };
    for (const id of ['a', 'b', 'c']) {
      const sender = { track, getParameters: () => ({}), getStats: async () => new Map() };
      const slots = [{ sender }, { sender }, { sender: {} }, { sender: {} }];
      const connection = { getTransceivers: () => slots, signalingState: 'stable' };
      const stats = () => this.#stats();
      this.#peers.set(id, {
        ...{ id, connection, state: 'live', can: [], tell: () => true },
        views: { camera: { width: 1280, height: 720, visible: true } },
        get stats() {
          return stats();
        },
      } as unknown as Peer);
    }
    const shared = {
      load: [],
      apply: (given: Map<RTCPeerConnection, { camera?: VideoEncoding }>) => {
        this.cameras = [...given.values()].flatMap(({ camera }) => camera ?? []);
        return new Map([...given.keys()].map((connection) => [connection, OWN]));
      },
      takeLoad: (connection: RTCPeerConnection) => {
        const load = this.#loads.get(connection);
        this.#loads.delete(connection);
        return load;
      },
    } as unknown as SharedEncoder;
    this.#quality = new VideoQuality({ peers: this.#peers, limited: () => {}, shared: () => shared });
    this.#quality.start();
    this.#quality.apply();
    this.#made = made;
  }

  readonly #made: { encoded: number; quantizer: number } | undefined;

  #stats(): LinkStats {
    return {
      ...{ at: this.#now, path: 'direct', availableOutgoingBitrate: 5_000_000 },
      sources: {
        camera: {
          framesCaptured: this.#round * 30,
          framesEncoded: this.#round * this.own,
          bytesSent: this.#round * 1e5,
        },
      },
    };
  }

  run(rounds: number): void {
    for (let round = 0; round < rounds; round += 1) {
      this.#round += 1;
      this.#now += EVERY;
      const [from, to] = [this.#now - EVERY, this.#now];
      for (const { connection } of this.#made ? this.#peers.values() : []) {
        const { encoded, quantizer } = this.#made!;
        this.#loads.set(connection!, {
          layer: 0,
          before: counters(from, {}),
          now: counters(to, { captured: 30, encoded, quantizers: encoded * quantizer }),
          frameRate: 15,
        });
      }
      this.#quality.tick(this.#now, 0);
    }
  }

  stop(): void {
    this.#quality.stop();
  }

  get lines(): number {
    return Math.max(...this.cameras.map(({ lines }) => lines));
  }
}

describe('Links that share an encoder', () => {
  let call: Call | undefined;
  afterEach(() => call?.stop());

  it('get fewer lines when it leaves pictures out for want of bits, as with encoders of their own', () => {
    call = new Call({ encoded: 30, quantizer: 0.5 });
    call.run(8);
    const usual = call.lines;
    call.stop();
    call = new Call({ encoded: 12, quantizer: 0.8 });
    call.run(8);
    expect(call.lines).to.be.lessThan(usual);
  });

  it('are not taken for a slow machine by the few pictures that their own encoders make', () => {
    call = new Call(undefined);
    call.run(8);
    const usual = call.lines;
    call.stop();
    call = new Call(undefined);
    // Half of what was asked for.
    call.own = 2;
    call.run(8);
    expect(call.lines).to.equal(usual);
  });
});
