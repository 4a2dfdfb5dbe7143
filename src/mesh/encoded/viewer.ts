/**
 * Decides which frames one link sends, and with which timestamps: those of its own encoder, or those of a shared one. Pure:
 * timestamps go in and come out.
 *
 * Each sender counts RTP timestamps from a random start. The sender reports that keep sound and picture together follow the link's
 * own frames, so a shared frame gets the timestamp that the link's own frame of the same picture has. Both encoders get the same
 * pictures; the difference of their timestamps is constant, and is learned here.
 *
 * The function is sent to a worker as text, so it uses nothing from outside.
 */
export interface Viewer {
  /** The layer whose frames this link is to send; `undefined`: its own. A change takes effect with a key frame, unless it `isUrgent`. */
  want(layer: number | undefined, isUrgent?: boolean): void;
  /** A frame of a shared encoder, with its RTP timestamp; `now` in milliseconds. Returns the timestamp to send it with, if any. */
  shared(layer: number, at: number, isKey: boolean, now: number): number | undefined;
  /** The same for a frame of the link's own encoder. */
  own(at: number, isKey: boolean, now: number): number | undefined;
  /** The layer that has to make a key frame for this link, if any. */
  readonly keyFor: number | undefined;
  /** The layer whose frames the link sends; `undefined`: its own. */
  readonly sends: number | undefined;
}

export function createViewer(): Viewer {
  /** The clock of RTP video, per millisecond. */
  const TICKS = 90;
  /** Timestamps of the same picture differ by rounding, and by how long it took to reach the encoders. */
  const TOLERANCE = 5 * TICKS;
  /** Own frames that are remembered, and shared ones: those of the same time. */
  const OWN = 12;
  const SHARED = 240;
  /** Own frames that are enough to learn from, those that must have a shared one, and those that show that something has changed. */
  const ENOUGH = 8;
  const FITTING = 5;
  const UNFIT = 2;
  /** The frames of one picture arrive within this time. This much counts as one frame that does not fit (ms). */
  const APART = 150;
  const PENALTY = 10;
  const JUMP = 1_000;
  /** A key frame that was sent so recently answers a request (ms). */
  const FRESH = 400;
  /** Timestamps only grow: the same picture from another encoder follows after this time. */
  const STEP = TICKS;

  interface Seen {
    readonly at: number;
    readonly now: number;
  }
  interface Stream {
    readonly seen: Seen[];
    /** Added to the timestamp of a shared frame, it gives the timestamp of the same picture in the own stream of the link. */
    offset: number | undefined;
  }
  const streams = new Map<number, Stream>();
  const seenOwn: Seen[] = [];
  let wanted: number | undefined;
  let sends: number | undefined;
  let keyFor: number | undefined;
  let keyAt = Number.NEGATIVE_INFINITY;
  let last: number | undefined;
  let count = 0;

  /** The difference of two timestamps, which wrap at 32 bits. */
  const minus = (a: number, b: number) => (a - b) | 0;
  const next = (at: number) => {
    last = last !== undefined && minus(at, last) < STEP ? (last + STEP) >>> 0 : at;
    return last;
  };
  /** Timestamps jump when an encoder starts anew: what was learned is wrong. */
  const jumps = (before: Seen | undefined, at: number, now: number) =>
    !!before && Math.abs(minus(at, before.at) / TICKS - (now - before.now)) > JUMP;
  const streamOf = (layer: number): Stream => {
    const stream = streams.get(layer) ?? { seen: [], offset: undefined };
    streams.set(layer, stream);
    return stream;
  };
  const remember = (seen: Seen[], at: number, now: number, most: number) => {
    seen.push({ at, now });
    if (seen.length > most) seen.shift();
  };

  /** How well this difference fits: how many own frames have a shared one, and whether these arrived together. */
  const fit = ({ seen }: Stream, offset: number) => {
    let [count, apart] = [0, 0];
    for (const own of seenOwn) {
      const same = seen.find((one) => Math.abs(minus(minus(own.at, one.at), offset)) <= TOLERANCE);
      if (!same) continue;
      count += 1;
      apart += Math.abs(own.now - same.now);
    }
    return { count, score: count && count - apart / count / PENALTY };
  };

  /** Learns the difference of the timestamps. What was learned stays while it fits. */
  const learn = (stream: Stream) => {
    if (seenOwn.length < ENOUGH) return;
    if (stream.offset !== undefined && fit(stream, stream.offset).count > UNFIT) return;
    let best = Number.NEGATIVE_INFINITY;
    for (const own of seenOwn) {
      for (const one of stream.seen) {
        if (Math.abs(own.now - one.now) > APART) continue;
        const offset = minus(own.at, one.at);
        const { count, score } = fit(stream, offset);
        if (count < FITTING || score <= best) continue;
        best = score;
        stream.offset = offset;
      }
    }
  };

  /** As soon as the difference is known, waits for a key frame of the wanted layer. */
  const prepare = () => {
    if (wanted === undefined || wanted === sends || wanted === keyFor) return;
    const stream = streamOf(wanted);
    if (stream.offset === undefined) learn(stream);
    if (stream.offset !== undefined) keyFor = wanted;
  };

  return {
    want(layer, isUrgent = false) {
      wanted = layer;
      keyFor = undefined;
      if (isUrgent) sends = undefined;
      prepare();
    },
    shared(layer, at, isKey, now) {
      if (jumps(streams.get(layer)?.seen.at(-1), at, now)) {
        streams.delete(layer);
        if (layer === keyFor) keyFor = undefined;
        if (layer === sends) sends = undefined;
      }
      const stream = streamOf(layer);
      remember(stream.seen, at, now, SHARED);
      prepare();
      if (stream.offset === undefined) return undefined;
      if (isKey && layer === wanted) {
        sends = layer;
        keyFor = undefined;
        keyAt = now;
      }
      return layer === sends ? next((at + stream.offset) >>> 0) : undefined;
    },
    own(at, isKey, now) {
      if (jumps(seenOwn.at(-1), at, now)) {
        streams.clear();
        seenOwn.length = 0;
        sends = keyFor = last = undefined;
      }
      remember(seenOwn, at, now, OWN);
      if (wanted === undefined && isKey) sends = undefined;
      // A key frame of the own encoder means that the other side has requested one.
      if (sends !== undefined && isKey && wanted === sends && now - keyAt > FRESH) keyFor = sends;
      prepare();
      count += 1;
      const stream = sends === undefined ? undefined : streams.get(sends);
      if (stream && count % OWN === 0) learn(stream);
      return sends === undefined ? next(at) : undefined;
    },
    get keyFor() {
      return keyFor;
    },
    get sends() {
      return sends;
    },
  };
}
