import { expect } from 'chai';
import { createSlots } from '../../../src/mesh/connection/slots.js';
import {
  parseDescription as facts,
  restartOffer,
  withoutCandidates,
} from '../../../src/mesh/encryption/description.js';
import { hiddenFingerprints } from '../../support/hidden-fingerprints.js';

/** A real offer with our slots and the control channel, candidates included. */
async function realOffer(): Promise<string> {
  const connection = new RTCPeerConnection();
  createSlots(connection);
  connection.createDataChannel('control', { negotiated: true, id: 0 });
  const gathered = new Promise((resolve) => {
    connection.onicecandidate = ({ candidate }) => candidate || resolve(undefined);
  });
  await connection.setLocalDescription();
  await gathered;
  const { sdp } = connection.localDescription!;
  connection.close();
  return sdp;
}

describe('A description', () => {
  let sdp: string;
  before(async () => {
    sdp = await realOffer();
  });

  it('is accepted with our four slots, the control channel, one fingerprint and an ICE user name', () => {
    const found = facts(sdp);
    expect(found?.fingerprint).to.match(/^sha-256 ([0-9a-f]{2}:){31}[0-9a-f]{2}$/);
    expect(sdp).to.contain(`a=ice-ufrag:${found?.ufrag}`);
  });

  const broken: [string, (sdp: string) => string][] = [
    ['a slot is missing', (sdp) => sdp.slice(0, sdp.lastIndexOf('m=application'))],
    ['a slot is of another kind', (sdp) => sdp.replace('m=video', 'm=audio')],
    ['there is one slot more', (sdp) => `${sdp}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n`],
    ['a second fingerprint is in it', (sdp) => `${sdp}a=fingerprint:sha-256 AB:CD\r\n`],
    [
      'the fingerprint is of a weaker hash',
      (sdp) => sdp.replaceAll('fingerprint:sha-256', 'fingerprint:sha-1'),
    ],
    ['it has no fingerprint', (sdp) => sdp.replace(/a=fingerprint.*\r\n/g, '')],
    ['it has no ICE name', (sdp) => sdp.replace(/a=ice-ufrag.*\r\n/g, '')],
    ['it is empty', () => ''],
    ['a line of media is written in another way', (sdp) => sdp.replace('m=audio', 'm= audio')],
    ['a line of media is hidden', (sdp) => `${sdp}m= audio 9 UDP/TLS/RTP/SAVPF 0\r\n`],
    ['it names two ICE generations', (sdp) => `${sdp}a=ice-ufrag:abcd\r\n`],
    ['somebody else is to vouch for it', (sdp) => `${sdp}a=identity:eyJpZHAiOnt9fQ==\r\n`],
    ['it brings keys of its own', (sdp) => `${sdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\n`],
    [
      'several encodings of one picture are asked for',
      (sdp) => `${sdp}a=rid:1 recv\r\na=simulcast:recv 1\r\n`,
    ],
    [
      'it sets a bitrate against congestion control',
      (sdp) => sdp.replace(/a=fmtp:/, 'a=fmtp:96 X-google-min-bitrate=9000\r\na=fmtp:'),
    ],
    ['its last line does not end', (sdp) => sdp.slice(0, -2)],
    ['it begins with an empty line', (sdp) => `\r\n${sdp}`],
    ['the fingerprint is too short', (sdp) => sdp.replace(/(a=fingerprint:.*):..\r/g, '$1\r')],
  ];
  for (const [what, breakIt] of broken) {
    it(`is rejected when ${what}`, () => expect(facts(breakIt(sdp))).to.equal(undefined));
  }

  const other = `sha-256 ${Array(32).fill('AB').join(':')}`;
  for (const [what, line] of hiddenFingerprints(other)) {
    for (const [where, put] of [
      ['each one', (sdp: string) => sdp.replaceAll(/(a=fingerprint:.*\r\n)/g, `$1${line}`)],
      ['the media', (sdp: string) => sdp.replace('m=audio', `${line}m=audio`)],
      ['its end', (sdp: string) => sdp + line],
    ] as const) {
      it(`is rejected with a second fingerprint after ${where} that is ${what}`, () => {
        expect(put(sdp)).to.not.equal(sdp);
        expect(facts(put(sdp))).to.equal(undefined);
      });
    }
  }

  it('may repeat its fingerprint and its ICE user name', () => {
    const lines = sdp.split('\r\n').filter((line) => /^a=(fingerprint|ice-ufrag):/.test(line));
    expect(facts(`${sdp}${lines.join('\r\n')}\r\n`)).to.deep.equal(facts(sdp));
  });

  it('loses its candidates and nothing else', () => {
    expect(sdp).to.contain('a=candidate');
    const bare = withoutCandidates(sdp);
    expect(bare).not.to.match(/candidate/);
    const kept = sdp.split('\r\n').filter((line) => !/candidate/.test(line));
    expect(bare.split('\r\n')).to.deep.equal(kept);
  });

  it('of a restart states our DTLS role, because Firefox would otherwise use the role of the other side', () => {
    expect(sdp).to.contain('a=setup:actpass');
    for (const role of ['passive', 'active', 'actpass'] as const) {
      const roles = restartOffer(sdp, role).match(/a=setup:\w+/g);
      expect(new Set(roles)).to.deep.equal(new Set([`a=setup:${role}`]));
    }
  });
});
