/**
 * The worker that writes the frames of shared encoders to the senders of the links. The streams of both are transferred to it
 * (`RTCRtpSender.createEncodedStreams()`). It is started from text, so {@link runWorker} uses nothing from outside but its
 * arguments.
 */
import type { Viewer } from './viewer.js';

/** The streams of a sender. */
export interface EncodedStreams {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
}

/** What the worker is told: streams of a shared encoder or of a link, what a link is to send, or that it has ended. */
export type ToWorker =
  | { readonly layer: number; readonly streams: EncodedStreams }
  | { readonly viewer: string; readonly streams: EncodedStreams }
  | { readonly viewer: string; readonly wants: number | undefined; readonly isUrgent: boolean }
  | { readonly forget: string };

/** Counters of one link since it began. */
export interface ViewerReport {
  /** Frames of its own encoder. */
  readonly own: number;
  /** Frames of shared encoders that it sent. */
  readonly shared: number;
  /** Key frames of its own encoder: mostly requests of the other side. */
  readonly keys: number;
  readonly errors: number;
  /** The layer whose frames it sends; `undefined`: its own. */
  readonly sends: number | undefined;
  /** Its codec is not the one of the shared encoders, or has another number. */
  readonly isForeign: boolean;
}

/** Comes four times a second. */
export interface Report {
  readonly viewers: ReadonlyMap<string, ViewerReport>;
  /** Frames of each shared encoder so far. */
  readonly layers: ReadonlyMap<number, number>;
}

/** What the worker says: that it has started, its report, or that a layer has to make a key frame. */
export type FromWorker =
  /** Whether it holds its lock, which the browser releases when the worker ends, however it ends. */
  { readonly isLocked: boolean } | Report | { readonly keyFrame: number };

/** The same in all browsers that have `RTCEncodedVideoFrame`. */
export interface EncodedFrame {
  readonly type: 'key' | 'delta' | 'empty';
  getMetadata(): { rtpTimestamp?: number; mimeType?: string; payloadType?: number };
}

/** What the worker needs of its global scope. */
export interface WorkerScope {
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
  readonly navigator: { readonly locks?: Pick<LockManager, 'request'> };
  RTCEncodedVideoFrame: new (frame: EncodedFrame, options: { metadata: object }) => EncodedFrame;
}

/** `lock`: the name of the lock that it holds. Returns what ends it where there is no worker to end, in tests. */
export function runWorker(
  scope: WorkerScope,
  createViewer: () => Viewer,
  codec: string,
  lock: string,
): () => void {
  /** Time between two reports, and between two key frames of an encoder (ms). */
  const REPORT_EVERY = 250;
  const KEY_PAUSE = 400;

  const layers = new Map<number, { frames: number; keyAt: number }>();
  const viewers = new Map<string, ReturnType<typeof newViewer>>();

  function newViewer() {
    const viewer = createViewer();
    let writer: WritableStreamDefaultWriter<EncodedFrame> | undefined;
    /**
     * The payload type of the codec on this link, and whether the shared encoders use another one. The first offer decides it, so a
     * Firefox that made that offer has another. Chromium (156) lets nobody change it in a frame.
     */
    let payloadType: number | undefined;
    let isOther = false;
    const counters = { own: 0, shared: 0, keys: 0, errors: 0, isForeign: false };
    const failed = () => {
      counters.errors += 1;
    };
    const write = (frame: EncodedFrame, rtpTimestamp: number, isShared = false) => {
      try {
        const metadata = frame.getMetadata();
        const isAsItIs = !isShared && metadata.rtpTimestamp === rtpTimestamp;
        const copy = () => new scope.RTCEncodedVideoFrame(frame, { metadata: { ...metadata, rtpTimestamp } });
        writer?.write(isAsItIs ? frame : copy()).catch(failed);
      } catch {
        failed();
      }
    };
    const own = (frame: EncodedFrame) => {
      const { rtpTimestamp = 0, mimeType, ...metadata } = frame.getMetadata();
      payloadType = metadata.payloadType;
      counters.isForeign = mimeType !== codec || isOther;
      counters.own += 1;
      if (frame.type === 'key') counters.keys += 1;
      const sentAt = viewer.own(rtpTimestamp, frame.type === 'key', performance.now());
      if (sentAt !== undefined) write(frame, sentAt);
      requestKeys();
    };
    return {
      viewer,
      counters,
      async read({ readable, writable }: EncodedStreams) {
        writer = writable.getWriter();
        const reader = readable.getReader();
        for (;;) {
          const { value: frame, done } = await reader.read();
          if (done) return;
          try {
            own(frame);
          } catch {
            failed();
            // Its own frames need nothing of ours.
            writer.write(frame).catch(failed);
          }
        }
      },
      /** What goes wrong for one viewer is counted, and does not keep the frame from the others. */
      share(layer: number, frame: EncodedFrame) {
        try {
          const { rtpTimestamp = 0, ...metadata } = frame.getMetadata();
          isOther = payloadType !== undefined && metadata.payloadType !== payloadType;
          counters.isForeign ||= isOther;
          if (isOther) return;
          const sentAt = viewer.shared(layer, rtpTimestamp, frame.type === 'key', performance.now());
          if (sentAt === undefined) return;
          counters.shared += 1;
          write(frame, sentAt, true);
        } catch {
          failed();
        }
      },
    };
  }

  const viewerOf = (id: string) => {
    const viewer = viewers.get(id) ?? newViewer();
    viewers.set(id, viewer);
    return viewer;
  };

  async function readLayer(id: number, { readable }: EncodedStreams) {
    const layer = { frames: 0, keyAt: Number.NEGATIVE_INFINITY };
    layers.set(id, layer);
    const reader = readable.getReader();
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      if (frame.getMetadata().mimeType !== codec) continue;
      layer.frames += 1;
      for (const one of viewers.values()) one.share(id, frame);
      requestKeys();
    }
  }

  /** Requests of several links are one; the next follows after a pause. */
  function requestKeys() {
    const now = performance.now();
    for (const { viewer } of viewers.values()) {
      const { keyFor } = viewer;
      const layer = keyFor === undefined ? undefined : layers.get(keyFor);
      if (!layer || now - layer.keyAt < KEY_PAUSE) continue;
      layer.keyAt = now;
      scope.postMessage({ keyFrame: keyFor! });
    }
  }

  scope.onmessage = ({ data }) => {
    // Streams end with their connection; that is no error.
    if ('layer' in data) readLayer(data.layer, data.streams).catch(() => {});
    else if ('forget' in data) viewers.delete(data.forget);
    else if ('streams' in data)
      viewerOf(data.viewer)
        .read(data.streams)
        .catch(() => {});
    else viewerOf(data.viewer).viewer.want(data.wants, data.isUrgent);
  };
  const reports = setInterval(() => {
    scope.postMessage({
      viewers: new Map(
        [...viewers].map(([id, { counters, viewer }]) => [id, { ...counters, sends: viewer.sends }]),
      ),
      layers: new Map([...layers].map(([id, { frames }]) => [id, frames])),
    });
  }, REPORT_EVERY);
  const started = (isLocked: boolean) => scope.postMessage({ isLocked });
  const hold = () => {
    started(true);
    return new Promise<never>(() => {});
  };
  // Pages of opaque origins have no locks.
  if (scope.navigator.locks) scope.navigator.locks.request(lock, hold).catch(() => started(false));
  else started(false);
  return () => clearInterval(reports);
}
