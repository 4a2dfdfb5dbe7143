/** The user's choices: name, devices and settings. Stored in this browser only if the host page asks for it. Knows no devices. */
import { toJson } from '../protocol/json.js';
import { bool, object, oneOf, optional, text } from '../protocol/schema.js';
import type { DeviceKind } from './devices.js';

const KEY = 'video-room:preferences';

const short = optional(text(512));
const choice = optional(bool);
/** Validated when read: other scripts and older versions share the page's origin. */
const preference = object({
  name: short,
  microphone: short,
  camera: short,
  speaker: short,
  dataSaver: optional(oneOf(['off', 'small', 'audio-only'])),
  mirror: choice,
  noiseSuppression: choice,
  backgroundBlur: choice,
  sounds: choice,
  language: short,
});

/** What the user has set for all calls. A choice that was never made is absent. */
export interface Settings {
  /** Our own picture is mirrored for ourselves; default: unless the camera looks away from us. */
  readonly mirror?: boolean;
  /** The browser removes noise from our sound; default `true`. */
  readonly noiseSuppression?: boolean;
  /** The browser or the system blurs what is behind us, where it can; default: as the system does. */
  readonly backgroundBlur?: boolean;
  /** Sounds tell what happens in a call; default `true`. */
  readonly sounds?: boolean;
  /** A BCP 47 tag; default, and for an empty text: the language of the page. */
  readonly language?: string;
}

/** A name, device ids and settings; a choice that was never made is absent. */
export interface Preference extends Settings, Readonly<Partial<Record<'name' | DeviceKind, string>>> {
  readonly dataSaver?: 'off' | 'small' | 'audio-only';
}

export class Preferences {
  /** The choices; changed only by `set`. */
  value: Preference;
  readonly #storage: (() => Storage) | undefined;

  /**
   * With `remember` the choices are kept in localStorage. Without it, and where storage is unavailable (sandboxed frames, blocked
   * site data), they last as long as this object. `storage` is a function because reading the property may already throw.
   */
  constructor(remember = false, storage = () => localStorage) {
    if (remember) this.#storage = storage;
    this.value = this.#stored();
  }

  /** The choices that are stored, perhaps by another tab or element; none if they cannot be read. */
  #stored(): Preference {
    try {
      return preference(JSON.parse(this.#storage!().getItem(KEY)!));
    } catch {
      return {};
    }
  }

  /** The settings among the choices. */
  get settings(): Settings {
    const { name, microphone, camera, speaker, dataSaver, ...settings } = this.value;
    return settings;
  }

  /** Changes the keys of `change`, keeps the rest. */
  set(change: Preference): void {
    this.value = { ...this.value, ...change };
    try {
      this.#storage!().setItem(KEY, toJson({ ...this.#stored(), ...change }));
    } catch {}
  }
}
