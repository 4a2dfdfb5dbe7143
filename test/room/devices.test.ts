import { expect } from 'chai';
import { asMediaDevices, FakeDevices, info, refusal } from '../media/fake-devices.js';
import { everyoneSeesEveryone, fullMesh, TestCall, TestCamera } from '../support/call.js';
import { recordDelay } from '../support/event-loop-delay.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** The others have the replacement this soon (ms). One of so many tries must do it: other tests use the machine, too. */
const PROMISED = 2_000;
const TRIES = 3;

describe('A device that is unplugged during a call', () => {
  const cameras: TestCamera[] = [];
  const network = new MemoryNetwork({ delay: 10 });
  const call = new TestCall(network);
  after(() => {
    call.close();
    for (const camera of cameras) camera.close();
  });

  it('is replaced for everyone within 2 s, without a negotiation, and both report it', async () => {
    const devices = new FakeDevices();
    devices.capture = (kind) => {
      const camera = new TestCamera(cameras.length > 1 ? '#0a0' : '#c00');
      cameras.push(camera);
      return camera.stream.getTracks().find((track) => track.kind === kind)!;
    };
    const ada = call.person('Ada', { stream: null }, { devices: asMediaDevices(devices) });
    const grace = call.person('Grace');
    await ada.join();
    await grace.join();
    await fullMesh([ada, grace]);
    await everyoneSeesEveryone([ada, grace]);

    const negotiations: string[] = [];
    for (const connection of call.open()) {
      connection.addEventListener('negotiationneeded', () => negotiations.push('needed'));
      connection.addEventListener('signalingstatechange', () => negotiations.push(connection.signalingState));
    }
    const signals = network.passed('up', 'signal').length;
    const received = async () => {
      const { sources } = (await grace.getStats())[ada.state.self.id]!;
      return [sources.camera!.framesDecoded!, sources.microphone!.packetsReceived!] as const;
    };
    const times: number[] = [];
    const limit = recordDelay(PROMISED);
    let other = 1;
    while (!times.some((time) => time <= PROMISED) && times.length < TRIES) {
      other += 1;
      devices.plugged.push(info('videoinput', `cam-${other}`), info('audioinput', `mic-${other}`));
      const [frames, packets] = await received();
      const began = performance.now();
      for (const track of devices.live) devices.unplug(track);
      await until(() => {
        const { microphone, camera } = ada.state.devices.selected;
        return microphone === `mic-${other}` && camera === `cam-${other}`;
      });
      const [swapped, heard] = await received();
      expect(swapped).to.be.at.least(frames);
      await until(async () => {
        const [now, sound] = await received();
        return now > swapped + 3 && sound > Math.max(heard, packets) + 3;
      });
      times.push(performance.now() - began);
    }
    expect(Math.min(...times), `after ${times} ms`).to.be.at.most(limit());

    await turnsGreen(grace.state.participants[0]!.streams.camera!);
    await until(() => grace.state.participants[0]!.camera === 'on');
    expect(ada.state.devices.replaced?.used).to.match(new RegExp(`-${other}$`));
    expect(ada.state.deviceErrors).to.deep.equal({});
    expect(negotiations).to.deep.equal([]);
    expect(network.passed('up', 'signal')).to.have.length(signals);
  });
});

