/** The features that the element takes from the browser and from the layers below, in one place, so that tests can inject their own. */

import type { RoomErrorCode } from '../protocol/errors.js';
import type { RoomOptions } from '../room/options.js';
import { Room } from '../room/room.js';
import { createLog, type Log } from '../shared/log.js';
import { createPage, type Page } from '../shared/page-lifecycle.js';
import type { UiFeature } from './feature.js';

/** The public side of a `Room`, so that a fake can stand in. */
export type CallRoom = Pick<Room, keyof Room>;

export type Clock = Pick<typeof globalThis, 'setTimeout' | 'clearTimeout' | 'requestAnimationFrame'>;

export interface UiPlatform {
  createRoom(options: RoomOptions, features: readonly UiFeature[]): CallRoom;
  /** Why no call is possible on this page or in this browser. */
  obstacle(): RoomErrorCode | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly page: Page;
  /** Whether all of these devices are already permitted, so that asking shows no prompt. */
  granted(devices: readonly ('camera' | 'microphone')[]): Promise<boolean>;
}

/** The browser's own features; a function, because a server that imports the class has none of them. */
export const browserPlatform = (): UiPlatform => ({
  createRoom: (options, features) => new Room(options, { features }),
  obstacle: () =>
    isSecureContext ? ('RTCPeerConnection' in globalThis ? null : 'browser-unsupported') : 'insecure-context',
  clock: globalThis,
  log: createLog(),
  page: createPage(),
  async granted(devices) {
    try {
      const asked = devices.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(asked)).every(({ state }) => state === 'granted');
    } catch {
      return false; // Firefox before 131 cannot tell, so the lobby waits for a gesture.
    }
  },
});
