import { expect } from 'chai';
import { createSlots, slot } from '../../../src/mesh/connection/slots.js';
import { applySound, redConnections, soundFor } from '../../../src/mesh/quality/sound.js';
import { withVoice } from '../../../src/mesh/quality/voice.js';
import fc from '../../support/property.js';
import { until } from '../../support/until.js';

const room = fc.integer({ min: 0, max: 2_000_000 });
const video = fc.integer({ min: 0, max: 2_000_000 });
const repeats = fc.boolean();

describe('The sound of a link', () => {
  it('is thin only where little room is, never because there is more', () => {
    fc.assert(
      fc.property(room, room, video, repeats, fc.boolean(), (one, other, need, repeated, wasThin) => {
        const before = { isThin: wasThin, bitrate: 0 };
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [narrow, wide] = [
          soundFor(less, need, repeated, before),
          soundFor(more, need, repeated, before),
        ];
        expect(Number(wide.isThin)).to.be.at.most(Number(narrow.isThin));
        expect(narrow.bitrate).to.be.at.most(wide.bitrate);
      }),
    );
    expect(soundFor(500_000, 200_000, false).isThin).to.equal(false);
    expect(soundFor(90_000, 200_000, false).isThin).to.equal(true);
    // As for Firefox, whose voice stays as it is: with all of its bits.
    expect(soundFor(60_000, 0, false), 'nothing has to fit beside it').to.deep.equal({
      isThin: false,
      bitrate: 50_000,
    });
  });

  it('does not change while the room stays about the same', () => {
    fc.assert(
      fc.property(
        room,
        video,
        repeats,
        fc.double({ min: 1, max: 1.09, noNaN: true }),
        (some, need, repeated, factor) => {
          const first = soundFor(some, need, repeated);
          const second = soundFor(some * factor, need, repeated, first);
          expect(second).to.deep.equal(first);
          expect(soundFor(some, need, repeated, second)).to.deep.equal(second);
        },
      ),
    );
  });

  it('is as usual again where congestion control only reports little because little is sent', () => {
    // Less than 90 lines at 15 pictures per second take no camera.
    fc.assert(
      fc.property(fc.integer({ min: 48_000, max: 2_000_000 }), repeats, (need, repeated) => {
        const thin = soundFor(0, need, repeated);
        expect(thin.isThin).to.equal(true);
        expect(soundFor(1.5 * (thin.bitrate + need), need, repeated, thin).isThin).to.equal(false);
      }),
    );
  });

  it('goes first in the network, and our voice takes fewer bits where it is thin', async () => {
    const connection = new RTCPeerConnection();
    createSlots(connection);
    const of = (source: 'microphone' | 'screenAudio') =>
      slot(connection, source)!.sender.getParameters().encodings[0]!;
    applySound(connection, false);
    await until(() => of('screenAudio').priority === 'high', 'for the priority');
    expect(of('microphone')).to.include({ priority: 'high', networkPriority: 'high' });
    expect(of('microphone').maxBitrate).to.equal(undefined);
    applySound(connection, true);
    await until(() => of('microphone').maxBitrate === 16_000, 'for a thin voice');
    expect(of('screenAudio').maxBitrate).to.equal(undefined);
    applySound(connection, false);
    await until(() => of('microphone').maxBitrate === undefined, 'for the usual voice');
    connection.close();
  });

  it('has as many bits for a thin voice where each packet repeats the one before', async () => {
    for (const repeats of [false, true]) {
      const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
      createSlots(one);
      await one.setLocalDescription();
      await other.setRemoteDescription(one.localDescription!);
      await other.setLocalDescription();
      const sdp = withVoice(other.localDescription!.sdp, repeats);
      await one.setRemoteDescription({ type: 'answer', sdp });
      if (repeats) redConnections.add(one);
      applySound(one, true);
      const { sender } = slot(one, 'microphone')!;
      expect(sender.getParameters().codecs[0]!.mimeType === 'audio/red').to.equal(repeats);
      const bitrate = repeats ? 33_600 : 16_000;
      await until(
        () => sender.getParameters().encodings[0]!.maxBitrate === bitrate,
        `for ${bitrate} bits per second`,
      );
      // An ICE restart may have changed that: the voice stays thin, with the limit that fits.
      redConnections[repeats ? 'delete' : 'add'](one);
      applySound(one, true);
      await until(
        () => sender.getParameters().encodings[0]!.maxBitrate === 49_600 - bitrate,
        'for the other limit',
      );
      for (const connection of [one, other]) connection.close();
    }
  });
});
