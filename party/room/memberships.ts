/**
 * The memberships of a room, and the record that stores them. Owns the RoomRecord, decides when it is saved, and announces who is
 * away or has left. Knows nothing of sockets.
 */
import { toBase64url } from '../../src/protocol/base64url.js';
import {
  MAX_CAPACITY,
  MAX_KICKED,
  MEMBER_GRANTS,
  MEMBERSHIP_HOLD,
  type Member,
  type ServerFrame,
} from '../../src/protocol/party.js';
import type { Claims } from '../auth/claims.js';
import { departuresAfter, isFinal, type Reason } from './departures.js';
import type { Departure, Host, Membership, RoomRecord } from './host.js';
import { memberOf, nameAfter } from './member.js';
import { type Claim, issueResume, RESUME_LIFETIME } from './resume-token.js';
import { replaceTerms, termsOf } from './terms.js';

/** How long a membership is held whose access has expired: enough to ask for a new token and dial (ms). */
const RENEWAL_HOLD = 15_000;
/** Limit of banned participants per room. */
const MAX_BANNED = 100;
/** Limit of participants who stay muted in one call, even if they join again. */
const MAX_MUTED = 32;
/** The participants of one call, and as many who were lost before it ended. */
const MAX_ENDED = 2 * MAX_CAPACITY;

export class Memberships {
  record: RoomRecord;
  readonly #host: Host;
  readonly #announce: (frame: ServerFrame, except?: string) => void;
  #changed = false;

  /** `announce` reaches everyone except the named participant. */
  constructor(host: Host, announce: (frame: ServerFrame, except?: string) => void) {
    this.#host = host;
    this.#announce = announce;
    this.record = structuredClone(host.record) ?? {
      room: host.room,
      key: toBase64url(host.randomBytes(32)),
      epoch: this.mintId(),
      seq: 0,
      memberships: [],
    };
  }

  /** An unguessable id: 128 random bits as 22 characters. */
  mintId(): string {
    return toBase64url(this.#host.randomBytes(16));
  }

  get size(): number {
    return this.record.memberships.length;
  }

  all(): readonly Membership[] {
    return this.record.memberships;
  }

  of(id: string): Membership | undefined {
    return this.record.memberships.find((membership) => membership.id === id);
  }

  /** The membership with that id, or a recent one. */
  find(id: string): Membership | Departure | undefined {
    return this.of(id) ?? this.record.departed?.find((one) => one.id === id);
  }

  /** This membership, and all others here of the same person. */
  pagesOf({ id, sub }: Pick<Membership, 'id' | 'sub'>): (Membership | Departure)[] {
    const all = [...this.record.memberships, ...(this.record.departed ?? [])];
    return all.filter((one) => one.id === id || (!!sub && one.sub === sub));
  }

  /** A new resume token for a membership. */
  token(membership: Membership, now: number): string {
    return issueResume(this.record, membership, now);
  }

  /** All members except one. */
  roster(except: string): Member[] {
    return this.record.memberships.filter((membership) => membership.id !== except).map(memberOf);
  }

  /**
   * Creates a membership with the next join number; replaces an earlier one of the same participant. `claims`: the identity
   * accepted at the edge. `can`: what the page can do.
   */
  take(id: string, sid: string, name: string, claims: Claims, can?: string[]): Membership {
    const { sub } = claims;
    const { record } = this;
    const isOwn = (one: { id: string }) => one.id === id;
    // Neither a reload nor a long absence lifts a mute. For a known person (`sub`), joining as a new participant does not lift it
    // either.
    const muted = sub ? record.muted?.includes(sub) : this.find(id)?.muted;
    // A call that lost the party as a whole is locked again when one of its participants is back, not when somebody else is first.
    if (!this.find(id) || this.#isOver(id)) this.#beginAnew();
    delete record.memberlessAt;
    const membership: Membership = {
      id,
      sid,
      seq: this.#nextSeq(),
      name,
      ...(sub && { sub }),
      ...termsOf(claims, name),
      ...(muted && { muted }),
      ...(can && { can }),
    };
    record.memberships = [...record.memberships.filter((other) => !isOwn(other)), membership];
    this.#changed = true;
    return membership;
  }

  /** Whether the call in which that participant was lost is over. */
  #isOver(id: string): boolean {
    return !!this.record.departed?.some((one) => one.id === id && one.isOver);
  }

  /** Somebody else comes. If they are first, and after a pause, this is another call: a place in the call before opens no closed door. */
  #beginAnew(): void {
    const { record } = this;
    if (record.memberships.length) return;
    const { departed = [], memberlessAt = Number.POSITIVE_INFINITY } = record;
    record.locked = false;
    if (this.#host.now() - memberlessAt <= MEMBERSHIP_HOLD) return;
    for (const one of departed) if (one.membership) one.isOver = true;
  }

  /** A number after those of all members. In an empty room it starts anywhere, so that it reveals nothing about earlier participants. */
  #nextSeq(): number {
    const { record } = this;
    const [high = 0, middle = 0, low = 0] = record.memberships.length ? [] : this.#host.randomBytes(3);
    if (!record.memberships.length) {
      // A participant may come back with one of these numbers.
      record.lastSeq = Math.max(record.lastSeq ?? 0, record.seq);
      record.seq = (high << 16) | (middle << 8) | low;
    }
    return ++record.seq;
  }

