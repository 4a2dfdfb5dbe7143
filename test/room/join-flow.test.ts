import { expect } from 'chai';
import * as reducers from '../../src/room/call-reducers.js';
import { JoinFlow, joinStateAfter } from '../../src/room/join-flow.js';
import type { RoomState } from '../../src/room/state.js';
import { VideoRoomError } from '../../src/shared/errors.js';
import fc from '../support/property.js';

type Sent = { type: 'join' | 'knock' };

/** A flow with a party and a page that the test controls. */
class Lobby {
  state: RoomState = reducers.stateChanged(reducers.created('standup', 'Ada'), { phase: 'lobby' });
  canOffer = true;
  /** Requests that arrived at the party, on the current socket. */
  arrived: Sent[] = [];
  /** Names that are still being encrypted. */
  names: { resolve(name: string): void; reject(error: Error): void }[] = [];
  told: string[] = [];
  readonly life = new AbortController();
  readonly flow: JoinFlow;
  /** Runs when an error is reported, like a listener of `room-error`. */
  onError = () => {};

  constructor() {
    this.flow = new JoinFlow({
      state: () => this.state,
      apply: (fact) => {
        this.state = fact(this.state);
      },
      canOffer: () => this.canOffer,
      ownName: () =>
        new Promise((resolve, reject) => {
          this.names.push({ resolve, reject });
        }),
      offers: async () => [],
      send: (frame) => {
        if (this.state.signaling !== 'connected') return false;
        this.arrived.push(frame);
        return true;
      },
      secretReady: async () => {},
      failed: (code, fatal, cause, _detail, change) => {
        this.state = reducers.stateChanged(this.state, { ...change });
        this.told.push(code);
        this.onError();
        return new VideoRoomError(code, { cause: [fatal, cause] });
      },
      signal: this.life.signal,
    });
  }

  connect(): void {
    this.arrived = [];
    this.state = reducers.stateChanged(this.state, { signaling: 'connected' });
    this.flow.socketChanged();
  }

  lose(): void {
    this.state = reducers.stateChanged(this.state, { signaling: 'reconnecting' });
    this.flow.socketChanged();
  }

  show(): void {
    this.flow.welcomed();
    this.flow.advance();
  }

  enter(): void {
    this.state = reducers.entered(this.state, [], 1, () => false);
    this.flow.entered();
  }

  async encrypt(): Promise<void> {
    for (const name of this.names.splice(0)) name.resolve('Ada');
    await settled();
  }

  close(): void {
    this.life.abort();
    this.flow.end();
  }
}

const settled = () => new Promise((done) => setTimeout(done));
const codeOf = (joining: Promise<void>): Promise<string> =>
  joining.then(
    () => 'joined',
    (error: VideoRoomError) => error.code,
  );

