/**
 * A network between connections of one machine, in user space and without root: everyone is reached through a front, a UDP port
 * that forwards packets after a delay. It can fail, come back, or come back so that only new addresses work. Does not read
 * packets.
 */
import { createSocket, type Socket } from 'node:dgram';

interface Front {
  socket: Socket;
  /** The destination of its packets. */
  address: string;
  port: number;
  /** Its network is gone for good. */
  dead: boolean;
}

export class UdpNetwork {
  /** One way, in milliseconds. */
  readonly delay: number;
  readonly #fronts = new Map<string, Promise<Front>>();
  #dark = false;
  readonly #losses = new Map<string, number>();

  constructor(delay: number) {
    this.delay = delay;
  }

  /** The port at which `address:port` is reached; the same one each time. */
  async front(address: string, port: number): Promise<number> {
    return (await this.#front(address, port)).socket.address().port;
  }

  /** From now on every packet is lost. */
  cut(): void {
    this.#dark = true;
  }

  /** From now on, each packet to `address:port` is lost with this probability, from 0 to 1. */
  lose(address: string, port: number, share: number): void {
    this.#losses.set(`${address}:${port}`, share);
  }

  /** Packets arrive again. `elsewhere`: only those between addresses found from now on, like on another network. */
  async heal({ elsewhere = false } = {}): Promise<void> {
    if (elsewhere) for (const front of await Promise.all(this.#fronts.values())) front.dead = true;
    this.#dark = false;
  }

  async close(): Promise<void> {
    for (const { socket } of await Promise.all(this.#fronts.values())) socket.close();
    this.#fronts.clear();
  }

  #front(address: string, port: number): Promise<Front> {
    const key = `${address}:${port}`;
    let front = this.#fronts.get(key);
    if (!front) {
      front = this.#open(address, port);
      this.#fronts.set(key, front);
    }
    return front;
  }

  async #open(address: string, port: number): Promise<Front> {
    const socket = createSocket('udp4');
    const front: Front = { socket, address, port, dead: false };
    socket.on('message', (packet, from) => void this.#pass(packet, from.address, from.port, front));
    await new Promise<void>((done) => socket.bind(0, address, done));
    return front;
  }

  /** The sender is seen at its own front, even if nobody was told about it before. */
  async #pass(packet: Buffer, address: string, port: number, to: Front): Promise<void> {
    const from = await this.#front(address, port);
    if (this.#dark || from.dead || to.dead) return;
    if (Math.random() < (this.#losses.get(`${to.address}:${to.port}`) ?? 0)) return;
    setTimeout(() => {
      // A receiver that is gone needs no packets.
      try {
        from.socket.send(packet, to.port, to.address);
      } catch {}
    }, this.delay);
  }
}
