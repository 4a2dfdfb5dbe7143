/** Captures one source, microphone or camera. Owns its track, and brings it to the state that was requested last. Knows no other source. */
import type { DeviceFailure } from './failure.js';

/** The sources that have a device of their own. */
export type CaptureSource = 'microphone' | 'camera';
/** `starting`: the browser has not answered yet. `blocked` and `lost`: see `stateAfter`. */
export type CaptureState = 'off' | 'starting' | 'on' | 'blocked' | 'lost';

/** The parts of the owner of both sources that one source needs. */
export interface CaptureOwner {
  /** Asks the browser for one source: for exactly `deviceId`, or without it for the preferred device. */
  open(source: CaptureSource, deviceId?: string): Promise<MediaStream>;
  /** Finds out the meaning of a rejection of `open`. */
  explain(source: CaptureSource, cause: unknown): Promise<DeviceFailure>;
  /**
   * Why a source whose track ended by itself must not be requested again; `undefined` if it may, for example after a device was
   * unplugged.
   */
  objection(source: CaptureSource, deviceId?: string): Promise<DeviceFailure | undefined>;
  changed(source: CaptureSource, state: CaptureState, track: MediaStreamTrack | null): void;
  failed(source: CaptureSource, failure: DeviceFailure): void;
  /** The source works again after its device was lost or was changed by the system. `gone`: the label of the lost device, if any. */
  recovered(source: CaptureSource, gone: string, used: string): void;
  /** Whether we may stop and disable the tracks; tracks of the host page must stay as they are. */
  readonly ours: boolean;
  /** Aborted when everything is over. */
  readonly signal: AbortSignal;
}

export interface Capture {
  /** The captured track; a muted microphone stays captured and is not sent. */
  readonly captured: MediaStreamTrack | null;
  /** The track to send; `null` unless the source is on. */
  readonly track: MediaStreamTrack | null;
  readonly deviceId: string | undefined;
  /** Whether it should be on; `null`: off, and nothing stays captured; `undefined`: nobody has asked for it, or for it to be off. */
  readonly wanted: boolean | null | undefined;
  /** The source was requested but could not be captured. */
  readonly failed: boolean;
  /**
   * Switches on or off; with `null` nothing stays captured. When calls overlap, the last one wins, and all of them resolve with
   * the final state. `joint`: a pending request for both sources, used before requesting this one alone.
   */
  set(on: boolean | null, joint?: Promise<MediaStream>): Promise<boolean>;
  /** Changes to another device. Resolves with whether it is in use, or will be used when the source is switched on. */
  use(deviceId: string): Promise<boolean>;
  /**
   * Not requested by the user: changes to `deviceId`, or without it opens the source again if it should be on but has no track.
   * At most three times in ten seconds, like after a track ends, so that a faulty device causes no endless loop.
   */
  reopen(deviceId?: string): Promise<void>;
  /** Ends the track for good. */
  end(): void;
}

/** How long the system may mute a device before it counts as lost (ms); headsets do this for a moment when they change their mode. */
const SILENCE = 2_000;

/** The first track of a source in a stream. */
export function trackOf(source: CaptureSource, stream: MediaStream): MediaStreamTrack | undefined {
  return (source === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0];
}

