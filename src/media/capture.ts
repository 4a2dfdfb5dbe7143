/** One of our own sources, microphone or camera. Owns its track, and brings it where the last wish says. Knows no other source. */
import type { DeviceFailure } from './failure.js';

/** What is captured from a device of its own. */
export type CaptureSource = 'microphone' | 'camera';
/** `starting`: the browser was asked and has not answered. `blocked` and `lost`: see `stateAfter`. */
export type CaptureState = 'off' | 'starting' | 'on' | 'blocked' | 'lost';

/** What a source needs of the one that owns both. */
export interface CaptureOwner {
  /** Asks the browser for one source: for exactly `deviceId`, or without it for the preferred device. */
  open(source: CaptureSource, deviceId?: string): Promise<MediaStream>;
  /** Finds out what a rejection of `open` means. */
  explain(source: CaptureSource, cause: unknown): Promise<DeviceFailure>;
  /** Why a source whose track ended by itself must not be asked for again; nothing where it may, as after a pulled plug. */
  objection(source: CaptureSource, deviceId?: string): Promise<DeviceFailure | undefined>;
  changed(source: CaptureSource, state: CaptureState, track: MediaStreamTrack | null): void;
  failed(source: CaptureSource, failure: DeviceFailure): void;
  /** It is on again after it went, or was changed, of its own accord. `gone`: the label of what went, if anything did. */
  recovered(source: CaptureSource, gone: string, used: string): void;
  /** Tracks are ours to stop and to silence; a host's own are not. */
  readonly ours: boolean;
  /** Aborted when everything is over. */
  readonly signal: AbortSignal;
}

export interface Capture {
  /** What is captured; for a muted microphone it goes on, and is not sent. */
  readonly captured: MediaStreamTrack | null;
  /** The track to send; null unless the source is on. */
  readonly track: MediaStreamTrack | null;
  readonly deviceId: string | undefined;
  /** Wanted, and not to be had. */
  readonly failed: boolean;
  /**
   * Switches on or off, with `null` so that nothing stays open; of wishes that overlap the last one wins, and all of them resolve with
   * where it ended. `joint` is a request for both sources that is under way, to be used before asking for this one alone.
   */
  set(on: boolean | null, joint?: Promise<MediaStream>): Promise<boolean>;
  /** Changes to another device; resolves with whether it is in use, or will be when the source is on again. */
  use(deviceId: string): Promise<boolean>;
  /**
   * Unasked: changes to `deviceId`, or without it asks anew if the source is wanted and gives nothing. At most three times in ten
   * seconds, as after an end, so that a faulty device makes no endless loop.
   */
  again(deviceId?: string): Promise<void>;
  /** Ends the track for good. */
  end(): void;
}

/** How long the system may silence a device before it counts as lost: headsets that change their mode do it for a moment. */
const SILENCE = 2_000;

/** The first track of a source in a stream. */
export function trackOf(source: CaptureSource, stream: MediaStream): MediaStreamTrack | undefined {
  return (source === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0];
}

/** A source that is off. A function and its variables, not a class: they cost the script a third less. */
export function createCapture(source: CaptureSource, owner: CaptureOwner): Capture {
  const { signal, ours } = owner;
  let captured: MediaStreamTrack | null = null;
  let sent: MediaStreamTrack | null = null;
  let state: CaptureState = 'off';
  let wanted: boolean | null = false;
  /** Chosen and not tried yet. */
  let chosen: string | undefined;
  let joint: Promise<MediaStream> | undefined;
  let settling: Promise<boolean> | undefined;
  /** The device whose track has just ended by itself. */
  let lostId: string | undefined;
  /** What it was called, until another is in its place; empty when only the device changes. */
  let gone: string | undefined;
  /** The last failure told since somebody asked for the source. */
  let told: string | undefined;
  let silence: ReturnType<typeof setTimeout>;
  /** When it was opened unasked. */
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

  // One function for all tracks: added twice to the same one it still counts once.
  const ended = ({ target }: Event): void => {
    if (target !== captured) return;
    const deviceId = currentId();
    gone = captured!.label;
    captured = null;
    // A silenced microphone that goes is asked for anew when it is wanted; what is being asked for comes anyway.
    if (!wanted || settling) return;
    lostId = deviceId;
    if (ours && mayOpen()) void settle();
    else lose('unknown');
  };

  /** The system silences the device, or no longer does: a call on the phone, a switch on the headset, another program. */
  const silenced = (): void => {
    clearTimeout(silence);
    if (captured?.muted) silence = setTimeout(() => sent?.muted && lose('in-use'), SILENCE);
    else if (captured && wanted) report('on');
  };

  /** The source's track, or why there is none. Nothing stays open after everything is over. */
  const request = async (deviceId?: string): Promise<MediaStreamTrack | DeviceFailure> => {
    const both = joint;
    joint = undefined;
    const id = lostId;
    lostId = undefined;
    try {
      const objection = id && (await owner.objection(source, id));
      if (objection) return objection;
      const track = trackOf(source, await (both ?? owner.open(source, deviceId)))!;
      if (signal.aborted && ours) track.stop();
      // Unplugged between being opened and being handed over: of that no event tells.
      return track.readyState === 'live' ? track : { code: 'unknown', state: 'lost', cause: undefined };
    } catch (cause) {
      const failure = await owner.explain(source, cause);
      // Both were asked for and one is missing, busy or denied: perhaps not this one. Who closed the prompt is not asked again.
      return both && failure.code !== 'dismissed' ? request(deviceId) : failure;
    }
  };

  const open = async (deviceId?: string): Promise<void> => {
    const oldId = captured && currentId();
    // The same again is the system's default, which is another one now. Chromium gives that only once the old one is closed.
    if (oldId && oldId === deviceId) release();
    if (!captured) report('starting');
    let got = await request(deviceId);
    // Firefox and phones open one at a time: let go of the old one first, and take it back if that does not help either.
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
    // Wishes of one task count as one, and `settling` is set before it is cleared below.
    await null;
    let on: boolean | null;
    do {
      on = wanted;
      const deviceId = chosen;
      chosen = undefined;
      if (on && (!captured || deviceId || captured.muted)) {
        await open(deviceId);
      } else {
        // A camera's light goes out. A microphone stays open and is silenced, so that people who unmute to say a word are heard
        // from its first syllable; unless another one was chosen meanwhile, or nobody may hear them.
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
    get failed() {
      return !(settling || sent || !wanted);
    },
    set(on, both) {
      wanted = on;
      joint = both;
      told = undefined;
      return settle();
    },
    async use(deviceId) {
      chosen = deviceId;
      gone = told = undefined;
      await settle();
      return !sent || currentId() === deviceId;
    },
    async again(deviceId) {
      await settling;
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
