import { expect } from 'chai';
import { withVoice } from '../../../src/mesh/quality/voice.js';

const section = (kind: string, port: number, mid: number) =>
  [
    `m=${kind} ${port} UDP/TLS/RTP/SAVPF 111 63 9`,
    `a=mid:${mid}`,
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
  ].join('\r\n');
const sdp = ['v=0', section('audio', 9, 0), section('audio', 9, 3), ''].join('\r\n');

describe('Our voice', () => {
  it('is silent on the network when nobody speaks; the sound of a screen is not changed', () => {
    const lines = withVoice(sdp, false).split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=fmtp:111'))).to.deep.equal([
      'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=32000',
      'a=fmtp:111 minptime=10;useinbandfec=1',
    ]);
    expect(lines[1]).to.equal('m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9');
  });

  it('is repeated in a small room, where the other side knows how', () => {
    const [first, second] = withVoice(sdp, true)
      .split('\r\n')
      .filter((line) => line.startsWith('m='));
    expect(first).to.equal('m=audio 9 UDP/TLS/RTP/SAVPF 63 111 9');
    expect(second).to.equal('m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9');
    const without = sdp.replaceAll('red/48000/2', 'G722/8000');
    expect(withVoice(without, true)).to.include('m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9');
  });

  it('leaves descriptions without Opus as they are', () => {
    for (const other of ['', 'v=0\r\n', 'v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n'])
      expect(withVoice(other, true)).to.equal(other);
  });

  it('takes few packets in silence', async () => {
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) =>
      void other.addIceCandidate(candidate ?? undefined).catch(() => {});
    other.onicecandidate = ({ candidate }) =>
      void one.addIceCandidate(candidate ?? undefined).catch(() => {});
    const [silence] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    silence!.enabled = false;
    const { sender } = one.addTransceiver(silence!);
    await one.setLocalDescription();
    await other.setRemoteDescription({ type: 'offer', sdp: withVoice(one.localDescription!.sdp, false) });
    await other.setLocalDescription();
    await one.setRemoteDescription({ type: 'answer', sdp: withVoice(other.localDescription!.sdp, false) });
    const rowOf = async () =>
      ([...(await sender.getStats()).values()] as (RTCStats & { packetsSent?: number })[]).find(
        ({ type, packetsSent }) => type === 'outbound-rtp' && packetsSent,
      );
    let [rate, before] = [50, await rowOf()];
    const deadline = performance.now() + 30_000;
    while (rate > 15 && performance.now() < deadline) {
      const now = await rowOf();
      if (now && before && now.timestamp - before.timestamp > 1_000) {
        rate = ((now.packetsSent! - before.packetsSent!) * 1_000) / (now.timestamp - before.timestamp);
        before = now;
      }
      before ??= now;
    }
    for (const connection of [one, other]) connection.close();
    silence!.stop();
    expect(rate, 'packets a second').to.be.at.most(15);
  });
});
