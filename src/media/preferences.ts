/** What a person chose: their name and devices. Kept in this browser only where the host asked for it. Knows no devices. */
import { toJson } from '../protocol/json.js';
import { object, optional, text } from '../protocol/schema.js';
import type { DeviceKind } from './devices.js';

const KEY = 'video-room:preferences';

const short = optional(text(512));
/** Checked on the way in: the page's origin is shared with other scripts and older versions. */
const preference = object({ name: short, microphone: short, camera: short, speaker: short });

/** A name and device ids; whatever was never chosen is absent. */
export type Preference = Readonly<Partial<Record<'name' | DeviceKind, string>>>;

export class Preferences {
  /** What was chosen; changed by `set` alone. */
  value: Preference = {};
  readonly #storage: (() => Storage) | undefined;

  /**
   * With `remember` they outlive the page, in localStorage; without it, and where storage is out of reach (sandboxed frames,
   * blocked site data), they last as long as this object. `storage` is a function because reading the property may already throw.
   */
  constructor(remember = false, storage = () => localStorage) {
    if (!remember) return;
    this.#storage = storage;
    try {
      this.value = preference(JSON.parse(storage().getItem(KEY)!));
    } catch {}
  }

  /** Changes what `change` names, keeps the rest. */
  set(change: Preference): void {
    this.value = { ...this.value, ...change };
    try {
      this.#storage?.().setItem(KEY, toJson(this.value));
    } catch {}
  }
}
