import { expect } from 'chai';
import { adoptSlots, createSlots, fill, withoutScreenStreams } from '../../../src/mesh/connection/slots.js';
import { TestCamera } from '../../support/call.js';
import { until } from '../../support/until.js';

interface Row extends RTCStats {
  mid?: string;
  framesDecoded?: number;
}

describe('The slots of a screen', () => {
  const connections = [new RTCPeerConnection(), new RTCPeerConnection()] as const;
  const [sender, receiver] = connections;
  const cameras = [new TestCamera('#c00'), new TestCamera('#22f')] as const;
  after(() => {
    for (const connection of connections) connection.close();
    for (const camera of cameras) camera.close();
  });

  const take = (to: RTCPeerConnection, { type, sdp }: RTCSessionDescription) =>
    to.setRemoteDescription({ type, sdp: withoutScreenStreams(sdp) });
  const negotiate = async (options?: RTCOfferOptions) => {
    await sender.setLocalDescription(await sender.createOffer(options));
    await take(receiver, sender.localDescription!);
    if (!receiver.currentLocalDescription) adoptSlots(receiver);
    await receiver.setLocalDescription();
    await take(sender, receiver.localDescription!);
  };
  const received = async (): Promise<Map<string | undefined, Row>> => {
    const rows = [...(await receiver.getStats()).values()] as Row[];
    return new Map(rows.filter(({ type }) => type === 'inbound-rtp').map((row) => [row.mid, row]));
  };
  const picturesOf = async (mid: string) => (await received()).get(mid)?.framesDecoded ?? 0;

  it('have no stream until somebody shares a screen, which is shown like a camera', async () => {
    for (const [one, other] of [connections, [receiver, sender] as const])
      one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
    createSlots(sender);
    await negotiate();
    const described = receiver.remoteDescription!.sdp.split('m=').slice(1);
    expect(described.map((section) => section.includes('a=ssrc'))).to.deep.equal([true, true, false, false]);
    const isCounted = described.map((section) => section.includes('transport-wide-cc'));
    expect(isCounted, 'by congestion control').to.deep.equal([true, true, true, false]);
    await fill(sender, 'camera', cameras[0].stream.getVideoTracks()[0]!);
    await until(async () => (await picturesOf('1')) > 2, 'for the camera');
    const mids = [...(await received()).keys()];
    expect(mids.filter((mid) => mid !== '0')).to.deep.equal(['1']);
    await fill(sender, 'screen', cameras[1].stream.getVideoTracks()[0]!);
    await until(async () => (await picturesOf('2')) > 2, 'for the screen');
  });

  it('name one stream together, and voice and camera another, on both sides', () => {
    for (const { localDescription } of connections) {
      const sections = localDescription!.sdp.split('m=').slice(1);
      const [voice, camera, screen, sound] = sections.map((text) => /^a=msid:(\S+)/m.exec(text)?.[1]);
      expect(voice).to.be.a('string').and.not.equal('-');
      expect(camera).to.equal(voice);
      expect(screen).to.be.a('string').and.not.equal('-');
      expect(sound).to.equal(screen).and.not.equal(voice);
    }
  });

  it('show the screen again after an ICE restart, which does not touch the camera', async () => {
    const before = await picturesOf('1');
    await negotiate({ iceRestart: true });
    expect(await picturesOf('1'), 'the camera has the same receiver').to.be.at.least(before);
    const first = await picturesOf('2');
    await until(async () => (await picturesOf('2')) > first + 2, 'for the screen');
  });
});