describe('The way into the room', () => {
  let lobby: Lobby;
  beforeEach(() => {
    lobby = new Lobby();
  });
  afterEach(() => lobby.close());

  it('begins when the user asks, and sends one request when everything for it is there', async () => {
    lobby.canOffer = false;
    const joining = codeOf(lobby.flow.join());
    expect(lobby.state.phase).to.equal('joining');
    lobby.connect();
    lobby.show();
    expect([lobby.flow.state, lobby.names.length]).to.deep.equal(['pending', 0]);
    lobby.canOffer = true;
    lobby.flow.advance();
    lobby.flow.advance();
    expect([lobby.flow.state, lobby.names.length]).to.deep.equal(['preparing', 1]);
    await lobby.encrypt();
    lobby.flow.advance();
    expect([lobby.flow.state, lobby.arrived.length]).to.deep.equal(['requested', 1]);
    lobby.enter();
    expect(await joining).to.equal('joined');
  });

  it('asks once more on the next socket, and drops a request that was made for the one before', async () => {
    lobby.connect();
    lobby.flow.join().catch(() => {});
    lobby.lose();
    lobby.connect();
    lobby.show();
    await lobby.encrypt();
    expect(lobby.arrived.map(({ type }) => type)).to.deep.equal(['join']);
    lobby.lose();
    lobby.connect();
    lobby.show();
    await lobby.encrypt();
    expect(lobby.arrived).to.have.length(1);
  });

  it('knocks at a locked room, without connections, and joins once admitted', async () => {
    lobby.canOffer = false;
    lobby.connect();
    lobby.flow.putOutside();
    const joining = codeOf(lobby.flow.join());
    expect(lobby.state.phase).to.equal('waiting');
    await lobby.encrypt();
    lobby.canOffer = true;
    lobby.show();
    await lobby.encrypt();
    expect(lobby.arrived.map(({ type }) => type)).to.deep.equal(['knock', 'join']);
    lobby.enter();
    expect(await joining).to.equal('joined');
  });

  it('can be tried again at once after a rejection, even by a listener of the error', async () => {
    lobby.connect();
    const first = codeOf(lobby.flow.join());
    await lobby.encrypt();
    let second = Promise.resolve('nothing');
    lobby.onError = () => {
      expect([lobby.state.phase, lobby.flow.state]).to.deep.equal(['lobby', 'lobby']);
      second = codeOf(lobby.flow.join());
    };
    lobby.flow.fail('rate-limited', false);
    expect(await first).to.equal('rate-limited');
    expect(lobby.state.phase).to.equal('joining');
    await lobby.encrypt();
    expect(lobby.arrived).to.have.length(2);
    lobby.enter();
    expect(await second).to.equal('joined');
  });

  it('fails when the name cannot be encrypted, and works with the next click', async () => {
    lobby.connect();
    const first = codeOf(lobby.flow.join());
    lobby.names.splice(0)[0]!.reject(new Error('no'));
    expect(await first).to.equal('internal');
    const second = codeOf(lobby.flow.join());
    await lobby.encrypt();
    lobby.enter();
    expect(await second).to.equal('joined');
  });

  it('gets a lost membership back by itself, also after a failure', async () => {
    lobby.connect();
    lobby.flow.join().catch(() => {});
    await lobby.encrypt();
    lobby.enter();
    lobby.lose();
    lobby.connect();
    lobby.flow.welcomed();
    lobby.flow.membershipLost();
    lobby.flow.advance();
    lobby.names.splice(0)[0]!.reject(new Error('no'));
    await settled();
    expect([lobby.flow.state, lobby.told]).to.deep.equal(['pending', ['internal']]);
    lobby.flow.advance();
    await lobby.encrypt();
    expect(lobby.arrived).to.have.length(1);
  });

  it('is cancelled by the end of the session', async () => {
    const joining = codeOf(lobby.flow.join());
    lobby.close();
    expect(await joining).to.equal('cancelled');
  });

  it('has no state that an event leads out of the table, and none without a way to the call', () => {
    const states = ['lobby', 'pending', 'preparing', 'requested', 'joined', 'ended'] as const;
    for (const state of states) {
      expect(states).to.include(joinStateAfter(state, 'interrupted'));
      expect(joinStateAfter(state, 'ended')).to.equal('ended');
      expect(joinStateAfter(state, 'entered')).to.equal(state === 'ended' ? 'ended' : 'joined');
    }
  });

  it('never stalls and never asks twice on one socket, in any order of events', async () => {
    const step = fc.constantFrom(
      'join',
      'connect',
      'lose',
      'show',
      'outside',
      'encrypt',
      'refuse',
      'fail',
      'enter',
      'lost',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const one = new Lobby();
        const results: Promise<string>[] = [];
        /** Requests that may arrive before the party or the user asks for another one. */
        let allowed = 0;
        const act: Record<string, () => void | Promise<void>> = {
          join: () => {
            allowed += 1;
            results.push(codeOf(one.flow.join()));
          },
          connect: () => {
            allowed = 1;
            one.connect();
          },
          lose: () => one.lose(),
          show: () => {
            allowed += 1;
            one.show();
          },
          outside: () => {
            allowed += 1;
            one.flow.putOutside();
          },
          encrypt: () => one.encrypt(),
          refuse: async () => {
            for (const name of one.names.splice(0)) name.reject(new Error('no'));
            await settled();
          },
          fail: () => one.flow.fail('server-unreachable', false),
          enter: () => one.enter(),
          lost: () => {
            allowed += 1;
            one.flow.membershipLost();
            one.flow.advance();
          },
        };
        for (const name of steps) {
          await act[name]!();
          expect(one.arrived.length, name).to.be.at.most(allowed);
        }
        // Whatever happened, the next click leads into the call.
        one.connect();
        one.show();
        const joined = codeOf(one.flow.join());
        await one.encrypt();
        if (one.flow.state !== 'joined') {
          expect(one.arrived.map(({ type }) => type)).to.deep.equal(['join']);
          one.enter();
        }
        // In the call, `join()` is not asked of the flow.
        if (one.flow.state === 'joined') one.close();
        await joined;
        for (const result of results) await result;
      }),
      { numRuns: 300 },
    );
  });
});
