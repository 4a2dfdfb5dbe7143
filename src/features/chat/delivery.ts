/**
 * Delivers messages to each recipient: all of them, in order and once, even if a path breaks for a while or a link is rebuilt.
 * Every new channel starts with how far each side has read the other; later messages are sent again, so no acknowledgement is
 * needed. Knows nothing about the content.
 */

import type { PeerMessage } from '../../protocol/peer-messages.js';
import { TokenBucket } from '../../shared/token-bucket.js';

/** Creates the message for one participant when it is sent; `n` and `after` as on the wire. */
export type Making = (n: number, after: number) => PeerMessage;

/** What a message is worth: 0, kept while there is room, for the same page; 1, also for their next page; 2, only if the same person proves to be there. */
export type Worth = 0 | 1 | 2;

/** Limit of messages kept for one participant. Above it, the oldest with worth 0 is dropped, else the oldest. */
export const MAX_KEPT = 256;

/** The state of delivery to one participant. */
class Line {
  kept: { n: number; make: Making; worth: Worth; person: string | undefined }[] = [];
  /** The session of their page; empty until we have met it. */
  sid = '';
  /** Who proved to be on that page, if there is a secret. */
  person: string | undefined;
  /**
   * Starts above every number that was used before: the peer may still hold a link that we have already dropped. Nobody sends a hundred
   * messages a second, and numbers on the wire are limited to 31 bits: 248 days.
   */
  sent = Math.floor(performance.now() / 10);
  read = 0;
  /** They have reported over the current channel how far they have read. */
  open = false;
  /** Limits how often they may ask us to send again. */
  readonly asking = new TokenBucket(10, 10_000);
}

export class Delivery {
  readonly #lines = new Map<string, Line>();

  constructor(readonly tell: (message: PeerMessage, to: string) => void) {}

  /**
   * A channel is open. Another `sid` is another page, which has read nothing and starts new numbers. Messages for another person
   * than `person`, who has proved to be there, are not sent to them.
   */
  opened(id: string, sid: string, person?: string): void {
    let line = this.#line(id);
    if (line.sid && (line.sid !== sid || line.person !== person)) {
      const lasting = line.kept.filter(({ worth }) => worth);
      this.#lines.delete(id);
      line = this.#line(id);
      for (const { make, worth, person: whom } of lasting) this.#keep(line, make, worth, whom);
    }
    line.kept = line.kept.filter((one) => one.worth < 2 || one.person === person);
    line.person = person;
    line.sid = sid;
    line.open = false;
    this.ask(id);
  }

  /** Whether messages to them arrive, as far as we can tell. */
  isOpen(id: string): boolean {
    return !!this.#lines.get(id)?.open;
  }

  /**
   * Sends to each recipient, now or when their channel opens. `memberOf`: what the party says of that id, which nobody has proved. Where
   * it names another page, that page has to prove first who it is.
   */
  post(
    ids: readonly string[],
    make: Making,
    worth: Worth,
    memberOf?: (id: string) => { sid: string; person?: string | undefined } | undefined,
  ): void {
    for (const id of ids) {
      const line = this.#line(id);
      const { sid = line.sid, person } = memberOf?.(id) ?? {};
      this.#keep(line, make, worth, line.sid ? line.person : person);
      if (line.open && sid === line.sid) this.#send(id, line, line.kept.length - 1);
    }
  }

  /** They have read up to `n`. Returns whether this is their first report over the current channel. */
  hasRead(id: string, n: number, now: number): boolean {
    const line = this.#lines.get(id);
    if (!line?.asking.take(now)) return false;
    const isFirst = !line.open;
    line.open = true;
    this.acknowledged(id, n);
    line.kept.forEach((one, index) => {
      if (one.n > n) this.#send(id, line, index);
    });
    return isFirst;
  }

  /** They have read up to `n`: these messages are never sent again, to any page. */
  acknowledged(id: string, n: number): void {
    const line = this.#lines.get(id);
    if (line) line.kept = line.kept.filter((one) => one.n > n);
  }

  /** How far we have read their messages. */
  read(id: string): number {
    return this.#lines.get(id)?.read ?? 0;
  }

  /** Reports how far we have read, which makes them send the rest. */
  ask(id: string): void {
    // They may have left meanwhile.
    const line = this.#lines.get(id);
    if (line) this.tell({ type: 'read', n: line.read }, id);
  }

  /**
   * Whether message `n` is new and no earlier one is missing. `mayPass` is asked then. If it refuses, this message and all later
   * ones are sent again when we `ask`; `missed` is called each time.
   */
  accepts(id: string, n: number, after: number, mayPass: () => boolean, missed: () => void): boolean {
    const line = this.#lines.get(id);
    if (!line || n <= line.read) return false;
    if (after <= line.read && mayPass()) {
      line.read = n;
      return true;
    }
    missed();
    return false;
  }

  /** Forgets everyone else. */
  keepOnly(ids: readonly string[]): void {
    for (const id of this.#lines.keys()) if (!ids.includes(id)) this.#lines.delete(id);
  }

  #line(id: string): Line {
    const line = this.#lines.get(id) ?? new Line();
    this.#lines.set(id, line);
    return line;
  }

  #keep(line: Line, make: Making, worth: Worth, person: string | undefined): void {
    const { kept } = line;
    line.sent += 1;
    kept.push({ n: line.sent, make, worth, person });
    if (kept.length > MAX_KEPT)
      kept.splice(
        Math.max(
          0,
          kept.findIndex((one) => !one.worth),
        ),
        1,
      );
  }

  #send(id: string, { kept }: Line, index: number): void {
    const { n, make } = kept[index]!;
    this.tell(make(n, kept[index - 1]?.n ?? 0), id);
  }
}
