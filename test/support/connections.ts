/**
 * Remembers every RTCPeerConnection of a page, by the order in which they were made, with what was done to it. For tests
 * that must know whether a link was left alone: a new connection in place of the old one looks the same from outside.
 */
import type { Tab } from './drivers.js';

/** One connection, as its page remembers it. */
export interface Remembered {
  /** The how manieth of this page, from 0. */
  index: number;
  state: RTCPeerConnectionState;
  signaling: RTCSignalingState;
  /** How often its `signalingState` has changed so far: any offer or answer counts. */
  negotiations: number;
  /** Names the ICE generation on our side; another one after each restart. */
  ufrag: string | undefined;
}

interface Book {
  entries: { connection: RTCPeerConnection; negotiations: number }[];
}

/** Begins to remember, in every page that this tab opens from now on. */
export function rememberConnections(tab: Tab): Promise<void> {
  return tab.before(() => {
    const book: Book = { entries: [] };
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        const entry = { connection: this, negotiations: 0 };
        this.addEventListener('signalingstatechange', () => {
          entry.negotiations += 1;
        });
        book.entries.push(entry);
      }
    };
    (globalThis as unknown as { connections: Book }).connections = book;
  });
}

/** All of them, those that are closed included. */
export function connectionsOf(tab: Tab): Promise<Remembered[]> {
  return tab.evaluate(() =>
    (globalThis as unknown as { connections: Book }).connections.entries.map(
      ({ connection, negotiations }, index) => ({
        index,
        state: connection.connectionState,
        signaling: connection.signalingState,
        negotiations,
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
