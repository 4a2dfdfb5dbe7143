/** The numbers that two people compare: the same for both ends of an honest link, and another for anything else. */
import { expect } from 'chai';
import { codeOf } from '../../src/room/safety-code.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';

const [ONE, OTHER, THIRD] = ['sha-256 AA:01', 'sha-256 BB:02', 'sha-256 CC:03'] as const;

describe('A safety code', () => {
  it('is eight groups of five digits', async () => {
    for (const other of [OTHER, THIRD, ONE]) expect(await codeOf(ONE, other)).to.match(/^\d{5}( \d{5}){7}$/);
  });

  it('is the same for both sides, and another one when either certificate is', async () => {
    const code = await codeOf(ONE, OTHER);
    expect(await codeOf(OTHER, ONE)).to.equal(code);
    const others = await Promise.all([codeOf(ONE, THIRD), codeOf(THIRD, OTHER), codeOf(ONE, ONE)]);
    expect(new Set([code, ...others])).to.have.length(4);
  });

  it('is the same at both ends of a link, one of its own for each pair, and none for nobody', async () => {
    const call = new TestCall(new MemoryNetwork({ delay: 10 }));
    try {
      const rooms = await call.joined('Ada', 'Grace', 'Kate');
      await fullMesh(rooms);
      const codes = await Promise.all(
        rooms.map((room) =>
          Promise.all(
            rooms.filter((other) => other !== room).map((other) => room.safetyCode(other.state.self.id)),
          ),
        ),
      );
      const [[adaGrace, adaKate], [graceAda, graceKate], [kateAda, kateGrace]] = codes as [
        string,
        string,
      ][] as [[string, string], [string, string], [string, string]];
      expect([adaGrace, adaKate, graceKate]).to.deep.equal([graceAda, kateAda, kateGrace]);
      expect(new Set([adaGrace, adaKate, graceKate])).to.have.length(3);
      expect(await rooms[0]!.safetyCode('nobody')).to.equal(null);
      rooms[0]!.leave();
      expect(await rooms[0]!.safetyCode(rooms[1]!.state.self.id)).to.equal(null);
    } finally {
      call.close();
    }
  });
});