describe('A participant who joins while the browser still asks for their devices', () => {
  const network = new MemoryNetwork({ delay: 10 });
  const call = new TestCall(network);
  const camera = new TestCamera('#0a0');
  after(() => {
    call.close();
    camera.close();
  });

  it('is in at once, is shown as starting, and is seen and heard as soon as they allow it, without a negotiation', async () => {
    const devices = new FakeDevices();
    let allow = () => {};
    devices.prompt = new Promise<void>((resolve) => {
      allow = resolve;
    });
    devices.capture = (kind) => camera.stream.getTracks().find((track) => track.kind === kind)!;
    const ada = call.person('Ada', { stream: null }, { devices: asMediaDevices(devices) });
    const grace = call.person('Grace');
    await grace.join();
    await ada.join();
    await fullMesh([ada, grace]);
    expect(devices.live).to.deep.equal([]);
    expect(ada.state.self).to.include({ microphone: 'starting', camera: 'starting' });
    expect(grace.state.participants[0]).to.include({ microphone: 'starting', camera: 'starting' });

    const negotiations: string[] = [];
    for (const connection of call.open())
      connection.addEventListener('signalingstatechange', () => negotiations.push(connection.signalingState));
    allow();
    await until(() => grace.state.participants[0]!.camera === 'on');
    expect(ada.state.self).to.include({ microphone: 'on', camera: 'on' });
    await everyoneSeesEveryone([ada, grace]);
    await turnsGreen(grace.state.participants[0]!.streams.camera!);
    expect(negotiations).to.deep.equal([]);
  });

  it('is asked again when they have closed the question, and the lobby opens again', async () => {
    const devices = new FakeDevices();
    devices.prompt = Promise.reject(new DOMException('Permission dismissed', 'NotAllowedError'));
    devices.prompt.catch(() => {});
    const kate = call.person('Kate', { stream: null }, { devices: asMediaDevices(devices) });
    await kate.prepare();
    await until(() => kate.state.self.camera === 'off' && kate.state.deviceErrors.camera === 'dismissed');
    kate.rest();
    devices.prompt = Promise.resolve();
    await kate.prepare();
    await until(() => kate.state.self.camera === 'on' && kate.state.self.microphone === 'on');
  });

  it('has the camera off, as they left it, after a call with sound only', async () => {
    const kate = call.person('Kate', { stream: null }, { devices: asMediaDevices(new FakeDevices()) });
    const { self } = kate.state;
    const opens = async () => {
      await kate.prepare();
      await until(() => kate.state.self.microphone === 'on');
      return kate.state.self.camera;
    };
    expect(self.camera).to.equal('off');
    expect(await opens()).to.equal('on');
    await kate.toggleCamera(false);
    kate.rest();
    kate.setDataSaver('audio-only');
    expect(await opens()).to.equal('off');
    kate.rest();
    kate.setDataSaver('off');
    expect(await opens()).to.equal('off');
  });

  it('has no camera with sound only, even if another program had it until then', async () => {
    const devices = new FakeDevices();
    devices.refuse = ({ video }) => (video ? refusal('NotReadableError') : undefined);
    const kate = call.person('Kate', { stream: null }, { devices: asMediaDevices(devices) });
    await kate.prepare();
    await until(() => kate.state.deviceErrors.camera === 'in-use' && kate.state.self.microphone === 'on');
    kate.setDataSaver('audio-only');
    devices.refuse = () => undefined;
    devices.replug(...devices.plugged, info('videoinput', 'cam-9'));
    await until(() => kate.state.devices.list.camera.some(({ id }) => id === 'cam-9'));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
    expect(kate.state.self.camera).to.equal('off');
  });

  it('is in without devices when they say no', async () => {
    const devices = new FakeDevices();
    let deny = () => {};
    devices.prompt = new Promise<void>((_resolve, reject) => {
      deny = () => reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    const kate = call.person('Kate', { stream: null }, { devices: asMediaDevices(devices) });
    await kate.join();
    deny();
    await until(() => kate.state.self.camera === 'blocked' && kate.state.self.microphone === 'blocked');
    expect(kate.state.phase).to.equal('joined');
    await until(() =>
      call.rooms[1]!.state.participants.some(({ name, camera }) => name === 'Kate' && camera === 'blocked'),
    );
  });
});

async function turnsGreen(stream: MediaStream): Promise<void> {
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
  await video.play();
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  await until(() => {
    context.drawImage(video, 0, 0, 1, 1);
    const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data;
    return green > red + 50;
  });
}
