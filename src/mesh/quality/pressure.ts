/** The processor load from the Compute Pressure API (Chromium 125 and later, secure contexts). Does nothing where the API is missing. */
import type { LoadSample } from './governor.js';

/** Missing in TypeScript's DOM library. */
interface PressureObserver {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type PressureObserverConstructor = new (
  changed: (records: readonly { state: LoadSample['pressure'] }[]) => void,
) => PressureObserver;

/** Reporting interval (ms). */
const INTERVAL = 2_000;

export class CpuPressure {
  state: LoadSample['pressure'] = 'nominal';
  #observer: PressureObserver | undefined;

  /** Observes until `stop()`. */
  constructor() {
    const { PressureObserver } = globalThis as unknown as { PressureObserver: PressureObserverConstructor };
    try {
      this.#observer = new PressureObserver((records) => {
        this.state = records.at(-1)?.state ?? this.state;
      });
      // A permissions policy may forbid it, and some machines have no sensor.
      this.#observer.observe('cpu', { sampleInterval: INTERVAL }).catch(() => {});
    } catch {
      // Same reason as above, or the browser has no such class.
    }
  }

  stop(): void {
    this.#observer?.disconnect();
  }
}
