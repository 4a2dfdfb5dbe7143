import { expect } from 'chai';
import { roomName, socketUrl } from '../../src/room/address.js';

const dialled = (server: string) => socketUrl({ room: 'Standup', server }).replace(/\/[\da-f]{32}$/, '');

describe('The address of a party', () => {
  const table: [string, string][] = [
    ['https://rtc.example', 'wss://rtc.example/parties/main/standup'],
    ['http://rtc.example:1999', 'ws://rtc.example:1999/parties/main/standup'],
    ['wss://rtc.example/base/', 'wss://rtc.example/base/parties/main/standup'],
    ['rtc.example', 'wss://rtc.example/parties/main/standup'],
    ['rtc.example:8443', 'wss://rtc.example:8443/parties/main/standup'],
    ['localhost:1999', 'ws://localhost:1999/parties/main/standup'],
    ['127.0.0.1:1999', 'ws://127.0.0.1:1999/parties/main/standup'],
    ['127.0.0.1.evil.example', 'wss://127.0.0.1.evil.example/parties/main/standup'],
    ['10.evil.example', 'wss://10.evil.example/parties/main/standup'],
  ];
  for (const [server, address] of table) {
    it(`of ${server} is ${address}`, () => expect(dialled(server)).to.equal(address));
  }

  it('is another path for every dial, because Firefox delays a path that failed, and has the token only if there is one', () => {
    const options = { room: 'a', server: 'x.example' };
    const paths = [socketUrl(options), socketUrl(options)].map((url) => new URL(url).pathname);
    expect(paths[0]).not.to.equal(paths[1]);
    expect(new URL(socketUrl(options)).searchParams.has('token')).to.equal(false);
    const { searchParams } = new URL(socketUrl(options, 'a b&c'));
    expect(searchParams.get('token')).to.equal('a b&c');
    expect(searchParams.has('back')).to.equal(false);
  });

  it('says with a token that there is a membership to resume, and never by which token', () => {
    const options = { room: 'a', server: 'x.example' };
    expect(new URL(socketUrl(options, 't', 'resume')).searchParams.get('back')).to.equal('1');
    expect(new URL(socketUrl(options, undefined, 'resume')).searchParams.has('back')).to.equal(false);
  });

  it('names another party, properly escaped', () => {
    expect(socketUrl({ room: 'a', server: 'x.example', party: '../y?z' })).to.contain(
      '/parties/..%2Fy%3Fz/a/',
    );
  });

  for (const server of ['', 'http://', '://']) {
    it(`of "${server}" is rejected`, () => {
      expect(() => socketUrl({ room: 'a', server }))
        .to.throw()
        .with.property('code', 'server-missing');
    });
  }
});

describe('The name of a room', () => {
  it('is rejected with the list of allowed characters', () =>
    expect(() => roomName('a b'))
      .to.throw()
      .with.property('message')
      .that.matches(/^room-invalid \(1 to 64 of a-z 0-9 _ -/));

  it('ignores case and surrounding spaces', () => expect(roomName(' Stand-Up_1 ')).to.equal('stand-up_1'));
  for (const room of ['', '  ', undefined]) {
    it(`"${room}" is missing`, () =>
      expect(() => roomName(room))
        .to.throw()
        .with.property('code', 'room-missing'));
  }
  for (const room of ['a b', 'ä', '-a', 'a/b', '%61', 'x'.repeat(65)]) {
    it(`"${room}" is invalid`, () =>
      expect(() => roomName(room))
        .to.throw()
        .with.property('code', 'room-invalid'));
  }
});
