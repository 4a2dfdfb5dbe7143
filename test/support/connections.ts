/**
 * Records every RTCPeerConnection of a page, in order of creation, with its negotiations. For tests that must know whether a link
 * was left alone: from outside, a new connection looks the same as the old one.
 */
import type { Tab } from './drivers.js';

/** One connection, as recorded. */
export interface Remembered {
  /** Its index in this page, from 0. */
  index: number;
  state: RTCPeerConnectionState;
  signaling: RTCSignalingState;
  /** Number of changes of its `signalingState` so far: every offer or answer counts. */
  negotiations: number;
  /** The browser gave it up: its state was `failed` at some time. */
  isGivenUp: boolean;
  /** The local ICE generation; each restart changes it. */
  ufrag: string | undefined;
}

interface Book {
  entries: { connection: RTCPeerConnection; negotiations: number; isGivenUp: boolean }[];
}

/** Starts recording, in every page that this tab opens from now on. */
export function rememberConnections(tab: Tab): Promise<void> {
  return tab.before(() => {
    const book: Book = { entries: [] };
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        const entry = { connection: this, negotiations: 0, isGivenUp: false };
        this.addEventListener('signalingstatechange', () => {
          entry.negotiations += 1;
        });
        this.addEventListener('connectionstatechange', () => {
          entry.isGivenUp ||= this.connectionState === 'failed';
        });
        book.entries.push(entry);
      }
    };
    (globalThis as unknown as { connections: Book }).connections = book;
  });
}

/** All of them, including closed ones. */
export function connectionsOf(tab: Tab): Promise<Remembered[]> {
  return tab.evaluate(() =>
    (globalThis as unknown as { connections: Book }).connections.entries.map(
      ({ connection, negotiations, isGivenUp }, index) => ({
        index,
        state: connection.connectionState,
        signaling: connection.signalingState,
        negotiations,
        isGivenUp,
        // Firefox throws when the description of a closed connection is read.
        ufrag:
          connection.connectionState === 'closed'
            ? undefined
            : /^a=ice-ufrag:(\S+)/m.exec(connection.localDescription?.sdp ?? '')?.[1],
      }),
    ),
  );
}

/** Those that are not closed. */
export async function openConnectionsOf(tab: Tab): Promise<Remembered[]> {
  return (await connectionsOf(tab)).filter(({ state }) => state !== 'closed');
}
