/**
 * The credentials that a TURN provider gave, for all rooms of a process, or of an isolate on workerd, so that strangers who visit
 * many rooms cause no requests. Keeps values only, no promises and no callbacks: on workerd an object must not wait for another one.
 */
import type { IceServers } from './turn-provider.js';

/** A request that was not answered for so long has failed, or its room is gone (ms). A provider has less time: twice 3 s (Metered). */
const REQUEST_LIFETIME = 7_000;
/** Pause after a provider has failed (ms). */
const PAUSE = 30_000;

export interface FetchedCredentials {
  servers: IceServers;
  /** When they were requested, in milliseconds since 1970. */
  at: number;
}

/** What is known of one provider and one kind of credentials. */
interface Entry {
  fetched?: FetchedCredentials;
  requestedAt?: number;
  failedAt?: number;
}

/** Whether a time that has passed is at most that long. It is not if the clock was set back. */
export const isWithin = (passed: number, most: number): boolean => passed >= 0 && passed < most;

export class CredentialCache {
  readonly #entries = new Map<string, Entry>();

  get(key: string): FetchedCredentials | undefined {
    return this.#entries.get(key)?.fetched;
  }

  /** Whether a room has requested them and has no answer yet. */
  isRequested(key: string, now: number): boolean {
    const { requestedAt = Number.NEGATIVE_INFINITY } = this.#entries.get(key) ?? {};
    return isWithin(now - requestedAt, REQUEST_LIFETIME);
  }

  /** Whether the provider has failed a short time ago. */
  isPaused(key: string, now: number): boolean {
    const { failedAt = Number.NEGATIVE_INFINITY } = this.#entries.get(key) ?? {};
    return isWithin(now - failedAt, PAUSE);
  }

  requested(key: string, now: number): void {
    this.#entries.set(key, { ...this.#entries.get(key), requestedAt: now });
  }

  answered(key: string, fetched: FetchedCredentials): void {
    this.#entries.set(key, { fetched });
  }

  failed(key: string, now: number): void {
    const { fetched } = this.#entries.get(key) ?? {};
    this.#entries.set(key, { ...(fetched && { fetched }), failedAt: now });
  }
}
