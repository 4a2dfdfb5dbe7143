/** Participants who change their name during a call. */
import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import { RoomCipher } from '../../src/mesh/encryption/room-cipher.js';
import { ENCRYPTED_NAME_PREFIX } from '../../src/protocol/encrypted-name.js';
import type { Room } from '../../src/room/room.js';
import { createSecret } from '../../src/room/secret.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

describe('A name that changes', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  /** The name of `who` as `viewer` shows it. */
  const shown = (viewer: Room, who: Room) =>
    viewer.state.participants.find(({ id }) => id === who.state.self.id)?.name;
  const shows = (viewer: Room, who: Room, name: string) =>
    until(() => shown(viewer, who) === name, `until ${name} is shown`);
  const listed = (viewer: Room, who: Room) =>
    viewer.state.roster.find(({ id }) => id === who.state.self.id)?.name;

  it('during a call reaches everyone, those in the lobby, and those who come later', async () => {
    const [ada, bob] = await call.joined('Ada', 'Bob');
    await fullMesh([ada!, bob!]);
    const visitor = call.person('Eve');
    await visitor.prepare();
    await until(() => visitor.state.roster.length === 2);
    const updated: string[] = [];
    bob!.addEventListener('participant-updated', ({ detail }) => updated.push(detail.participant.name));
    ada!.setDisplayName('Ada L.');
    await shows(bob!, ada!, 'Ada L.');
    expect(updated).to.include('Ada L.');
    await until(() => listed(visitor, ada!) === 'Ada L.');
    await visitor.join();
    expect(shown(visitor, ada!)).to.equal('Ada L.');
    expect(ada!.state.self.name).to.equal('Ada L.');
  });

  it('while we join is the one that the others see, although we have already said another one', async () => {
    const [ada] = await call.joined('Ada');
    const bob = call.person('');
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'join');
    const joining = bob.join();
    await until(() => bob.state.nameAtParty === '');
    // The page has loaded the user's name only now.
    bob.update({ displayName: 'Bob' });
    network.flush();
    await joining;
    await shows(ada!, bob, 'Bob');
    expect(bob.state.self.name).to.equal('Bob');
  });

  it('from a token stays, and we see it again', async () => {
    network.claims = (url) => {
      const name = new URL(url).searchParams.get('token') ?? '';
      return readAdmission({ grants: ['publish', 'chat'], ...(name && { name }) });
    };
    const [ada] = await call.joined('Ada');
    const bob = call.person('Bob', { token: 'Bob of Accounts' });
    await bob.join();
    expect(bob.state.self.name).to.equal('Bob of Accounts');
    bob.setDisplayName('The boss');
    await until(() => bob.state.self.name === 'Bob of Accounts');
    expect(shown(ada!, bob)).to.equal('Bob of Accounts');
    expect(network.passed('down', 'renamed').map(({ text }) => JSON.parse(text).name)).to.deep.equal([
      'Bob of Accounts',
    ]);
  });

  it('is told once for many changes in a row, and the last one counts', async () => {
    const [ada, bob] = await call.joined('Ada', 'Bob');
    await fullMesh([ada!, bob!]);
    for (const name of ['A', 'Ad', 'Ada', 'Ada ', 'Ada L', 'Ada L.', 'Ada Lo', 'Ada Lovelace'])
      ada!.setDisplayName(name);
    await shows(bob!, ada!, 'Ada Lovelace');
    expect(network.passed('up', 'rename').length).to.be.at.most(2);
  });

  for (const what of ['rename', 'renamed'] as const) {
    it(`is told when the party is back, if the frame ${what} was lost`, async () => {
      const [ada, bob] = await call.joined('Ada', 'Bob');
      await fullMesh([ada!, bob!]);
      network.hold(({ frame }) => frame?.type === what);
      ada!.setDisplayName('Ada L.');
      await until(() => network.frames.some(({ frame }) => frame?.type === what));
      network.drop(network.socketOf(ada!.state.self.id));
      await until(() => ada!.state.signaling === 'reconnecting');
      expect(shown(bob!, ada!)).to.equal('Ada');
      network.disturb();
      network.flush();
      await shows(bob!, ada!, 'Ada L.');
      await until(() => ada!.state.nameAtParty === 'Ada L.');
    });
  }

  it('is told when a party that was down is back', async () => {
    const [ada, bob] = await call.joined('Ada', 'Bob');
    await fullMesh([ada!, bob!]);
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'rename');
    ada!.setDisplayName('Ada L.');
    await until(() => network.passed('up', 'rename').length);
    network.kill();
    await until(() => ada!.state.signaling === 'reconnecting');
    network.flush();
    expect(shown(bob!, ada!)).to.equal('Ada');
    bob!.setDisplayName('Bob H.');
    network.restart();
    await shows(bob!, ada!, 'Ada L.');
    await shows(ada!, bob!, 'Bob H.');
  });

  it('is learned when we are back, if it changed while we were away', async () => {
    const [ada, bob] = await call.joined('Ada', 'Bob');
    await fullMesh([ada!, bob!]);
    network.hold(({ direction, frame }) => direction === 'down' && frame?.type === 'renamed');
    ada!.setDisplayName('Ada L.');
    await until(() => network.passed('down', 'renamed').length === 2);
    expect(shown(bob!, ada!)).to.equal('Ada');
    network.drop(network.socketOf(bob!.state.self.id));
    await until(() => bob!.state.signaling === 'reconnecting');
    await shows(bob!, ada!, 'Ada L.');
  });

  it('while we wait is seen by who may let us in', async () => {
    network.claims = (url) =>
      readAdmission({ grants: new URL(url).searchParams.get('token')?.split(' ') ?? [] });
    const ada = call.person('Ada', { token: 'publish chat admit lock' });
    await ada.join();
    await ada.lock(true);
    const bob = call.person('', { token: 'publish chat' });
    const joining = bob.join();
    await until(() => ada.state.waiting.length === 1);
    const cleo = call.person('Cleo', { token: 'publish chat' });
    const outside = cleo.join().catch(() => {});
    await until(() => ada.state.waiting.length === 2);
    bob.update({ displayName: 'Bob' });
    await until(() => ada.state.waiting[0]?.name === 'Bob');
    expect(ada.state.waiting.map(({ name }) => name)).to.deep.equal(['Bob', 'Cleo']);
    cleo.leave();
    await outside;
    const said: string[][] = [];
    ada.addEventListener('waiting-changed', ({ detail }) =>
      said.push(detail.waiting.map(({ name }) => name)),
    );
    bob.update({ displayName: 'Bob B.' });
    await until(() => said.at(-1)?.[0] === 'Bob B.');
    // Another one in the moment in which we are let in.
    bob.update({ displayName: 'Bobby' });
    await ada.admit(ada.state.waiting[0]!.id);
    await joining;
    await shows(ada, bob, 'Bobby');
    expect(bob.state.self.name).to.equal('Bobby');
  });

  describe('with a secret', () => {
    const secret = createSecret();
    const enter = async (...names: string[]) => {
      const rooms = names.map((name) => call.person(name, { secret }));
      for (const room of rooms) await room.join();
      await fullMesh(rooms);
      await until(() => rooms.every(({ state }) => state.participants.every(({ name }) => name)));
      return rooms as [Room, Room];
    };

    it('is encrypted, and everyone is still verified', async () => {
      const [ada, bob] = await enter('Ada', 'Bob');
      ada.setDisplayName('Augusta');
      await shows(bob, ada, 'Augusta');
      await until(() => ada.state.nameAtParty === 'Augusta');
      expect(ada.state.self.name).to.equal('Augusta');
      expect(bob.state.participants[0]!.verification).to.equal('verified');
      expect(network.frames.map(({ text }) => text).join()).to.not.include('Augusta');
      const late = call.person('Kate', { secret });
      await late.join();
      await shows(late, ada, 'Augusta');
    });

    for (const [what, lie] of [
      ['a name that the party has made up', () => ({ name: 'Mallory' })],
      ['a name that nobody can decrypt', () => ({ name: `${ENCRYPTED_NAME_PREFIX}${'a'.repeat(60)}` })],
      ['the name of another page', (own: object) => own],
      [
        'one with the identity of somebody else, who has the secret',
        async (_own: object, { state }: Room, id: string, sid: string) => ({
          name: await new RoomCipher(secret, state.roomId).encryptName('Ada?', { id, sid }, 'A'.repeat(43)),
        }),
      ],
    ] as const) {
      it(`does not change to ${what}, and it is reported`, async () => {
        const [ada, bob] = await enter('Ada', 'Bob');
        // The valid name of Bob's own page, as if Ada had it.
        const joined = network.passed('up', 'join').at(-1)!.frame as { name: string };
        const errors: string[] = [];
        bob.addEventListener('room-error', ({ detail }) => errors.push(detail.code));
        const { id } = ada.state.self;
        const { sid } = bob.state.roster[0]!;
        const name = await lie({ name: joined.name }, bob, id, sid);
        const socket = network.socketOf(bob.state.self.id)!;
        socket.dispatchEvent(
          new MessageEvent('message', {
            data: JSON.stringify({ type: 'renamed', id, sid, ...name }),
          }),
        );
        await until(() => errors.length);
        expect(errors).to.deep.equal(['verification-failed']);
        expect(shown(bob, ada)).to.equal('Ada');
        expect(bob.state.participants[0]!.verification).to.equal('verified');
      });
    }
  });
});
