/**
 * The bulk channel of a link: a second data channel for large data such as files. It is created when the first side sends, so a
 * call that never uses it pays nothing, and a negotiated channel needs no new offer. Owns the channel and the flow control;
 * knows nothing of what is sent.
 *
 * Flow control has two parts. On our side, sending waits while the browser has too much unsent data. On their side, we may only
 * send as many bytes as the receiver has granted (`bulk {credit}` on the control channel), because a data channel itself never
 * slows down a sender for a slow reader.
 */
import { BULK_WINDOW, MAX_BULK_BYTES } from '../../protocol/limits.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';
import type { Peer } from '../peer/peer.js';
import type { PeerOptions } from '../peer/peer-options.js';

/** Stream id of the channel; the control channel has 0. */
const CHANNEL_ID = 1;
/** Sending stops above this many unsent bytes, and goes on below {@link LOW_WATER}. Small, because the control channel shares the path. */
const HIGH_WATER = 256 * 1024;
const LOW_WATER = 64 * 1024;
/** Even an empty message costs this many bytes of the receiver's window, so that many small ones are limited too. */
const LEAST_COST = 1024;
/** Credit is granted in steps of this size. */
const GRANT = BULK_WINDOW / 4;
/** Limit of sends that wait. */
const MAX_WAITING_SENDS = 256;

/** Why a message was not sent. */
export class BulkError extends Error {
  override readonly name = 'BulkError';

  constructor(readonly reason: 'closed' | 'too-large' | 'too-many') {
    super(`bulk channel: ${reason}`);
  }
}

export interface BulkChannelOptions {
  rtc: Pick<RTCPeerConnection, 'createDataChannel'>;
  /** Sends a message on the control channel. */
  tell(message: PeerMessage): boolean;
  /** Handles a message. Its bytes are granted again when the promise resolves, so a slow receiver slows down the sender. */
  received(bytes: ArrayBuffer): void | Promise<void>;
  /** The channel is closed: the other side closed it, or did not keep to the window. */
  closed(): void;
}

/** A message that waits for its turn. */
interface WaitingSend {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly cost: number;
  done(): void;
  fail(reason: unknown): void;
}

const costOf = (bytes: number): number => Math.max(LEAST_COST, bytes);

export class BulkChannel {
  readonly #options: BulkChannelOptions;
  #channel: RTCDataChannel | undefined;
  #isClosed = false;
  /** Bytes that we may still send. */
  #credit = 0;
  /** Bytes that they may still send. */
  #window = 0;
  /** Bytes handled since the last grant. */
  #handled = 0;
  readonly #waiting: WaitingSend[] = [];

  constructor(options: BulkChannelOptions) {
    this.#options = options;
  }

  /**
   * Sends up to 16 KiB, after all earlier messages. Resolves when the browser has taken the message, which is the time to send the
   * next one: that keeps memory small. Rejects with a {@link BulkError}, or with the reason of `signal` if it is aborted before.
   */
  send(bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#isClosed) throw new BulkError('closed');
      if (bytes.byteLength > MAX_BULK_BYTES) throw new BulkError('too-large');
      if (this.#waiting.length >= MAX_WAITING_SENDS) throw new BulkError('too-many');
      const finish = (settle: () => void) => {
        signal?.removeEventListener('abort', aborted);
        settle();
      };
      const item: WaitingSend = {
        bytes,
        cost: costOf(bytes.byteLength),
        done: () => finish(resolve),
        fail: (reason) => finish(() => reject(reason)),
      };
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(item), 1);
        reject(signal!.reason);
        // The next one may be small enough for the credit.
        this.#pump();
      };
      signal?.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(item);
      this.#open();
      this.#pump();
    });
  }

  /** The other side has created its channel, or lets us send more. */
  granted(credit: number): void {
    if (this.#isClosed) return;
    this.#credit += credit;
    this.#open();
    this.#pump();
  }

  /** Ends the channel; what was not sent is rejected. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const channel = this.#channel;
    if (channel) {
      channel.onopen = channel.onmessage = channel.onclose = channel.onbufferedamountlow = null;
      channel.close();
    }
    for (const item of this.#waiting.splice(0)) item.fail(new BulkError('closed'));
  }

  #open(): void {
    if (this.#channel) return;
    const channel = this.#options.rtc.createDataChannel('bulk', {
      negotiated: true,
      id: CHANNEL_ID,
      // Newer than TypeScript's library. Chromium sends messages of the control channel first.
      ...({ priority: 'very-low' } as object),
    });
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_WATER;
    channel.onopen = channel.onbufferedamountlow = () => this.#pump();
    channel.onmessage = ({ data }) => void this.#received(data);
    channel.onclose = () => this.#ended();
    this.#grant(BULK_WINDOW);
  }

  #grant(bytes: number): void {
    this.#window += bytes;
    this.#options.tell({ type: 'bulk', credit: bytes });
  }

  /** Sends as much as the other side and the browser take now. */
  #pump(): void {
    const channel = this.#channel;
    while (channel?.readyState === 'open' && channel.bufferedAmount <= HIGH_WATER) {
      const [item] = this.#waiting;
      if (!item || item.cost > this.#credit) return;
      this.#waiting.shift();
      this.#credit -= item.cost;
      try {
        channel.send(item.bytes);
        item.done();
      } catch {
        item.fail(new BulkError('closed'));
      }
    }
  }

  async #received(data: unknown): Promise<void> {
    const bytes = data instanceof ArrayBuffer ? data : new ArrayBuffer(0);
    const cost = costOf(data instanceof ArrayBuffer ? bytes.byteLength : String(data).length);
    // Our own side keeps to the window and to the size, so this is another program: what it sends is read no more.
    if (cost > this.#window || cost > MAX_BULK_BYTES) return this.#ended();
    this.#window -= cost;
    try {
      if (data === bytes) await this.#options.received(bytes);
    } catch {
      // The receiver reports its own errors; the bytes are handled either way.
    }
    this.#handled += cost;
    if (this.#isClosed || this.#handled < GRANT) return;
    this.#grant(this.#handled);
    this.#handled = 0;
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.close();
    this.#options.closed();
  }
}

/** The bulk channel of a peer's current connection. */
export const bulkOf = (peer: Peer, { on, log }: Pick<PeerOptions, 'on' | 'log'>): BulkChannel =>
  new BulkChannel({
    rtc: peer.connection!,
    tell: (message) => peer.tell(message),
    received: (bytes) => on.bulk?.(peer, bytes),
    closed: () => log.warn('bulk channel closed'),
  });
