/** The parts of a model connection: its control channel and its transceivers. Neither knows descriptions. */
import type { ModelConnection } from './model-connection.js';

export const wrong = (text: string, name = 'InvalidStateError') => new DOMException(text, name);

/** Handlers are properties, as `src/mesh` sets them. */
export function fire(target: object, type: string, fields: object = {}): void {
  (target as Record<string, ((event: object) => void) | null>)[`on${type}`]?.({ type, ...fields });
}

/** The control channel: negotiated, ordered, reliable. */
export class ModelChannel {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readyState: RTCDataChannelState = 'connecting';
  readonly #connection: ModelConnection;
  /** Messages that arrived before we were open. */
  #early: string[] = [];

  constructor(connection: ModelConnection) {
    this.#connection = connection;
  }

  send(text: string): void {
    if (this.readyState !== 'open') throw wrong('the channel is not open');
    const link = this.#connection.link!;
    link.carry(() => link.other(this.#connection).control?.receive(text));
  }

  receive(text: string): void {
    if (this.readyState === 'connecting') this.#early.push(text);
    else if (this.readyState === 'open') fire(this, 'message', { data: text });
  }

  open(): void {
    if (this.readyState !== 'connecting') return;
    this.readyState = 'open';
    fire(this, 'open');
    for (const text of this.#early.splice(0)) this.receive(text);
  }

  /** The other end is closed. */
  ended(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    fire(this, 'close');
  }
}

export class ModelTransceiver {
  mid: string | null = null;
  currentDirection: RTCRtpTransceiverDirection | null = null;
  readonly receiver = { track: undefined };
  readonly sender = {
    track: null as MediaStreamTrack | null,
    replaceTrack: async (track: MediaStreamTrack | null) => {
      if (this.#connection.signalingState === 'closed') throw wrong('the connection is closed');
      this.sender.track = track;
    },
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async () => {},
    getStats: async () => new Map(),
  };
  readonly #connection: ModelConnection;
  #direction: RTCRtpTransceiverDirection;

  constructor(
    connection: ModelConnection,
    readonly kind: string,
    direction: RTCRtpTransceiverDirection,
  ) {
    this.#connection = connection;
    this.#direction = direction;
  }

  get direction(): RTCRtpTransceiverDirection {
    return this.#direction;
  }

  set direction(direction) {
    if (direction === this.#direction) return;
    this.#direction = direction;
    this.#connection.negotiate();
  }
}
