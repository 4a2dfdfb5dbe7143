/** Our screen share of a session: loads its code, and turns its reports into state and events. */
import type { ScreenShare } from '../media/screen-share.js';
import { type Changed, deviceReporter } from './own-media.js';
import type { SessionContext } from './session-context.js';

export class OwnScreen {
  readonly #context: SessionContext;
  readonly #changed: Changed;
  /** Aborted when the session ends. */
  readonly #signal: AbortSignal;
  /** Once its code is loaded. */
  share: ScreenShare | undefined;

  constructor(context: SessionContext, changed: Changed, signal: AbortSignal) {
    this.#context = context;
    this.#changed = changed;
    this.#signal = signal;
  }

  /** Loads the code before it is needed: sharing has to work when the server is gone. Never rejects: `start()` tries again. */
  async prepare(): Promise<void> {
    const { platform } = this.#context;
    const loaded = await import('../media/screen-share.js').catch(() => undefined);
    if (!loaded || this.#signal.aborted) return;
    this.share ??= new loaded.ScreenShare({
      devices: platform.devices,
      allows: (feature) => platform.page.allows(feature),
      on: {
        screenChanged: (value, video, audio) => {
          this.#changed('screen', value, video);
          this.#changed('screenAudio', audio ? value : 'off', audio);
        },
        deviceFailed: deviceReporter(this.#context),
      },
    });
  }

  /** See `ScreenShare.start()`. */
  async start(): Promise<boolean> {
    await this.prepare();
    if (this.#signal.aborted) return false;
    if (this.share) return this.share.start();
    deviceReporter(this.#context)('screen', 'unknown');
    return false;
  }

  stop(): void {
    this.share?.stop();
  }
}
