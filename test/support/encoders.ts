/** The encoders of a page's camera, and its workers, for tests of `encode="shared"`. */
import type { Person } from './person.js';
import { PATIENCE, until } from './until.js';

/** Lines of the own encoder of a link that sends shared frames, at most. */
export const TINY = 20;

export interface Recorded {
  readonly connections: RTCPeerConnection[];
  /** Workers that were not terminated. */
  readonly workers: Set<Worker>;
  /** Ends a worker without its page being told. */
  kill(worker: Worker): void;
}

/** For `Tab.before`. */
export function record(): void {
  const recorded: Recorded = {
    connections: [],
    workers: new Set(),
    kill: (worker) => Original.prototype.terminate.call(worker),
  };
  Object.assign(globalThis, { recorded });
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class RTCPeerConnection extends Connection {
    constructor(...options: ConstructorParameters<typeof Connection>) {
      super(...options);
      recorded.connections.push(this);
    }
  };
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      recorded.workers.add(this);
    }
    override terminate(): void {
      recorded.workers.delete(this);
      super.terminate();
    }
  };
}

export interface Encoder {
  frames: number;
  keyFrames: number;
  lines: number;
  bytes: number;
}

/** What a page encodes of its camera: for each link, and in the shared encoders. */
export interface Encoders {
  links: Encoder[];
  shared: Encoder[];
}

export function encoders({ tab }: Person): Promise<Encoders> {
  return tab.evaluate(async () => {
    const { connections } = (globalThis as unknown as { recorded: Recorded }).recorded;
    const all: Encoders = { links: [], shared: [] };
    for (const connection of connections.filter((one) => one.signalingState !== 'closed')) {
      const transceivers = connection.getTransceivers();
      const isLink = transceivers.length === 4;
      if (!isLink && transceivers[0]?.direction !== 'sendonly') continue;
      for (const { sender } of isLink ? transceivers.slice(1, 2) : transceivers) {
        for (const row of (await sender.getStats()).values()) {
          if (row.type !== 'outbound-rtp') continue;
          const { framesEncoded = 0, keyFramesEncoded = 0, frameHeight = 0, bytesSent = 0 } = row;
          const encoder = {
            ...{ frames: framesEncoded, keyFrames: keyFramesEncoded },
            ...{ lines: frameHeight, bytes: bytesSent },
          };
          (isLink ? all.links : all.shared).push(encoder);
        }
      }
    }
    return all;
  });
}

/** Waits until the links of a page, so many, look like this; resolves with all its encoders. */
export const encodes = (person: Person, fits: (all: Encoders) => boolean, what: string) =>
  until(
    async () => {
      const now = await encoders(person);
      if (fits(now)) return now;
      throw new Error(JSON.stringify(now));
    },
    `for ${person.name} ${what}`,
    PATIENCE,
  );

const isTiny = ({ lines }: Encoder) => lines > 0 && lines <= TINY;

/** Waits until so many links of a page send shared frames, and no other does. */
export const shares = (person: Person, links: number) =>
  encodes(person, (all) => all.links.length === links && all.links.every(isTiny), 'to share one encoder');

/** Waits until so many links of a page have their own encoder, and no other does. */
export const hasOwn = (person: Person, links: number) =>
  encodes(
    person,
    (all) => all.links.length === links && all.links.every(({ lines }) => lines > TINY),
    'to have an encoder for each',
  );

/** Waits until this many more pictures of the sender have arrived at each viewer. */
export async function arrive(sender: Person, viewers: Person[], pictures = 10): Promise<void> {
  const count = async (viewer: Person) => (await viewer.counts())[sender.name]?.pictures ?? 0;
  await Promise.all(
    viewers.map(async (viewer) => {
      const start = await count(viewer);
      await until(
        async () => (await count(viewer)) >= start + pictures,
        `for pictures of ${sender.name} at ${viewer.name}`,
        PATIENCE,
      );
    }),
  );
}
