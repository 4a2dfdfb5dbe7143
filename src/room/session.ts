/**
 * One session in a room, from the lobby to leaving. Owns our devices, the socket to the party, and the way into the room. Loads
 * `CallSession`, which owns the links, while the socket is dialed: frames of the party wait for it.
 */
import type { LocalMedia } from '../media/local-media.js';
import type { CallSession } from './call-session.js';
import { Handshakes } from './handshakes.js';
import { JoinFlow } from './join-flow.js';
import { LazyLoader } from './lazy-loader.js';
import { ownMedia } from './own-media.js';
import * as reducers from './reducers.js';
import type { SessionContext } from './session-context.js';
import { type SessionEnd, SignalingSession } from './signaling-session.js';

export class Session {
  readonly media: LocalMedia;
  readonly handshakes = new Handshakes();
  readonly signalingSession: SignalingSession;
  readonly flow: JoinFlow;
  readonly context: SessionContext;
  readonly #life = new AbortController();
  /** Devices have answered, and links can be made. A join waits only for the links: later tracks are put into their slots. */
  prepared: Promise<unknown> = Promise.resolve();
  readonly #loader: LazyLoader<CallSession>;
  /** The part that owns the links; `undefined` before it is loaded. */
  call: CallSession | undefined;

  constructor(context: SessionContext) {
    this.context = context;
    const { apply, state } = context;
    const { signal } = this.#life;
    this.#loader = new LazyLoader(async () => {
      const { CallSession } = await import('./call-session.js');
      signal.throwIfAborted();
      this.call = new CallSession(this);
      return this.call;
    }, signal);
    this.media = ownMedia(context, (source, value, track) => {
      void this.call?.mesh.setTrack(source, track);
      apply((before) => reducers.sourceChanged(before, source, value, track));
    });
    this.signalingSession = new SignalingSession(
      context,
      {
        stateChanged: (signaling) => {
          this.flow.socketChanged();
          apply((before) => reducers.stateChanged(before, { signaling }));
          this.call?.socketChanged(signaling);
        },
        received: (frame) => this.call!.received(frame),
        failed: (code) => this.flow.fail(code, true),
        dialled: (attempts, isUnreachable) => {
          apply((before) => reducers.stateChanged(before, { attempts }));
          // A call goes on without the party, and who waits knocks again.
          if (isUnreachable && !/joined|waiting/.test(state().phase))
            this.flow.fail('server-unreachable', false);
        },
        refused: (key) => this.flow.fail('verification-failed', true, new Error(`key ${key}`), { key }),
        met: ({ id, sid }, person) => this.call!.features.opened(id, sid, person),
        loaded: (work) => {
          if (this.call) work();
          else this.#loader.tell(work);
        },
      },
      signal,
    );
    const { keyGate, signaling } = this.signalingSession;
    this.flow = new JoinFlow({
      state,
      apply,
      canOffer: () => !!this.call?.canOffer,
      ownName: () => keyGate.ownName(),
      offers: () => this.call!.mesh.offers(),
      send: (frame) => signaling.send(frame),
      secretReady: () => keyGate.ready(),
      failed: (...failure) => {
        this.handshakes.end('');
        return context.failed(...failure);
      },
      signal,
    });
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Asks for devices, dials, and prepares to join. */
  start(): void {
    const { options, platform, pageLeft, state, tokenSlot } = this.context;
    const { startAudioOff, startVideoOff, audioOnly } = options();
    platform.page.addEventListener('hide', pageLeft, { signal: this.signal });
    this.signalingSession.signaling.open();
    const { sourcesOff } = tokenSlot;
    const savesMost = state().dataSaver === 'audio-only';
    const devices = this.media.start({
      microphone: !startAudioOff && !sourcesOff.includes('microphone'),
      camera: !(startVideoOff || audioOnly || savesMost) && !sourcesOff.includes('camera'),
    });
    // Rejects if the session ends before the code is loaded.
    const links = this.#loader.ask((call) => call.start()).catch(() => {});
    this.prepared = Promise.all([devices, links]);
  }

  /** Joins as soon as the party can be reached; devices may come later. */
  join(): Promise<void> {
    this.handshakes.begin('');
    this.signalingSession.signaling.hurry();
    return this.flow.join();
  }

  /** Ends everything that this session has opened. */
  end(how: SessionEnd): void {
    this.#life.abort();
    this.handshakes.endAll();
    if (how !== 'failed') this.call?.mesh.tell({ type: 'bye' });
    this.signalingSession.end(how);
    // A page that is hidden for good may be kept by the browser only if all its connections are closed.
    this.call?.end(how === 'left');
    this.media.stop();
    this.flow.end();
  }
}
