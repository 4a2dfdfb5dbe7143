import { expect } from 'chai';
import { type PlatformConnection, type RoomPlatform, RoomRunner } from '../../party/adapters/room-runner.js';
import { GUEST } from '../../party/auth/claims.js';
import type { RoomRecord, SocketState } from '../../party/room/host.js';

/** A platform that stores the name of each room that it wakes, and deletes the alarm with everything else. */
class Platform implements RoomPlatform {
  readonly env = {};
  readonly stored = new Map<string, unknown>();
  readonly open = new Map<string, PlatformConnection>();
  readonly warn = () => {};

  /** The object of the room is created. */
  wake(): RoomRunner {
    this.stored.set('name', 'standup');
    const runner = new RoomRunner(this);
    runner.start(this.stored.get('record') as RoomRecord | undefined);
    return runner;
  }

  connections = () => this.open.values();

  save(record: RoomRecord | undefined): void {
    if (record) this.stored.set('record', record);
    else this.stored.clear();
  }

  setAlarm(at: number): void {
    this.stored.set('alarm', at);
  }

  dial(runner: RoomRunner, key: string): PlatformConnection {
    const states: (SocketState | null)[] = [null];
    const connection: PlatformConnection = {
      ...{ key, room: 'standup', isLocal: true },
      get state() {
        return states[0]!;
      },
      setState: (state) => {
        states[0] = state;
      },
      send: () => {},
      close: () => {},
    };
    this.open.set(key, connection);
    runner.connect(connection, GUEST);
    return connection;
  }

  hello(runner: RoomRunner, key: string): PlatformConnection {
    const connection = this.dial(runner, key);
    runner.message(connection, JSON.stringify({ type: 'hello', v: 2, sid: key }));
    return connection;
  }

  end(runner: RoomRunner, connection: PlatformConnection): void {
    this.open.delete(connection.key);
    runner.close(connection);
  }
}

describe('a room on a platform that stores something for each room that it wakes', () => {
  const kept = ({ stored }: Platform) => [...stored.keys()].sort();

  it('leaves nothing behind when nobody ever joined, whatever woke it', () => {
    const platform = new Platform();
    const runner = platform.wake();
    runner.leave('standup', 'no token', GUEST);
    runner.forgetUnknown();
    expect(kept(platform), 'a leave beacon').to.deep.equal([]);
    for (const who of ['dial', 'hello'] as const) {
      const first = platform.wake();
      const connection = platform[who](first, who);
      expect(kept(platform)).to.deep.equal(['alarm', 'name']);
      platform.end(first, connection);
      expect(kept(platform), who).to.deep.equal([]);
      // A late event of a socket that is gone wakes it once more.
      const second = platform.wake();
      second.close(connection);
      expect(kept(platform), `${who}, late`).to.deep.equal([]);
    }
    const third = platform.wake();
    third.alarm();
    third.forgetUnknown();
    expect(kept(platform), 'an alarm').to.deep.equal([]);
  });

  it('has an alarm for its next visitors after it has left nothing behind', () => {
    const platform = new Platform();
    const runner = platform.wake();
    platform.end(runner, platform.hello(runner, 'ada'));
    platform.dial(runner, 'bob');
    expect(kept(platform)).to.deep.equal(['alarm']);
  });

  it('keeps its record, and what it needs while somebody is there', () => {
    const platform = new Platform();
    const runner = platform.wake();
    const ada = platform.hello(runner, 'ada');
    const woken = platform.wake();
    woken.forgetUnknown();
    expect(kept(platform), 'a visitor in a room that has lost its memory').to.deep.equal(['alarm', 'name']);
    runner.message(ada, JSON.stringify({ type: 'join', name: 'Ada', offers: [] }));
    platform.end(runner, ada);
    platform.wake().forgetUnknown();
    expect(kept(platform), 'a member who may come back').to.deep.equal(['alarm', 'name', 'record']);
  });
});
