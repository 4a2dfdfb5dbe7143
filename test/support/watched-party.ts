/**
 * The party as it is, whose room objects say what they have been through since they were made: `x-events: 1` on a GET. So a test can tell
 * that memory was gone when something happened, and not only that it happened.
 */
import type * as Party from 'partykit/server';
import { party } from '../../party/index.js';

/** What `party()` makes, as the class that it is. */
declare class Plain {
  constructor(room: Party.Room);
  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Promise<Party.Request | Response>;
  onRequest(request: Party.Request): Promise<Response>;
  onMessage(message: string, socket: Party.Connection): void;
  onAlarm(): void;
}

const Base = party() as unknown as typeof Plain;

const isAsked = (request: Party.Request) => request.headers.has('x-events');

export default class extends Base {
  readonly #events: string[] = [];

  static override async onBeforeRequest(request: Party.Request, lobby: Party.Lobby) {
    return isAsked(request) ? request : Base.onBeforeRequest(request, lobby);
  }

  override async onRequest(request: Party.Request): Promise<Response> {
    return isAsked(request) ? Response.json(this.#events) : super.onRequest(request);
  }

  override onMessage(message: string, socket: Party.Connection): void {
    this.#events.push('message');
    super.onMessage(message, socket);
  }

  override onAlarm(): void {
    this.#events.push('alarm');
    super.onAlarm();
  }
}
