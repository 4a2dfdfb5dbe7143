/** The code that two participants compare: the same at both ends of an honest link, and different in any other case. */
import { expect } from 'chai';
import type { Peer } from '../../src/mesh/peer/peer.js';
import type { Room } from '../../src/room/room.js';
import { codeOf, safetyCode } from '../../src/room/safety-code.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

const [ONE, OTHER, THIRD] = ['sha-256 AA:01', 'sha-256 BB:02', 'sha-256 CC:03'] as const;

describe('A safety code', () => {
  it('is eight groups of five digits', async () => {
    for (const other of [OTHER, THIRD, ONE]) expect(await codeOf(ONE, other)).to.match(/^\d{5}( \d{5}){7}$/);
  });

  it('is the same for both sides, and different if either certificate is', async () => {
    const code = await codeOf(ONE, OTHER);
    expect(await codeOf(OTHER, ONE)).to.equal(code);
    const others = await Promise.all([codeOf(ONE, THIRD), codeOf(THIRD, OTHER), codeOf(ONE, ONE)]);
    expect(new Set([code, ...others])).to.have.length(4);
  });

  it('uses the certificate that the other end really has, whatever the description says', async () => {
    const call = new TestCall(new MemoryNetwork({ delay: 10 }));
    try {
      const rooms = await call.joined('Ada', 'Grace');
      await fullMesh(rooms);
      const real = call.between(rooms[0]!, rooms[1]!)!;
      const { connectionState, currentLocalDescription, currentRemoteDescription } = real;
      const der = real.sctp!.transport.getRemoteCertificates()[0]!.slice(0);
      new Uint8Array(der)[9]! ^= 1;
      const of = (used: ArrayBuffer[]) => {
        const sctp = { transport: { getRemoteCertificates: () => used } };
        const connection = { connectionState, currentLocalDescription, currentRemoteDescription, sctp };
        return safetyCode(
          [{ id: 'grace', connection, health: { wasLive: true } } as unknown as Peer],
          'grace',
        );
      };
      const code = await rooms[0]!.safetyCode(rooms[1]!.state.self.id);
      expect(await of([])).to.equal(code);
      expect(await of([der]))
        .to.match(/^\d{5}( \d{5}){7}$/)
        .and.not.equal(code);
    } finally {
      call.close();
    }
  });

  it('reports a change where the code was shown before, and only there', async () => {
    const call = new TestCall(new MemoryNetwork({ delay: 10 }));
    try {
      // Two pages of Grace, one after the other, with the same membership.
      const tab = new Map<string, string>();
      const storage = {
        getItem: (key: string) => tab.get(key) ?? null,
        setItem: (key: string, value: string) => void tab.set(key, value),
        removeItem: (key: string) => void tab.delete(key),
      } as unknown as Storage;
      const page = () => ({
        tokenStorage: () => ({ storage, locks: navigator.locks, taken: new Set<string>() }),
      });
      const [ada, kate] = (await call.joined('Ada', 'Kate')) as [Room, Room];
      const grace = call.person('Grace', {}, page());
      await grace.join();
      await fullMesh([ada, kate, grace]);
      const told: string[] = [];
      for (const [name, room] of Object.entries({ ada, kate }))
        room.addEventListener('room-error', ({ detail }) => told.push(`${name} ${detail.message}`));
      const { id } = grace.state.self;
      const code = await ada.safetyCode(id);
      const kept = new Map(tab);
      grace.dispose();
      for (const [key, value] of kept) tab.set(key, value);
      const again = call.person('Grace', {}, page());
      await again.join();
      expect(again.state.self.id).to.equal(id);
      await until(() => told.length);
      await fullMesh([ada, kate, again]);
      expect(told).to.have.length(1);
      expect(told[0]).to.include('ada verification-failed').and.include(id);
      expect(ada.state.fault).to.include({ code: 'verification-failed', participant: id, fatal: false });
      expect(await ada.safetyCode(id)).not.to.equal(code);
    } finally {
      call.close();
    }
  });

  it('is the same at both ends of a link, different for each pair, and missing without a link', async () => {
    const call = new TestCall(new MemoryNetwork({ delay: 10 }));
    try {
      const rooms = await call.joined('Ada', 'Grace', 'Kate');
      await fullMesh(rooms);
      const code = (of: number, to: number) => rooms[of]!.safetyCode(rooms[to]!.state.self.id);
      const pairs = [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const;
      const codes = await Promise.all(pairs.map(([one, other]) => code(one, other)));
      expect(await Promise.all(pairs.map(([one, other]) => code(other, one)))).to.deep.equal(codes);
      for (const one of codes) expect(one).to.match(/^\d{5}( \d{5}){7}$/);
      expect(new Set(codes)).to.have.length(3);
      expect(await rooms[0]!.safetyCode('nobody')).to.equal(null);
      rooms[0]!.leave();
      expect(await code(0, 1)).to.equal(null);
    } finally {
      call.close();
    }
  });
});