/** Creates a source that is off. A function with local variables instead of a class: it takes a third less of the script. */
export function createCapture(source: CaptureSource, owner: CaptureOwner): Capture {
  const { signal, ours } = owner;
  let captured: MediaStreamTrack | null = null;
  let sent: MediaStreamTrack | null = null;
  let state: CaptureState = 'off';
  let wanted: boolean | null | undefined;
  /** A chosen device that was not tried yet. */
  let chosen: string | undefined;
  let joint: Promise<MediaStream> | undefined;
  let settling: Promise<boolean> | undefined;
  /** The device whose track has just ended by itself. */
  let lostId: string | undefined;
  /** Its label, until another device replaces it; empty while only the device changes. */
  let gone: string | undefined;
  /** The last error reported since the user asked for the source. */
  let told: string | undefined;
  let silence: ReturnType<typeof setTimeout>;
  /** Times at which it was opened without a request of the user. */
  let unasked: number[] = [];

  const currentId = () => captured?.getSettings().deviceId;

  const report = (next: CaptureState): void => {
    const track = next === 'on' ? captured : null;
    if (signal.aborted || (next === state && track === sent)) return;
    sent = track;
    state = next;
    owner.changed(source, next, track);
    if (!track) return;
    told = undefined;
    if (gone !== undefined) owner.recovered(source, gone, track.label);
    gone = undefined;
  };

  const fail = (failure: DeviceFailure): void => {
    if (failure.code !== told) owner.failed(source, failure);
    told = failure.code;
  };
  const lose = (code: DeviceFailure['code']): void => {
    report('lost');
    fail({ code, state: 'lost', cause: undefined });
  };

  const mayOpen = (): boolean => {
    const now = performance.now();
    unasked = unasked.filter((at) => now - at < 10_000);
    return unasked.length < 3 && !!unasked.push(now);
  };

  const release = (): void => {
    if (ours) captured?.stop();
    captured = null;
  };

  // One function for all tracks: adding it twice to the same track still counts once.
  const ended = ({ target }: Event): void => {
    if (target !== captured) return;
    const deviceId = currentId();
    gone = captured!.label;
    captured = null;
    // A muted microphone whose track ends is opened again when needed; a pending request continues anyway.
    if (!wanted || settling) return;
    lostId = deviceId;
    if (ours && mayOpen()) void settle();
    else lose('unknown');
  };

  /** The system mutes the device, or unmutes it: a phone call, a switch on the headset, another program. */
  const silenced = (): void => {
    clearTimeout(silence);
    if (captured?.muted) silence = setTimeout(() => sent?.muted && lose('in-use'), SILENCE);
    else if (captured && wanted) report('on');
  };

  /** Opens the source, or finds out why that fails. Nothing stays open after the end. */
  const request = async (deviceId?: string): Promise<MediaStreamTrack | DeviceFailure> => {
    let both = joint;
    joint = undefined;
    if (both && deviceId && ours) {
      // The joint request does not ask for a certain device. First its own is closed: phones open one camera at a time.
      const stream = await both.catch(() => {});
      if (stream) trackOf(source, stream)?.stop();
      both = undefined;
    }
    const id = lostId;
    lostId = undefined;
    try {
      const objection = id && (await owner.objection(source, id));
      if (objection) return objection;
      const track = trackOf(source, await (both ?? owner.open(source, deviceId)))!;
      if (signal.aborted && ours) track.stop();
      // Unplugged between opening and delivery: no event reports that.
      return track.readyState === 'live' ? track : { code: 'unknown', state: 'lost', cause: undefined };
    } catch (cause) {
      const failure = await owner.explain(source, cause);
      // Both were requested and one is missing, busy or denied: perhaps not this one, so try it alone. After a dismissed prompt
      // do not ask again.
      return both && failure.code !== 'dismissed' ? request(deviceId) : failure;
    }
  };

  const open = async (deviceId?: string): Promise<void> => {
    const oldId = captured && currentId();
    // The same id means that the system default changed. Chromium only opens the new device after the old one is closed.
    if (oldId && oldId === deviceId) release();
    if (!captured) report('starting');
    let got = await request(deviceId);
    // Firefox and phones open one device at a time: release the old one first, and reopen it if that does not help.
    if (captured && 'code' in got && got.code === 'in-use') {
      release();
      report('starting');
      got = await request(deviceId);
      if ('code' in got) {
        fail(got);
        got = await request(oldId!);
      }
    }
    if ('code' in got) {
      if (!captured) report(got.state);
      fail(got);
      return;
    }
    release();
    captured = got;
    got.addEventListener('ended', ended, { signal });
    got.addEventListener('mute', silenced, { signal });
    got.addEventListener('unmute', silenced, { signal });
    if (wanted) report(got.muted && state === 'lost' ? 'lost' : 'on');
  };

  const run = async (): Promise<boolean> => {
    // Several calls in one task count as one, and `settling` is set before it is cleared below.
    await null;
    let on: boolean | null | undefined;
    do {
      on = wanted;
      const deviceId = chosen;
      chosen = undefined;
      // A host page may have replaced the track in its stream.
      if (on && (!ours || !captured || deviceId || captured.muted)) {
        await open(deviceId);
      } else {
        // The camera's light goes out. A microphone stays open but is disabled, so that the first syllable is heard after
        // unmuting. Exceptions: another device was chosen meanwhile, or a moderator has muted us.
        if (!on && (source === 'camera' || deviceId || on === null)) release();
        if (ours && captured) captured.enabled = on!;
        report(on ? 'on' : 'off');
      }
    } while (on !== wanted || chosen);
    joint = settling = undefined;
    silenced();
    return state === 'on';
  };

  const settle = (): Promise<boolean> => {
    settling ??= run();
    return settling;
  };

  return {
    get captured() {
      return captured;
    },
    get track() {
      return sent;
    },
    get deviceId() {
      return currentId();
    },
    get wanted() {
      return wanted;
    },
    get failed() {
      return !(settling || sent || !wanted);
    },
    set(on, both) {
      wanted = on;
      // At once: another device may be opening, which takes as long as people need for the browser's question.
      if (ours && captured) captured.enabled = !!on;
      // A request that is open already is used: a second one would ask again.
      joint ??= both;
      told = undefined;
      return settle();
    },
    async use(deviceId) {
      chosen = deviceId;
      gone = told = undefined;
      await settle();
      return !sent || currentId() === deviceId;
    },
    async reopen(deviceId) {
      await settling;
      // Another event of the same change was first. The default keeps its id while its device changes.
      if (deviceId === currentId() && deviceId !== 'default') deviceId = undefined;
      const silent = state === 'lost' || captured?.muted;
      if (!(wanted || captured) || !(deviceId || silent) || !mayOpen()) return;
      chosen = deviceId;
      gone ??= deviceId ? '' : captured?.label;
      await settle();
    },
    end() {
      clearTimeout(silence);
      release();
      report('off');
    },
  };
}
