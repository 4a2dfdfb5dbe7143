/**
 * The normal party, whose room objects also report their events since creation: `x-events: 1` on a GET. So a test can check that
 * the memory was lost when something happened, and not only that it happened.
 */
import { type PartyKitRequest, party } from '../../party/index.js';

const Base = party();

const isAsked = (request: PartyKitRequest) => request.headers.get('x-events') !== null;

export default class extends Base {
  readonly #events: string[] = [];

  static override async onBeforeRequest<R extends PartyKitRequest>(
    request: R,
    lobby: Parameters<typeof Base.onBeforeRequest>[1],
  ) {
    return isAsked(request) ? request : Base.onBeforeRequest(request, lobby);
  }

  override async onRequest(request: PartyKitRequest): Promise<Response> {
    return isAsked(request) ? Response.json(this.#events) : super.onRequest(request);
  }

  override onMessage(...event: Parameters<InstanceType<typeof Base>['onMessage']>): void {
    this.#events.push('message');
    super.onMessage(...event);
  }

  override onAlarm(): void {
    this.#events.push('alarm');
    super.onAlarm();
  }
}
