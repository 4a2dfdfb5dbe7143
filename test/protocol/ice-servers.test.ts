import { expect } from 'chai';
import { isIceAddress, readIceServers } from '../../src/protocol/ice-servers.js';

const account = { username: 'u', credential: 'c' };

/** Whether this browser rejects it. */
function throws(server: unknown): boolean {
  try {
    new RTCPeerConnection({ iceServers: [server as RTCIceServer] }).close();
    return false;
  } catch {
    return true;
  }
}

describe('ICE servers from outside', () => {
  const good = [
    'stun:host',
    'stun:host:3478',
    'STUN:host',
    'stuns:host',
    'stun:[::1]:3478',
    'stun:ä.example',
    'turn:host?transport=tcp',
    'turns:host:443?transport=udp',
  ];
  for (const urls of good) {
    it(`are accepted with ${urls}, as the browser does`, () => {
      const { servers, refused } = readIceServers([{ urls, ...account }]);
      expect(servers).to.deep.equal([{ urls, ...account }]);
      expect([refused, throws(servers[0])]).to.deep.equal([[], false]);
    });
  }

  const bad: unknown[] = [
    'stun.example.org:3478',
    'stun:host:3478?transport=udp',
    'stun:',
    'stun://host',
    'stun:host:0',
    'stun:host:99999',
    'stun:::1',
    'stun:host:',
    'stun:[::1',
    'stun:a b',
    'stun:user@host',
    'stun:host/path',
    'stun:host#x',
    'turn:host?transport=tls',
    'turn:host?transport=tcp&a=b',
    'http://host',
    '',
  ];
  for (const urls of bad) {
    it(`are dropped with "${urls}", which the browser rejects, and the rest is kept`, () => {
      const { servers, refused } = readIceServers([
        { urls, ...account },
        { urls: ['stun:a', urls] },
        { urls: 'stun:b' },
      ]);
      expect(servers).to.deep.equal([{ urls: ['stun:a'] }, { urls: 'stun:b' }]);
      expect(refused).to.have.length(2);
      expect(throws({ urls, ...account })).to.equal(true);
    });
  }

  it('are dropped as TURN without an account, or with a user name that browsers reject', () => {
    for (const half of [
      {},
      { username: 'u' },
      { username: '', credential: '' },
      { ...account, username: 'u'.repeat(600) },
    ]) {
      const server = { urls: ['turn:t', 'stun:s'], ...half };
      expect(readIceServers([server]).servers).to.deep.equal([{ urls: ['stun:s'] }]);
      expect(throws({ ...server, urls: 'turn:t' })).to.equal(true);
    }
  });

  it('keep only the fields that browsers know: Firefox throws at credentialType', () => {
    const server = { urls: 'turn:t', ...account, credentialType: 'oauth', extra: 1 };
    expect(readIceServers([server]).servers).to.deep.equal([{ urls: 'turn:t', ...account }]);
  });

  it('are found in the responses of providers', () => {
    const [urls, taken] = [['turn:t'], [{ urls: ['turn:t'], ...account }]];
    const answers = [
      { iceServers: { urls, ...account } },
      { iceServers: taken },
      { ice_servers: [{ url: 'turn:t', urls, ...account }], password: 'c', ttl: '86400' },
      { v: { iceServers: { urls, ...account } }, s: 'ok' },
      { urls, username: 'u', password: 'c' },
    ];
    for (const answer of answers)
      expect(readIceServers(answer).servers, JSON.stringify(answer)).to.deep.equal(taken);
  });

  it('never throw, for any value', () => {
    const loop: Record<string, unknown> = {};
    loop.iceServers = loop;
    for (const value of [
      null,
      undefined,
      5,
      'x',
      {},
      loop,
      [null],
      [[]],
      [{ urls: {} }],
      [{ urls: [null] }],
    ]) {
      const { servers, refused } = readIceServers(value);
      expect([servers.length, refused.length]).to.deep.equal([0, 1]);
    }
    expect(readIceServers([])).to.deep.equal({ servers: [], refused: [] });
    expect(readIceServers(Array(99).fill({ urls: 'stun:a' })).servers).to.have.length(16);
    expect(isIceAddress('stun:a')).to.equal(true);
  });

  it('report errors without repeating the value', () => {
    const { refused } = readIceServers([{ urls: 'secret-host' }, { urls: 'turn:t', username: 'secret' }]);
    expect(refused.join())
      .to.match(/1: .*2: /)
      .and.not.match(/secret/);
  });
});
