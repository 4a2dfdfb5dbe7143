import { expect } from 'chai';
import { type Claims, GUEST, readAdmission, TOKENLESS } from '../../party/auth/claims.js';
import { type Client, Stage } from './harness.js';

describe('participants with claims', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  const claims = (said: object, more?: Partial<Claims>) => ({ ...readAdmission(said), ...more });
  const enter = (sid: string, who?: Claims, resume?: string) => stage.socket(sid, who).hello(resume);
  const refusal = (client: Client) => [client.last('error').code, client.closed?.code];

  it('are told their permissions, as words; guests those of a member', () => {
    expect(enter('ada', claims({ role: 'host' })).last('welcome').self.grants).to.include.members([
      'kick',
      'end',
    ]);
    expect(enter('bob', claims({ role: 'viewer' })).last('welcome').self.grants).to.deep.equal([]);
    expect(enter('vic').last('welcome').self.grants).to.deep.equal(['publish', 'chat']);
  });

  it('keep their permissions when the room loses its memory, and are told again when they come back', () => {
    const socket = stage.socket('ada', claims({ grants: ['lock'] }));
    stage.host.evict();
    expect(socket.hello().last('welcome').self.grants).to.deep.equal(['lock']);
    socket.join();
    const again = enter('ada', claims({ grants: ['end'] }), socket.resume);
    expect(again.last('welcome').self).to.include({ id: socket.id, seq: 1 });
    expect(again.last('welcome').self.grants).to.deep.equal(['end']);
  });

  it('have the name of their token, or else the one they chose', () => {
    const bob = stage.member('bob');
    enter('ada', claims({ name: 'Ada Lovelace' })).join('Mallory');
    expect(bob.last('joined').member.name).to.equal('Ada Lovelace');
    enter('eve', claims({ sub: 'eve' })).join('Eve');
    expect(bob.last('joined').member.name).to.equal('Eve');
  });

  it('do not reveal their sub to others', () => {
    const bob = stage.member('bob');
    const ada = enter('ada', claims({ sub: 'user-7-of-ada' })).join();
    ada.lose();
    const vic = stage.visitor('vic');
    for (const { frames } of [ada, bob, vic]) expect(JSON.stringify(frames)).not.to.contain('user-7');
  });

  it('resume their membership; nobody else gets what was theirs', () => {
    const ada = enter('ada', claims({ sub: 'user-7' })).join();
    for (const who of [undefined, claims({ sub: 'user-8' }), claims({})]) {
      const thief = enter('ada', who, ada.resume);
      expect(thief.id).not.to.equal(ada.id);
      expect(thief.last('welcome').self.seq).to.equal(undefined);
      stage.host.server.leaveBeacon(ada.resume, who);
    }
    expect(ada.closed).to.equal(undefined);
    stage.host.evict();
    expect(enter('ada', claims({ sub: 'user-7' }), ada.resume).id).to.equal(ada.id);
  });

  it('resume with an expired token, and can do nothing else with it', () => {
    const who = claims({ sub: 'user-7', role: 'host' });
    const late = { ...who, late: true };
    expect(refusal(enter('ada', late))).to.deep.equal(['token-expired', 4401]);
    const ada = enter('ada', who).join();
    expect(refusal(enter('ada', late, `${ada.resume}x`))).to.deep.equal(['token-expired', 4401]);
    ada.lose();
    const again = enter('ada', late, ada.resume);
    expect(again.last('welcome').self).to.include({ id: ada.id, seq: 1 });
    again.lose();
    stage.pass(60_000);
    expect(refusal(enter('ada-2', late, again.resume))).to.deep.equal(['token-expired', 4401]);
    // The page that was cut off for long is still in the call.
    expect(enter('ada', late, again.resume).last('welcome').self).to.include({ id: ada.id, seq: 1 });
  });

  describe('with more than one token', () => {
    const HOST = 127;
    const MEMBER = 3;
    const token = (issued: number, said: object = {}) => claims(said, { issued });
    /** The claims of an expired token, and other claims that look similar. */
    const LATE: Claims[] = [
      { sub: '', name: '', grants: 0, late: true },
      { sub: '', name: 'Mallory', grants: HOST, issued: 9e9, late: true },
    ];
    const grants = (client: Client) => client.last('welcome').self.grants;
    const membershipOf = (watcher: Client, id: string) =>
      stage
        .visitor(`look-${watcher.sid}`)
        .last('welcome')
        .roster.find((one) => one.id === id);

    for (const late of LATE)
      it(`keep the permissions of their membership, whatever an expired one says (${late.grants})`, () => {
        for (const first of [GUEST, TOKENLESS, token(5), token(5, { role: 'viewer' })]) {
          const victim = stage.member('victim');
          const ada = enter('ada', first).join('Ada');
          const before = grants(ada);
          ada.lose();
          const again = enter('ada', late, ada.resume);
          expect(grants(again)).to.deep.equal(before);
          for (const type of ['kick', 'mute'] as const)
            again.send({ type, n: 1, id: victim.id, on: true } as never);
          again.send({ type: 'end', n: 2 });
          expect(again.all('error').map(({ code }) => code)).to.deep.equal(Array(3).fill('forbidden'));
          expect(victim.all('error')).to.deep.equal([]);
          again.send({ type: 'ping' });
          again.lose();
          // Not after a reload either.
          const reload = enter('ada-2', late, again.resume);
          expect(grants(reload)).to.deep.equal(before);
          expect(reload.join('Eve').entry.member.name).to.equal('Eve');
          reload.send({ type: 'end', n: 3 });
          expect(reload.last('error').code).to.equal('forbidden');
          for (const one of [reload, victim]) one.send({ type: 'bye' });
        }
      });

    it('keep the name of a token, with whichever expired one they come back', () => {
      for (const late of LATE) {
        const ada = enter('ada', token(5, { name: 'Ada Lovelace' })).join('x');
        ada.lose();
        expect(enter('ada-2', late, ada.resume).join('Eve').entry.member.name).to.equal('Ada Lovelace');
      }
    });

    it('keep the name of a token when they leave and come back with an older one', () => {
      const said = { sub: 'user-7', name: 'Ada Lovelace' };
      stage.member('bob');
      const ada = enter('ada', token(5, said)).join('x');
      ada.send({ type: 'bye' });
      const back = enter('ada-2', token(4, said), ada.resume);
      expect(back.join('The Teacher').entry.member.name).to.equal('Ada Lovelace');
    });

    it('cannot lift a demotion with an older one, valid or expired, in any way', () => {
      for (const older of [...LATE, token(4, { role: 'host' }), { ...TOKENLESS, grants: HOST }]) {
        const ada = enter('ada', token(4, { role: 'host' })).join();
        ada.lose();
        const viewer = enter('ada', token(5, { role: 'viewer' }), ada.resume);
        expect(grants(viewer)).to.deep.equal([]);
        viewer.lose();
        stage.host.evict();
        const again = enter('ada', older, viewer.resume);
        expect(grants(again)).to.deep.equal([]);
        again.lose();
        const reload = enter('ada-2', older, again.resume);
        expect(grants(reload)).to.deep.equal([]);
        reload.join().lose();
        stage.pass(60_000);
        // The membership is lost by now.
        expect(grants(enter('ada-2', older, reload.resume))).to.deep.equal([]);
        if (older.late) continue;
        reload.leaveBeacon();
        expect(grants(enter('ada-3', older, reload.resume))).to.deep.equal([]);
      }
    });

    it('are demoted by the first dial with the newer one, even as a visitor', () => {
      const ada = enter('ada', token(4, { role: 'host' })).join();
      ada.lose();
      enter('ada-2', token(5), ada.resume).lose();
      expect(membershipOf(ada, ada.id)?.grants ?? MEMBER).to.equal(MEMBER);
      for (const late of LATE)
        expect(grants(enter('ada', late, ada.resume))).to.deep.equal(['publish', 'chat']);
    });

    it('are promoted by a newer one', () => {
      const ada = enter('ada', token(5)).join();
      ada.lose();
      const again = enter('ada', token(5, { role: 'host' }), ada.resume);
      expect(grants(again)).to.have.length(7);
      again.lose();
      for (const late of LATE) expect(grants(enter('ada', late, again.resume))).to.have.length(7);
    });

    it('have to leave at the end of one with eject, with whichever older one they come back', () => {
      for (const older of [...LATE, token(4), TOKENLESS]) {
        const exp = stage.now / 1000 + 50;
        const ada = enter('ada', token(5, { exp, eject: true })).join();
        stage.pass(20_000);
        ada.lose();
        // Neither a reload nor a killed party forgets it.
        const reload = enter('ada-2', older, ada.resume);
        expect(reload.all('error')).to.deep.equal([]);
        reload.join();
        stage.host.kill();
        const back = enter('ada-2', older, reload.resume);
        expect(back.last('welcome').self.id).to.equal(ada.id);
        stage.pass(30_000);
        expect(refusal(back)).to.deep.equal(['token-expired', 4401]);
        expect(refusal(enter('ada-2', older, back.resume))).to.deep.equal(['token-expired', 4401]);
        expect(enter('ada-2', token(5, { exp: exp + 60, eject: true }), back.resume).id).to.equal(ada.id);
        stage.pass(200_000);
      }
    });

    it('are visitors only as long as their membership is held', () => {
      const bob = stage.member('bob');
      for (const late of LATE) {
        const ada = enter('ada', token(5)).join();
        ada.lose();
        const reload = enter('ada-2', late, ada.resume);
        stage.pass(40_000);
        for (const one of [bob, reload]) one.send({ type: 'ping' });
        expect(reload.closed).to.equal(undefined);
        stage.pass(20_000);
        expect(refusal(reload)).to.deep.equal(['token-expired', 4401]);
      }
    });

    it('cannot use an expired one to enter a locked room, or a room where they are new', () => {
      stage.host.waitingRoom = true;
      const host = enter('host', token(5, { role: 'host' })).join();
      const ada = enter('ada', token(5));
      host.send({ type: 'admit', n: 1, id: 'x' });
      for (const late of LATE) expect(refusal(enter('eve', late))).to.deep.equal(['token-expired', 4401]);
      expect(ada.last('waiting').id).to.be.a('string');
    });
  });

  it('join again with an expired token after a reload, as long as their membership is held', () => {
    const late = claims({}, { late: true });
    const ada = enter('ada', claims({})).join();
    ada.lose();
    const reload = enter('ada-2', late, ada.resume).join();
    expect(reload.entry.member.id).to.equal(ada.id);
    reload.lose();
    const slow = enter('ada-3', late, reload.resume);
    stage.pass(60_000);
    slow.join();
    expect(refusal(slow)).to.deep.equal(['token-expired', 4401]);
  });

  it('stay when their token expires, unless it has eject', () => {
    const exp = stage.now / 1000 + 50;
    const [ada, bob] = [
      enter('ada', claims({ exp })).join(),
      enter('bob', claims({ exp, eject: true })).join(),
    ];
    stage.pass(49_999);
    expect(bob.closed).to.equal(undefined);
    stage.host.evict();
    stage.pass(1);
    expect(refusal(bob)).to.deep.equal(['token-expired', 4401]);
    expect(bob.last('error').fatal).to.equal(true);
    expect(ada.closed).to.equal(undefined);
    expect(ada.all('away')).to.have.length(1);
    stage.pass(14_999);
    expect(ada.all('left')).to.have.length(0);
    stage.pass(1);
    expect(ada.last('left').id).to.equal(bob.id);
  });

  it('leave at the end of their token also as visitors, or without a hello', () => {
    const who = claims({ exp: stage.now / 1000 + 5, eject: true });
    const sockets = [enter('vic', who), stage.socket('silent', who)];
    stage.pass(5000);
    for (const socket of sockets) expect(refusal(socket)).to.deep.equal(['token-expired', 4401]);
  });

  it('resume with a new token within 15 seconds of the end of the old one', () => {
    const until = (seconds: number) => claims({ sub: 'b', exp: stage.now / 1000 + seconds, eject: true });
    const ada = stage.member('ada');
    const bob = enter('bob', until(50)).join();
    stage.pass(64_000);
    const again = enter('bob', until(50), bob.resume);
    expect(again.last('welcome').self).to.include({ id: bob.id, seq: 2 });
    expect(ada.last('back').id).to.equal(bob.id);
    stage.pass(20_000);
    expect(again.closed).to.equal(undefined);
    expect(ada.all('left')).to.have.length(0);
  });
});
