/** The features of one session: loads each when it is needed, and passes on to it what concerns it. Knows no feature by name. */

import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import { VideoRoomError } from '../shared/errors.js';
import type { Feature, FeatureActions, FeatureContext, FeatureController } from './feature.js';
import { LazyLoader } from './lazy-loader.js';
import { hasGrant } from './permissions.js';
import type { RoomState } from './state.js';

export class SessionFeatures {
  readonly #context: FeatureContext;
  readonly #loaders = new Map<Feature, LazyLoader<FeatureController>>();
  readonly #byMessage = new Map<string, Feature>();
  readonly #inUse = new Set<Feature>();

  constructor(features: readonly Feature[], context: FeatureContext) {
    this.#context = context;
    for (const feature of features) {
      const { load, messages = {} } = feature;
      if (!load) continue;
      this.#loaders.set(feature, new LazyLoader(() => load(context), context.signal));
      for (const type of Object.keys(messages)) this.#byMessage.set(type, feature);
    }
  }

  /** Calls an action. Rejects with `server-unreachable` when the session ends before the code is loaded. */
  call(feature: Feature, action: keyof FeatureActions, args: readonly unknown[]): Promise<unknown> {
    const loader = this.#loaders.get(feature);
    if (!loader) throw new VideoRoomError('internal');
    return loader.ask((controller) =>
      (controller as Record<string, (...args: readonly unknown[]) => unknown>)[action]!(...args),
    );
  }

  /** The party has sent a frame that the core does not handle. */
  frameReceived(frame: ServerFrame): void {
    for (const [feature, loader] of this.#loaders) {
      if (!feature.frames?.includes(frame.type)) continue;
      this.#inUse.add(feature);
      loader.tell((controller) => controller.frameReceived?.(frame));
    }
  }

  /** We have a new roster, or our name or the state of the socket has changed. */
  rosterChanged(): void {
    const state = this.#context.state();
    for (const [feature, loader] of this.#loaders) {
      if (feature.isNeeded?.(state)) this.#inUse.add(feature);
      if (this.#inUse.has(feature)) loader.tell((controller) => controller.rosterChanged?.());
    }
  }

  /** Something in the state has changed: a feature may be needed from now on. */
  stateChanged(state: RoomState): void {
    for (const [feature, loader] of this.#loaders) {
      if (this.#inUse.has(feature) || !feature.isNeeded?.(state)) continue;
      this.#inUse.add(feature);
      loader.tell(() => {});
    }
  }

  /** The control channel to a participant is open, and their identity is confirmed. */
  opened(id: string, sid: string, identity?: string): void {
    for (const [{ loads }, loader] of this.#loaders)
      if (loads === 'with-first-channel') loader.tell((controller) => controller.opened?.(id, sid, identity));
  }

  /** A participant has sent a message that the core does not know. */
  received(id: string, message: PeerMessage): void {
    const feature = this.#byMessage.get(message.type);
    if (!feature) return;
    const grant = feature.grantFor?.(message);
    if (grant && !hasGrant(this.#context.state(), id, grant)) return;
    this.#loaders.get(feature)!.hear((controller) => controller.received?.(id, message));
  }
}
