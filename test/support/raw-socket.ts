/**
 * A WebSocket in plain Node, for tests that talk to the real party without a browser: frames of any size, close codes, and
 * headers that no browser would send. Stores everything received.
 */
import { randomBytes } from 'node:crypto';
import { type ClientRequest, get, request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ClientFrame, ServerFrame } from '../../src/protocol/index.js';
import { PATIENCE } from './until.js';

type Of<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export class RawSocket {
  readonly frames: ServerFrame[] = [];
  /** The close code, once the party has closed. */
  closed: number | undefined;
  /** The HTTP status of a refused handshake. */
  refused: number | undefined;
  #stream: Duplex | undefined;
  #unread = Buffer.alloc(0);
  readonly #waiting = new Set<() => void>();

  /** Dials; resolves when the handshake is over, successful or not. Rejects without an answer within {@link PATIENCE}. */
  static dial(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
    const socket = new RawSocket();
    return new Promise((done, fail) => {
      const asked = get(url.replace(/^ws/, 'http'), {
        agent: false,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': randomBytes(16).toString('base64'),
          ...headers,
        },
      });
      endWithoutAnswer(asked, `GET ${url}`);
      asked.once('upgrade', (_response, stream: Duplex, head: Buffer) => {
        socket.#stream = stream;
        stream.on('data', (chunk: Buffer) => socket.#read(chunk));
        stream.on('error', () => {});
        stream.on('close', () => socket.#changed());
        socket.#read(head);
        done(socket);
      });
      asked.once('response', (response) => {
        socket.refused = response.statusCode;
        response.resume();
        done(socket);
      });
      asked.once('error', fail);
    });
  }

  send(frame: ClientFrame): this {
    return this.sendRaw(JSON.stringify(frame));
  }

  /** Text as it is, or bytes as a binary frame. */
  sendRaw(data: string | Uint8Array): this {
    this.#write(typeof data === 'string' ? 1 : 2, Buffer.from(data as string));
    return this;
  }

  /** Stops reading, so that received data fills the buffers on the way and then the server's. */
  pause(): this {
    this.#stream?.pause();
    return this;
  }

  resume(): this {
    this.#stream?.resume();
    return this;
  }

  /** The socket is closed or lost. */
  get isGone(): boolean {
    return this.closed !== undefined || !!this.#stream?.destroyed;
  }

  /** The network loses it: no close frame. */
  lose(): void {
    this.#stream?.destroy();
  }

  /** The first frame of that type, once received; rejects if it does not arrive within {@link PATIENCE}. */
  async first<T extends ServerFrame['type']>(type: T): Promise<Of<T>> {
    const find = () => this.frames.find((frame): frame is Of<T> => frame.type === type);
    await this.#until(() => find() !== undefined, `a ${type} frame`);
    return find()!;
  }

  /** The close code, once received. PartyKit may take 2 s and more to send it (B7). */
  async end(): Promise<number | undefined> {
    await this.#until(() => this.closed !== undefined, 'a close');
    return this.closed;
  }

  #until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((done, fail) => {
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        fail(
          new Error(`${what} did not come within ${PATIENCE} ms; there was ${JSON.stringify(this.frames)}`),
        );
      }, PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Servers do not mask, and the party's frames are never fragmented. */
  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const data = this.#unread;
      const short = (data[1] ?? 0) & 127;
      const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
      if (data.length < start) return;
      const length =
        short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
      if (data.length < start + length) return;
      this.#unread = data.subarray(start + length);
      const payload = data.subarray(start, start + length);
      const kind = data[0]! & 15;
      if (kind === 1) this.#heard(JSON.parse(payload.toString()));
      if (kind === 8) {
        this.closed = length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.#write(8, payload);
      }
      this.#changed();
    }
  }

  /** Echoes an ack token like a page. */
  #heard(frame: ServerFrame): void {
    this.frames.push(frame);
    if (frame.type === 'ping' && frame.ackToken !== undefined)
      this.send({ type: 'ping', ackToken: frame.ackToken });
  }

  #write(kind: number, payload: Buffer): void {
    const mask = randomBytes(4);
    const size = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
    const head = Buffer.from([0x80 | kind, 0x80 | (size === 8 ? 127 : size ? 126 : payload.length)]);
    const length = Buffer.alloc(size);
    if (size === 2) length.writeUInt16BE(payload.length);
    if (size === 8) length.writeBigUInt64BE(BigInt(payload.length));
    const masked = payload.map((byte, n) => byte ^ mask[n % 4]!);
    this.#stream?.write(Buffer.concat([head, length, mask, masked]));
  }
}

/** Otherwise a request that a server keeps without an answer would wait until the whole test ends. */
function endWithoutAnswer(asked: ClientRequest, what: string): void {
  const timer = setTimeout(
    () => asked.destroy(new Error(`${what}: no answer within ${PATIENCE} ms`)),
    PATIENCE,
  );
  for (const event of ['upgrade', 'response', 'close']) asked.once(event, () => clearTimeout(timer));
}

/** Posts text, as `navigator.sendBeacon` does; resolves with the status. Rejects without an answer within {@link PATIENCE}. */
export function post(
  url: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((done, fail) => {
    const asked = request(
      url,
      { agent: false, method: 'POST', headers: { ...headers, ...length } },
      (response) => {
        response.resume();
        done(response.statusCode);
      },
    );
    endWithoutAnswer(asked, `POST ${url}`);
    asked.once('error', fail);
    asked.end(text);
  });
}
