import { expect } from 'chai';
import { NodeRooms } from '../../party/adapters/node-rooms.js';
import { MemoryHost } from '../support/memory-host.js';
import { Client } from './harness.js';

/** The record of a room whose only member was connected when its process ended. */
function recordOf(room: string) {
  const host = new MemoryHost(room);
  new Client(host, 'ada').hello().join();
  return host.record!;
}

describe('the rooms of a Node process', () => {
  it('go on when the record of one of them cannot be read, which is tried again in a minute', () => {
    const scheduled: { run: () => void; ms: number }[] = [];
    const warnings: string[] = [];
    const written: string[] = [];
    let isBroken = true;
    const store = {
      rooms: () => ['secret-room', 'standup'],
      read(room: string) {
        if (isBroken && room === 'secret-room') throw new Error('a record on disk cannot be read: EIO');
        return recordOf(room);
      },
      write: (room: string) => void written.push(room),
    };
    const rooms = new NodeRooms(
      {},
      store,
      (text) => void warnings.push(text),
      (run, ms) => {
        scheduled.push({ run, ms });
        return undefined as unknown as NodeJS.Timeout;
      },
    );
    rooms.restore();
    expect(written, 'the other one holds its memberships').to.deep.equal(['standup']);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('EIO').and.not.contain('secret-room');
    const [first] = scheduled;
    expect(first?.ms).to.be.within(59_000, 60_000);
    // An exception here would end the process.
    first?.run();
    expect(warnings).to.have.length(2);
    isBroken = false;
    scheduled.at(-1)?.run();
    expect(written).to.deep.equal(['standup', 'secret-room']);
  });
});
