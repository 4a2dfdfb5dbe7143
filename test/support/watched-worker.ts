/** The normal Worker, whose room objects also report their events: see watched-partykit.ts. */
import { routePartykitRequest } from 'partyserver';
import { Main as Plain, party } from '../../party/adapters/worker.js';

const isAsked = (request: Request) => request.headers.has('x-events');
const plain = party();

export class Main extends Plain {
  readonly #events: string[] = [];

  override async onRequest(request: Request): Promise<Response> {
    return isAsked(request) ? Response.json(this.#events) : super.onRequest(request);
  }

  override onMessage(...event: Parameters<Plain['onMessage']>): void {
    this.#events.push('message');
    super.onMessage(...event);
  }

  override onAlarm(): void {
    this.#events.push('alarm');
    super.onAlarm();
  }
}

export default {
  async fetch(request: Request, env: never) {
    return isAsked(request) ? routePartykitRequest(request, env) : plain.fetch(request, env);
  },
};
