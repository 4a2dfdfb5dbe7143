/**
 * Gets messages to each of those they are for: all of them, in order and once, also when a path is cut for a while or a link is
 * made anew. Every new channel begins with how far either side has read the other; what comes after that is sent again, so
 * nothing needs to be acknowledged. Knows nothing of what is in a message.
 */
import { Budget } from '../base/budget.js';
import type { PeerMessage } from '../protocol/peer-messages.js';

/** A message for one participant, made when it is sent; `n` and `after` as on the wire. */
export type Making = (n: number, after: number) => PeerMessage;

/** How long a message is worth sending: 0 while there is room for it, 1 to the same page, 2 also to another page of theirs. */
export type Worth = 0 | 1 | 2;

/** Most that is kept for one participant; of more, the oldest of no worth goes, else the oldest. */
export const MAX_KEPT = 256;

/** One participant. */
class Line {
  kept: { n: number; make: Making; worth: Worth; person: string | undefined }[] = [];
  /** Of their page, once we have met it. */
  sid = '';
  /** Who has proved to be on it, where there is a secret. */
  person: string | undefined;
  /** From where none of our earlier lines to them has been: should we have forgotten them, they may still know us. */
  sent = Math.floor(performance.now());
  read = 0;
  /** They have said over the present channel how far they have read. */
  open = false;
  /** How often they may ask for what was sent already. */
  readonly asking = new Budget(10, 10_000);
}

export class Delivery {
  readonly #lines = new Map<string, Line>();

  constructor(readonly tell: (message: PeerMessage, to: string) => void) {}

  /**
   * A channel to them is open. Another `sid` is another page: it has read nothing, and numbers anew. What was meant for somebody else
   * than `person`, who has proved to be there, is not for them.
   */
  opened(id: string, sid: string, person?: string): void {
    let line = this.#line(id);
    if (line.sid && (line.sid !== sid || line.person !== person)) {
      // What everyone was told, somebody passes on to the new page; what was for them alone, only we can.
      const lasting = line.kept.filter(({ worth }) => worth === 2);
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

  /** Whether what is sent to them arrives, as far as anybody can tell. */
  isOpen(id: string): boolean {
    return !!this.#lines.get(id)?.open;
  }

  /** Sends to each of them, now or when their channel opens. `personOf`: who goes by that id, as far as is known before they have proved it. */
  post(
    ids: readonly string[],
    make: Making,
    worth: Worth,
    personOf: (id: string) => string | undefined = () => undefined,
  ): void {
    for (const id of ids) {
      const line = this.#line(id);
      this.#keep(line, make, worth, line.sid ? line.person : personOf(id));
      if (line.open) this.#send(id, line, line.kept.length - 1);
    }
  }

  /** They have read up to `n`. Returns whether this is the first word over the present channel. */
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

  /** They have read up to `n`: that is never sent again, to no page. */
  acknowledged(id: string, n: number): void {
    const line = this.#lines.get(id);
    if (line) line.kept = line.kept.filter((one) => one.n > n);
  }

  /** How far we have read them. */
  read(id: string): number {
    return this.#lines.get(id)?.read ?? 0;
  }

  /** Tells them how far we have read, which has them send the rest. */
  ask(id: string): void {
    this.tell({ type: 'read', n: this.#line(id).read }, id);
  }

  /**
   * Whether what came under `n` is new and nothing before it is missing. `mayPass` is asked then; what it refuses, and all
   * that follows, is sent again when we `ask`: `missed` is told each time.
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

  /** Forgets all but these. */
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