  /** Changes the permissions or mute state of a member, and tells everyone. `false`: no such member. */
  change(
    membership: Membership | undefined,
    { grants, muted }: Pick<Membership, 'grants' | 'muted'>,
  ): boolean {
    if (!membership) return false;
    const before = { grants: membership.grants ?? MEMBER_GRANTS, muted: !!membership.muted };
    const after = { grants: grants ?? before.grants, muted: muted ?? before.muted };
    if (after.grants === before.grants && after.muted === before.muted) return true;
    Object.assign(membership, after);
    this.#changed = true;
    this.#announce({ type: 'changed', id: membership.id, ...after });
    return true;
  }

  /** Changes a member's name, and tells everyone. `false`: it stays, because it is the same, or from a token. */
  rename(membership: Membership, said: string): boolean {
    const { id, sid, named } = membership;
    const name = nameAfter(membership.name, named, said);
    if (name === membership.name) return false;
    membership.name = name;
    this.#changed = true;
    this.#announce({ type: 'renamed', id, sid, name });
    return true;
  }

  /** Applies the newest valid token of a member, or of a participant who may come back, and tells everyone about changes. */
  agree(one: Membership | Departure, claims: Claims): void {
    if ('seq' in one) this.change(one, { grants: claims.grants });
    else one.terms ??= {};
    const terms = termsOf(claims, 'seq' in one ? one.name : '');
    if (replaceTerms('seq' in one ? one : one.terms!, terms)) this.#changed = true;
  }

  /** Mutes or unmutes a participant on all their pages. With a `sub` the mute outlives every membership. */
  mute(who: Membership | Departure, on: boolean): void {
    const { record } = this;
    const { sub } = who;
    if (sub) record.muted = [...without(record.muted, sub), ...(on ? [sub] : [])].slice(-MAX_MUTED);
    for (const one of this.pagesOf(who)) {
      const membership = this.of(one.id) ?? (one as Departure).membership;
      // A departure keeps it, too: it is what counts when they join anew.
      if (!this.change(membership, { muted: on }) || membership !== one) one.muted = on;
    }
    this.#changed = true;
  }

  /** Restores a lost membership under its number; members who kept their link need not do anything. */
  restore(membership: Membership): void {
    const { record } = this;
    if (this.#isOver(membership.id)) this.#beginAnew();
    record.departed = record.departed?.filter(({ id }) => id !== membership.id);
    delete membership.until;
    delete record.memberlessAt;
    record.memberships = [...record.memberships, membership].sort((a, b) => a.seq - b.seq);
    // The next participant to join gets a later number.
    record.seq = Math.max(record.seq, record.lastSeq ?? 0, membership.seq);
    this.#changed = true;
    this.#announce({ type: 'joined', member: memberOf(membership), back: true }, membership.id);
  }

  /** Ids that lost their membership; others may still hear them. */
  get lost(): string[] {
    return this.record.departed?.flatMap(({ id, membership }) => (membership ? id : [])) ?? [];
  }

  /** Records that a resume token was used: tokens issued before it are void. */
  use(membership: Membership, { seq, expires }: Claim): void {
    if (seq !== membership.seq) return;
    membership.used = expires;
    this.#changed = true;
  }

  /** The socket is lost; the membership is held for a while. Returns until when. */
  hold(membership: Membership, now: number): number {
    const { ends = Number.POSITIVE_INFINITY } = membership;
    membership.until = now + (ends <= now ? RENEWAL_HOLD : MEMBERSHIP_HOLD);
    this.#changed = true;
    this.#announce({ type: 'away', id: membership.id, sid: membership.sid }, membership.id);
    return membership.until;
  }

  /** There is a socket again; the others are told only if the membership was held. */
  reclaim(membership: Membership): void {
    if (membership.until === undefined) return;
    delete membership.until;
    this.#changed = true;
    this.#announce({ type: 'back', id: membership.id, sid: membership.sid }, membership.id);
  }

  vacate(membership: Membership, reason: Reason, now: number): void {
    const { record } = this;
    const { id, sid } = membership;
    record.memberships = record.memberships.filter((other) => other !== membership);
    record.departed = departuresAfter(record, membership, reason, now);
    if (!record.memberships.length) {
      // The room is empty. Mutes and the lock end, except for participants who may have lost only the party.
      record.departed = record.departed.filter((one) => one.membership);
      record.muted = record.muted?.filter((one) => record.departed?.some(({ sub }) => sub === one));
      record.locked &&= reason === 'lost' && record.departed.length > 0;
      record.memberlessAt = now;
    }
    this.#changed = true;
    this.#announce({ type: 'left', id, sid, reason: isFinal(reason, membership) ? 'left' : reason }, id);
  }

  /**
   * Ends a membership, or the chance to resume it: its resume tokens and its id are void from now on. An id that is unknown here may
   * be that of a lost participant whom the room has forgotten.
   */
  kick({ id, sid }: Pick<Membership, 'id' | 'sid'>, now: number): void {
    const { record } = this;
    if (record.kicked?.includes(id)) return;
    record.voided = this.#lastExpiry(now);
    record.kicked = [...(record.kicked ?? []), id].slice(-MAX_KICKED);
    const departure = record.departed?.find((one) => one.id === id);
    record.departed = record.departed?.filter((one) => one.id !== id);
    this.#changed = true;
    const membership = this.of(id);
    if (membership) this.vacate(membership, 'kicked', now);
    // The others have ended their link to a participant who left. They may have kept it to one who was lost, or was forgotten since.
    else if (!departure || departure.membership)
      this.#announce({ type: 'left', id, sid, reason: 'kicked' }, id);
  }

  /** The latest expiry of any resume token issued so far. */
  #lastExpiry(now: number): number {
    const { memberships, departed = [] } = this.record;
    const used = [...memberships, ...departed.flatMap(({ membership }) => membership ?? [])].map(
      (membership) => (membership.used ?? 0) + 1,
    );
    return Math.max(now + RESUME_LIFETIME, ...used);
  }

