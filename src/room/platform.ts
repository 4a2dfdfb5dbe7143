/** The platform features that a room needs. The default is the browser; tests inject their own. */

import { features } from '../features/index.js';
import { createLog, type Log } from '../shared/log.js';
import { createPage, type Page } from '../shared/page-lifecycle.js';
import type { Feature } from './feature.js';
import { pageTokenStorage, type TokenStorage } from './resume-token-store.js';

export interface Platform {
  /** What a call can do besides media and moderation. */
  features: readonly Feature[];
  createSocket(url: string): WebSocket;
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** `undefined` outside a secure context. */
  devices: MediaDevices | undefined;
  page: Page;
  /** Stores the resume token across a reload. */
  tokenStorage(): TokenStorage;
  /** Sends a message that survives the page. */
  sendBeacon(url: string, text: string): void;
  log: Log;
}

/** The browser's own features. */
export function browserPlatform(): Platform {
  return {
    features,
    createSocket: (url) => new WebSocket(url),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    devices: navigator.mediaDevices,
    page: createPage(),
    tokenStorage: pageTokenStorage,
    sendBeacon: (url, text) => void navigator.sendBeacon(url, text),
    log: createLog(),
  };
}
