import { expect } from 'chai';
import { forceKeyFrames, isKeyFrameCostly } from '../../../src/mesh/connection/key-frame.js';
import { limitVideo, START } from '../../../src/mesh/quality/encoding.js';
import { changeParameters } from '../../../src/mesh/quality/sender-parameters.js';

/**
 * A camera sender that keeps the rules of webrtc-pc: only the parameters of the last `getParameters` can be set, and only once.
 * `knows`: it reads the option for key frames, as Chromium does.
 */
function fakeSender({ knows = false } = {}) {
  let encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  let transaction = 0;
  const history: RTCRtpEncodingParameters[] = [];
  const sender = {
    track: { getSettings: () => ({ height: 720 }) },
    failsNext: false,
    history,
    getParameters() {
      transaction += 1;
      return { transactionId: String(transaction), encodings: structuredClone(encodings) };
    },
    async setParameters(
      parameters: { transactionId: string; encodings: RTCRtpEncodingParameters[] },
      options?: { encodingOptions?: unknown },
    ) {
      if (knows) void options?.encodingOptions;
      await Promise.resolve();
      if (sender.failsNext) {
        sender.failsNext = false;
        throw new DOMException('no', 'OperationError');
      }
      if (parameters.transactionId !== String(transaction))
        throw new DOMException('late', 'InvalidStateError');
      transaction += 1;
      encodings = parameters.encodings;
      history.push(encodings[0]!);
    },
  };
  return sender;
}

const asSender = (fake: ReturnType<typeof fakeSender>) => fake as unknown as RTCRtpSender;

/** A connection whose camera slot has this sender. */
function connectionOf(fake: ReturnType<typeof fakeSender>): RTCPeerConnection {
  const camera = { mid: '1', sender: fake };
  return {
    signalingState: 'stable',
    getTransceivers: () => [{}, camera, {}, {}],
  } as unknown as RTCPeerConnection;
}

describe('The parameters of a sender', () => {
  it('get every change, although several are made at the same time', async () => {
    const fake = fakeSender();
    await Promise.all(
      [100, 200, 300].map((maxBitrate) =>
        changeParameters(asSender(fake), (encoding) => Object.assign(encoding, { maxBitrate })),
      ),
    );
    expect(fake.history.map(({ maxBitrate }) => maxBitrate)).to.deep.equal([100, 200, 300]);
  });

  it('can be changed after a change that the browser rejected', async () => {
    const fake = fakeSender();
    fake.failsNext = true;
    const rejected = changeParameters(asSender(fake), () => {}).then(
      () => 'set',
      ({ name }) => name,
    );
    await changeParameters(asSender(fake), (encoding) => Object.assign(encoding, { maxBitrate: 7 }));
    expect(await rejected).to.equal('OperationError');
    expect(fake.history.map(({ maxBitrate }) => maxBitrate)).to.deep.equal([7]);
  });

  it('end with a camera that is sent, when its limit changes during a key frame without the option for it', async () => {
    const fake = fakeSender();
    const connection = connectionOf(fake);
    const keyFrame = forceKeyFrames(connection);
    const limits = [90, 180, 360].map((lines) =>
      limitVideo(connection, 'camera', { lines, frameRate: 15, maxBitrate: 200_000 }),
    );
    await Promise.all([keyFrame, ...limits]);
    expect(fake.history.some(({ active }) => active === false)).to.equal(true);
    expect(fake.history.at(-1)).to.include({ active: true, scaleResolutionDownBy: 2 });
  });

  it('end with a camera that is not sent, when nobody sees it any more during a key frame', async () => {
    const fake = fakeSender();
    const connection = connectionOf(fake);
    const keyFrame = forceKeyFrames(connection);
    await Promise.all([keyFrame, limitVideo(connection, 'camera', { ...START, active: false })]);
    expect(fake.history.at(-1)).to.include({ active: false });
    fake.history.length = 0;
    await forceKeyFrames(connection);
    expect(fake.history, 'no key frame of what nobody sees').to.deep.equal([]);
    await limitVideo(connection, 'camera', START);
    expect(fake.history.at(-1)).to.include({ active: true });
  });

  it('are changed only twice by later key frames without the option for it', async () => {
    const fake = fakeSender();
    const connection = connectionOf(fake);
    expect(isKeyFrameCostly(connection), 'not known yet').to.equal(false);
    await forceKeyFrames(connection);
    expect(isKeyFrameCostly(connection)).to.equal(true);
    fake.history.length = 0;
    await forceKeyFrames(connection);
    expect(fake.history.map(({ active }) => active)).to.deep.equal([false, true]);
  });

  it('are not switched off for a key frame by a browser with the option for it', async () => {
    const fake = fakeSender({ knows: true });
    await forceKeyFrames(connectionOf(fake));
    expect(fake.history.map(({ active }) => active)).to.deep.equal([true]);
  });
});
