import { expect } from 'chai';
import {
  pageTokenStorage,
  ResumeTokenStore,
  TokenSlot,
  type TokenStorage,
} from '../../src/room/resume-token-store.js';
import type { Room } from '../../src/room/room.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** The storage of a tab that survives a reload, and that a duplicate starts with. */
class TabStorage {
  readonly items: Map<string, string>;
  constructor(items: Iterable<readonly [string, string]> = []) {
    this.items = new Map(items);
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** A page in that tab. */
const pageIn = (tab: TabStorage): TokenStorage => ({
  storage: tab as unknown as Storage,
  locks: navigator.locks,
  taken: new Set(),
});

let lastId = 0;
const newId = () => `somebody-${++lastId}`;

describe('A resume token, over a reload', () => {
  const tokenStorage: ResumeTokenStore[] = [];
  const take = async (page: TokenStorage, place = 'ws://party main standup') => {
    const resumeTokens = new ResumeTokenStore(new TokenSlot(page, place));
    tokenStorage.push(resumeTokens);
    await resumeTokens.ready;
    return resumeTokens;
  };
  afterEach(() => {
    for (const resumeTokens of tokenStorage.splice(0)) resumeTokens.end(true);
  });

  it('is looked for without waiting when there is none', async () => {
    const resumeTokens = new ResumeTokenStore(new TokenSlot(pageIn(new TabStorage()), 'place'));
    tokenStorage.push(resumeTokens);
    let ready = false;
    void resumeTokens.ready.then(() => {
      ready = true;
    });
    await Promise.resolve();
    expect(ready).to.equal(true);
    expect(resumeTokens.token).to.equal(undefined);
  });

  it('is found by the next page, once the last one is gone', async () => {
    const tab = new TabStorage();
    const id = newId();
    const before = await take(pageIn(tab));
    before.keep('token-1', id);
    before.keep('token-2');
    const finding = take(pageIn(tab));
    before.end(false);
    expect((await finding).token).to.equal('token-2');
  });

  it('is found on a machine whose browser answers late', async () => {
    const tab = new TabStorage();
    const slow = {
      request: async (...[name, options, answered]: [string, LockOptions, () => Promise<void>]) => {
        await new Promise((answer) => setTimeout(answer, 700));
        return navigator.locks.request(name, options, answered);
      },
    } as unknown as LockManager;
    const before = await take(pageIn(tab));
    before.keep('token', newId());
    before.end(false);
    expect((await take({ ...pageIn(tab), locks: slow })).token).to.equal('token');
  });

  it('leaves no lock behind when its session ends while it waits', async () => {
    const tab = new TabStorage();
    const original = await take(pageIn(tab));
    const id = newId();
    original.keep('token', id);
    let answers = 0;
    const locks = {
      request: (...[name, options, answered]: [string, LockOptions, (lock: Lock | null) => Promise<void>]) =>
        navigator.locks.request(name, options, (lock) => {
          answers++;
          return answered(lock);
        }),
    } as unknown as LockManager;
    const waiting = new ResumeTokenStore(
      new TokenSlot({ ...pageIn(new TabStorage(tab.items)), locks }, 'ws://party main standup'),
    );
    await until(() => answers);
    waiting.end(false);
    original.end(false);
    await waiting.ready;
    const { held } = await navigator.locks.query();
    expect(held!.map(({ name }) => name)).not.to.include(`video-room ${id}`);
  });

  it('is not used by a duplicated tab, which has its own from then on', async () => {
    const tab = new TabStorage();
    const original = await take(pageIn(tab));
    original.keep('token-1', newId());
    const other = new TabStorage(tab.items);
    const duplicate = await take(pageIn(other));
    expect(duplicate.token).to.equal(undefined);
    duplicate.keep('token-2', newId());
    duplicate.end(false);
    expect((await take(pageIn(other))).token).to.equal('token-2');
    original.end(false);
    expect((await take(pageIn(tab))).token).to.equal('token-1');
  });

  it('is one of several on a page with two elements in one room, and separate for another room', async () => {
    const tab = new TabStorage();
    const page = pageIn(tab);
    const [first, second] = [await take(page), await take(page)];
    first.keep('token-1', newId());
    second.keep('token-2', newId());
    for (const resumeTokens of [first, second]) resumeTokens.end(false);
    const next = pageIn(tab); // Another page, where no position is taken.
    expect((await take(next)).token).to.equal('token-1');
    expect((await take(next)).token).to.equal('token-2');
    expect((await take(next)).token).to.equal(undefined);
    expect((await take(next, 'ws://party main retro')).token).to.equal(undefined);
  });

  it('belongs to the room that was created first, whichever is used first, until that frees its position', async () => {
    const page = pageIn(new TabStorage());
    const [first, second] = [new TokenSlot(page, 'room'), new TokenSlot(page, 'room')];
    second.take();
    expect(first.take()).to.equal('video-room:resume-token room 0');
    expect(second.take()).to.equal('video-room:resume-token room 1');
    first.leave();
    expect(new TokenSlot(page, 'room').take()).to.equal('video-room:resume-token room 0');
    expect(first.take()).to.equal('video-room:resume-token room 2');
  });

  it('is forgotten after a leave', async () => {
    const tab = new TabStorage();
    const resumeTokens = await take(pageIn(tab));
    resumeTokens.keep('token', newId());
    resumeTokens.end(true);
    expect(tab.items.size).to.equal(0);
  });

  it('is kept in memory where storage or locks are missing, throw or contain nonsense', async () => {
    const full = new TabStorage();
    full.setItem = () => {
      throw new DOMException('', 'QuotaExceededError');
    };
    const locks = {
      request: () => Promise.reject(new DOMException('', 'SecurityError')),
    } as unknown as LockManager;
    const barred = pageIn(
      new TabStorage([['video-room:resume-token ws://party main standup 0', `${newId()} token`]]),
    );
    const nonsense = ['', 'x', 'a b c', `a ${'x'.repeat(600)}`, '{} ö', '{"id":1}'].map((text) =>
      pageIn(new TabStorage([['video-room:resume-token ws://party main standup 0', text]])),
    );
    const pages = [
      { taken: new Set<string>() },
      pageIn(full),
      { ...barred, locks },
      { ...barred, taken: new Set<string>(), locks: undefined },
      ...nonsense,
    ];
    for (const page of pages) {
      const resumeTokens = await take(page);
      expect(resumeTokens.token).to.equal(undefined);
      resumeTokens.keep('token', newId());
      expect(resumeTokens.token).to.equal('token');
      resumeTokens.end(false);
    }
  });

  it('knows the positions in use however often the script is loaded', () => {
    expect(pageTokenStorage().taken).to.equal(pageTokenStorage().taken);
    expect(pageTokenStorage().storage === sessionStorage).to.equal(true);
  });
});

describe('Reloading during a call', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 5, capacity: 3 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  /** A participant in a tab. `hide` ends the page. */
  function personIn(tab: TabStorage, name: string, sendBeacon = network.sendBeacon) {
    const page = Object.assign(new EventTarget(), { hidden: false, allows: () => true });
    const room = call.person(name, {}, { page, tokenStorage: () => pageIn(tab), sendBeacon });
    const tell = (fact: string) => () => page.dispatchEvent(new Event(fact));
    return { room, hide: tell('hide'), wake: tell('wake') };
  }

  it('keeps the id, with one tile for the others, again and again', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const tab = new TabStorage();
    let ben = personIn(tab, 'Ben');
    await ben.room.join();
    const { id } = ben.room.state.self;
    let most = 0;
    ada.subscribe(({ participants }) => {
      most = Math.max(most, participants.length);
    });
    for (let n = 0; n < 5; n++) {
      await fullMesh([ada, ben.room]);
      ben.hide();
      expect(ben.room.state.phase).to.equal('idle');
      ben = personIn(tab, 'Ben');
      await ben.room.join();
      expect(ben.room.state.self.id).to.equal(id);
    }
    await fullMesh([ada, ben.room]);
    expect(most).to.equal(1);
    expect(ada.state.participants[0]?.id).to.equal(id);
    expect(call.open()).to.have.length(2);
  });

  it('comes back with what was off still off, whatever the page asks for', async () => {
    const tab = new TabStorage();
    const before = personIn(tab, 'Ben');
    await before.room.join();
    await before.room.toggleMicrophone(false);
    before.hide();
    const { room } = personIn(tab, 'Ben');
    await room.join();
    await until(() => room.state.self.camera === 'on');
    expect(room.state.self.microphone).to.equal('off');
    const other = personIn(new TabStorage(), 'Cleo').room;
    await other.join();
    await until(() => other.state.self.microphone === 'on');
  });

  it('joins by the next click if the answer to a join was lost together with the party', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const tab = new TabStorage();
    const before = personIn(tab, 'Ben');
    await before.room.join();
    const { id } = before.room.state.self;
    before.hide();
    const ben = personIn(tab, 'Ben').room;
    await ben.prepare();
    await until(() => ben.state.signaling === 'connected');
    network.meddle = ({ direction, frame, text }) =>
      direction === 'down' && frame?.type === 'joined' && frame.resume ? [] : [text];
    const first = ben.join().catch((error) => error.code);
    await until(() => ada.state.participants.length === 1);
    network.kill();
    expect(await first).to.equal('server-unreachable');
    network.meddle = ({ text }) => [text];
    network.restart();
    await until(() => ben.state.signaling === 'connected');
    expect([ben.state.phase, ben.state.self.id]).to.deep.equal(['lobby', id]);
    await ben.join();
    await fullMesh([ada, ben]);
    expect(ada.state.participants).to.have.length(1);
  });

