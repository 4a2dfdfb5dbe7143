/** What a room needs of the platform it runs on; given by the browser unless a test gives something else. */
import { createLog, type Log } from '../base/log.js';
import { createPage, type Page } from '../base/page.js';
import { pageKeepers, type SeatKeepers } from './seat.js';

export interface Platform {
  createSocket(url: string): WebSocket;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** `undefined` outside a secure context. */
  devices: MediaDevices | undefined;
  page: Page;
  /** What brings us back to our seat over a reload. */
  seats(): SeatKeepers;
  /** Sends a last word that outlives the page. */
  sendBeacon(url: string, text: string): void;
  log: Log;
}

/** The browser itself. */
export function browserPlatform(): Platform {
  return {
    createSocket: (url) => new WebSocket(url),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    devices: navigator.mediaDevices,
    page: createPage(),
    seats: pageKeepers,
    sendBeacon: (url, text) => void navigator.sendBeacon(url, text),
    log: createLog(),
  };
}
