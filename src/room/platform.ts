/** What a room needs of the platform it runs on; given by the browser unless a test gives something else. */
import { createLog, type Log } from '../base/log.js';
import { createPage, type Page } from '../base/page.js';

export interface Platform {
  createSocket(url: string): WebSocket;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** `undefined` outside a secure context. */
  devices: MediaDevices | undefined;
  page: Page;
  log: Log;
}

/** The browser itself. */
export function browserPlatform(): Platform {
  return {
    createSocket: (url) => new WebSocket(url),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    devices: navigator.mediaDevices,
    page: createPage(),
    log: createLog(),
  };
}