  it('ends for the others at once, although the socket sends nothing any more', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const ben = personIn(new TabStorage(), 'Ben');
    await ben.room.join();
    await until(() => ada.state.participants.length === 1);
    network.drop(network.socketOf(ben.room.state.self.id), { unnoticed: true });
    ben.hide();
    await until(() => ada.state.roster.length === 0, 'until the party says so');
    // A party that only misses them reports them as lost, a minute later.
    const reasons = network.passed('down', 'left').map(({ frame }) => frame?.type === 'left' && frame.reason);
    expect(reasons).to.deep.equal(['left']);
    expect(ada.state.participants).to.have.length(0);
  });

  it('resumes in a full room, if nobody took the place meanwhile', async () => {
    await call.joined('Ada', 'Eve');
    const tab = new TabStorage();
    const ben = personIn(tab, 'Ben');
    await ben.room.join();
    ben.hide();
    const again = personIn(tab, 'Ben');
    await again.room.join();
    expect(again.room.state.self.id).to.not.equal('');
    again.hide();
    await call.joined('Joe');
    const late = personIn(tab, 'Ben').room;
    const code = await late.join().then(
      () => 'joined',
      (error) => error.code,
    );
    expect(code).to.equal('room-full');
  });

  it('keeps a membership when both socket and leave beacon are lost', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const tab = new TabStorage();
    const ben = personIn(tab, 'Ben', () => {});
    await ben.room.join();
    const { id } = ben.room.state.self;
    await fullMesh([ada, ben.room]);
    network.drop(network.socketOf(id), { unnoticed: true });
    ben.hide();
    const again = personIn(tab, 'Ben').room;
    await again.join();
    expect(again.state.self.id).to.equal(id);
    await fullMesh([ada, again]);
    expect(ada.state.participants).to.have.length(1);
  });

  it('leaves nobody when the tab is frozen, and checks the socket when it wakes', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const ben = personIn(new TabStorage(), 'Ben');
    await ben.room.join();
    await fullMesh([ada, ben.room]);
    const { id } = ben.room.state.self;
    network.drop(network.socketOf(id), { unnoticed: true });
    const dialled = network.sockets.length;
    ben.wake();
    await until(() => network.sockets.length > dialled, 'until it has dialled anew');
    await until(() => ben.room.state.signaling === 'connected');
    expect(ben.room.state.self.id).to.equal(id);
    expect(ada.state.participants[0]?.link).to.equal('live');
    expect(network.passed('down', 'left')).to.have.length(0);
  });

  it('makes two participants of a duplicated tab', async () => {
    const tab = new TabStorage();
    const ben = personIn(tab, 'Ben').room;
    await ben.join();
    const twin = personIn(new TabStorage(tab.items), 'Ben').room;
    await twin.join();
    await fullMesh([ben, twin]);
    expect(twin.state.self.id).not.to.equal(ben.state.self.id);
    expect(ben.state.phase).to.equal('joined');
  });

  it('does not restore a membership that the user gave up', async () => {
    const tab = new TabStorage();
    const ben = personIn(tab, 'Ben').room;
    await ben.join();
    const { id } = ben.state.self;
    ben.leave();
    const again = personIn(tab, 'Ben').room;
    await again.join();
    expect(again.state.self.id).not.to.equal(id);
  });
});
