/**
 * The minimal relay of the same frames, as a baseline for the party: it parses each frame, finds the receiver and adds the
 * sender. No checks, no ack tokens, no resume tokens, no storage.
 */
interface BareSocket {
  send(text: string): void;
}

interface BareFrame {
  type: string;
  sid: string;
  to: string;
  gen: number;
  n: number;
  payload: string;
}

let lastId = 0;

export class BareRoom<S extends BareSocket> {
  readonly #ids = new Map<S, string>();
  readonly #sockets = new Map<string, S>();
  readonly #sids = new Map<S, string>();

  message(socket: S, text: string): void {
    const frame: BareFrame = JSON.parse(text);
    switch (frame.type) {
      case 'hello': {
        const id = `id-${++lastId}`;
        this.#ids.set(socket, id);
        this.#sids.set(socket, frame.sid);
        this.#sockets.set(id, socket);
        socket.send(JSON.stringify({ type: 'welcome', self: { id }, roster: [] }));
        break;
      }
      case 'join':
        socket.send(JSON.stringify({ type: 'joined', member: { id: this.#ids.get(socket) }, roster: [] }));
        break;
      case 'signal': {
        const { gen, n, payload } = frame;
        const [from, fromSid] = [this.#ids.get(socket), this.#sids.get(socket)];
        this.#sockets.get(frame.to)?.send(JSON.stringify({ type: 'signal', from, fromSid, gen, n, payload }));
        break;
      }
    }
  }

  close(socket: S): void {
    this.#sockets.delete(this.#ids.get(socket) ?? '');
    this.#ids.delete(socket);
    this.#sids.delete(socket);
  }
}