  /** Bans a person for as long as the record lives. */
  ban(sub: string): void {
    this.record.banned = [...without(this.record.banned, sub), sub].slice(-MAX_BANNED);
    this.#changed = true;
  }

  /** An empty room is open: nobody is there whom a lock protects, or who could answer. */
  get locked(): boolean {
    const { locked, memberships } = this.record;
    return !!locked && memberships.length > 0;
  }

  lock(on: boolean): void {
    this.record.locked = on;
    this.#changed = true;
  }

  /**
   * Ends every membership and voids every token, without announcing it. Bans and removals stay. Participants who had lost their
   * membership are told about the end when they come back.
   */
  clear(now: number): void {
    const { room, key, epoch, seq, memberships, departed = [], kicked, ended = [], banned } = this.record;
    const lost = departed.filter(({ until }) => until === undefined);
    const ids = [...lost, ...memberships].map(({ id }) => id);
    this.record = {
      room,
      key,
      epoch,
      seq,
      voided: this.#lastExpiry(now),
      memberships: [],
      ended: [...ended, ...ids].slice(-MAX_ENDED),
      ...(kicked && { kicked }),
      ...(banned && { banned }),
    };
    this.#changed = true;
  }

  /** Ends memberships that were held long enough, and deletes an empty room that nobody can resume. `true`: it was deleted. */
  sweep(now: number): boolean {
    for (const membership of [...this.record.memberships]) {
      if (membership.until !== undefined && membership.until <= now) this.vacate(membership, 'lost', now);
    }
    const { emptyAt } = this.record;
    if (emptyAt === undefined || emptyAt + RESUME_LIFETIME > now) return false;
    this.#host.save(undefined);
    this.#changed = false;
    return true;
  }

  /** Somebody has joined this room at some time. Otherwise nothing is stored: visits of invented rooms leave nothing behind. */
  get #wasJoined(): boolean {
    return this.record.seq > 0;
  }

  /** When {@link sweep} next has something to do; infinite if never. */
  nextDue(now: number): number {
    let due = Number.POSITIVE_INFINITY;
    for (const { until } of this.record.memberships) if (until !== undefined) due = Math.min(due, until);
    if (!this.#wasJoined) return due;
    const forgetAt = (this.record.emptyAt ?? due) + RESUME_LIFETIME;
    return forgetAt > now ? Math.min(due, forgetAt) : due;
  }

  /**
   * Gives the record to the host if it has changed. `empty`: no socket is open either. `true`: everything stored was deleted, because
   * nobody ever joined; a platform may store the name of a room by itself.
   */
  save(empty: boolean, now: number): boolean {
    const { record } = this;
    if (empty !== (record.emptyAt !== undefined)) {
      if (empty) {
        record.emptyAt = now;
        // The next participants cannot tell whether anyone was here meanwhile.
        record.epoch = this.mintId();
      } else delete record.emptyAt;
      this.#changed = true;
    }
    const isForgotten = this.#changed && !this.#wasJoined && empty;
    if (isForgotten) this.#host.save(undefined);
    else if (this.#changed && this.#wasJoined) this.#host.save(structuredClone(record));
    this.#changed = false;
    return isForgotten;
  }
}

const without = (list: readonly string[] | undefined, sub: string) =>
  list?.filter((one) => one !== sub) ?? [];
