/** The user's choices: name and devices. Stored in this browser only if the host page asks for it. Knows no devices. */
import { toJson } from '../protocol/json.js';
import { object, optional, text } from '../protocol/schema.js';
import type { DeviceKind } from './devices.js';

const KEY = 'video-room:preferences';

const short = optional(text(512));
/** Validated when read: other scripts and older versions share the page's origin. */
const preference = object({ name: short, microphone: short, camera: short, speaker: short });

/** A name and device ids; a choice that was never made is absent. */
export type Preference = Readonly<Partial<Record<'name' | DeviceKind, string>>>;

export class Preferences {
  /** The choices; changed only by `set`. */
  value: Preference = {};
  readonly #storage: (() => Storage) | undefined;

  /**
   * With `remember` the choices are kept in localStorage. Without it, and where storage is unavailable (sandboxed frames, blocked
   * site data), they last as long as this object. `storage` is a function because reading the property may already throw.
   */
  constructor(remember = false, storage = () => localStorage) {
    if (!remember) return;
    this.#storage = storage;
    try {
      this.value = preference(JSON.parse(storage().getItem(KEY)!));
    } catch {}
  }

  /** Changes the keys of `change`, keeps the rest. */
  set(change: Preference): void {
    this.value = { ...this.value, ...change };
    try {
      this.#storage?.().setItem(KEY, toJson(this.value));
    } catch {}
  }
}
