/** A bare relay as a Worker of PartyServer: the baseline of the party on `wrangler dev`. */
import { type Connection, routePartykitRequest, Server } from 'partyserver';
import { BareRoom } from './party-bare-room.js';

export class Main extends Server {
  static override options = { hibernate: true };
  readonly #room = new BareRoom<Connection>();

  override onMessage(socket: Connection, data: string | ArrayBuffer | ArrayBufferView): void {
    this.#room.message(socket, data as string);
  }

  override onClose(socket: Connection): void {
    this.#room.close(socket);
  }
}

export default {
  fetch: async (request: Request, env: never) =>
    (await routePartykitRequest(request, env)) ?? new Response('Not found', { status: 404 }),
};
