/** What the Compute Pressure API says of the processor (Chromium 125 and later, secure contexts). Asks for nothing where there is none. */
import type { LoadSample } from './governor.js';

/** Not in TypeScript's library. */
interface PressureObserver {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type PressureObserverConstructor = new (
  changed: (records: readonly { state: LoadSample['pressure'] }[]) => void,
) => PressureObserver;

/** How often it is told (ms). */
const INTERVAL = 2_000;

export class CpuPressure {
  state: LoadSample['pressure'] = 'nominal';
  #observer: PressureObserver | undefined;

  start(): void {
    const { PressureObserver } = globalThis as { PressureObserver?: PressureObserverConstructor };
    if (this.#observer || !PressureObserver) return;
    try {
      this.#observer = new PressureObserver((records) => {
        this.state = records.at(-1)?.state ?? this.state;
      });
      // A frame's permissions policy may forbid it, and not every machine has a sensor.
      this.#observer.observe('cpu', { sampleInterval: INTERVAL }).catch(() => {});
    } catch {
      // As above.
    }
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.state = 'nominal';
  }
}
