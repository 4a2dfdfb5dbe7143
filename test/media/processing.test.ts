import { expect } from 'chai';
import { LocalMedia } from '../../src/media/local-media.js';
import type { TrackProcessor } from '../../src/media/processing.js';
import { until } from '../support/until.js';
import { asMediaDevices, FakeDevices, info } from './fake-devices.js';

declare const MediaStreamTrackGenerator: new (init: { kind: 'audio' | 'video' }) => MediaStreamTrack;

/** A processor whose results the test sees, and delays or breaks. */
class Lab {
  readonly inputs: MediaStreamTrack[] = [];
  readonly outputs: MediaStreamTrack[] = [];
  disposed: MediaStreamTrack[] = [];
  /** The next results come after this. */
  gate: Promise<unknown> = Promise.resolve();
  refuse = false;

  readonly process: TrackProcessor = async (track) => {
    this.inputs.push(track);
    await this.gate;
    if (this.refuse) throw new Error('no model');
    const output = new MediaStreamTrackGenerator({ kind: track.kind as 'video' });
    this.outputs.push(output);
    return {
      track: output,
      dispose: () => {
        this.disposed.push(output);
        output.stop();
      },
    };
  };
}

describe('A processor between capture and senders', () => {
  let devices: FakeDevices;
  let media: LocalMedia;
  let lab: Lab;
  /** What is sent: state and track, in order. */
  let sent: { source: string; state: string; track: MediaStreamTrack | null }[];
  let failures: [string, string][];
  const camera = () => sent.filter(({ source }) => source === 'camera');
  const current = () => camera().at(-1);

  beforeEach(() => {
    devices = new FakeDevices();
    lab = new Lab();
    sent = [];
    failures = [];
    media = new LocalMedia({
      devices: asMediaDevices(devices),
      on: {
        sourceChanged: (source, state, track) => sent.push({ source, state, track }),
        deviceFailed: () => {},
        devicesChanged: () => {},
        processorFailed: (kind, cause) => failures.push([kind, (cause as Error).message]),
      },
    });
  });
  afterEach(() => media.stop());

  it('is given up when it makes no track for ten seconds, and what it makes later is ended', async () => {
    let answer!: () => void;
    lab.gate = new Promise<void>((done) => {
      answer = done;
    });
    const { setTimeout } = globalThis;
    globalThis.setTimeout = ((work: () => void, delay: number) =>
      setTimeout(work, delay === 10_000 ? 0 : delay)) as typeof setTimeout;
    try {
      await media.setProcessor('camera', lab.process);
      await media.setEnabled('camera', true);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    expect(failures).to.deep.equal([['camera', 'the processor has made no track for 10 s']]);
    expect(current()).to.deep.include({ state: 'on', track: lab.inputs[0] });
    answer();
    await until(() => lab.disposed.length === 1, 'the late track to be ended');
    expect(current()!.track, 'the captured track').to.equal(lab.inputs[0]);
  });

  it('set before the start: nothing unprocessed is ever sent', async () => {
    let open = () => {};
    lab.gate = new Promise<void>((done) => {
      open = done;
    });
    void media.setProcessor('camera', lab.process);
    const started = media.start({ microphone: true, camera: true });
    await until(() => lab.inputs.length === 1);
    expect(camera().map(({ state }) => state)).to.deep.equal(['starting']);
    open();
    await started;
    await until(() => current()?.state === 'on');
    expect(current()?.track).to.equal(lab.outputs[0]);
    expect(camera().every(({ track }) => track === null || track === lab.outputs[0])).to.equal(true);
  });

  it('set during the call takes over when its track is there, and gives back the captured track', async () => {
    await media.start({ microphone: false, camera: true });
    const captured = current()!.track!;
    await media.setProcessor('camera', lab.process);
    expect(camera().map(({ state }) => state)).to.deep.equal(['starting', 'on', 'on']);
    expect(current()?.track).to.equal(lab.outputs[0]);
    await media.setProcessor('camera', null);
    expect(current()?.track).to.equal(captured);
    expect([captured.readyState, lab.disposed]).to.deep.equal(['live', lab.outputs]);
    expect(devices.requests).to.have.length(1);
  });

  it('replaced by another one keeps its track until the other track is there, and is then disposed', async () => {
    await media.start({ microphone: false, camera: true });
    await media.setProcessor('camera', lab.process);
    const other = new Lab();
    let open = () => {};
    other.gate = new Promise<void>((done) => {
      open = done;
    });
    const setting = media.setProcessor('camera', other.process);
    await until(() => other.inputs.length);
    expect([current()?.track, lab.disposed]).to.deep.equal([lab.outputs[0], []]);
    open();
    await setting;
    expect([current()?.track, lab.disposed]).to.deep.equal([other.outputs[0], lab.outputs]);
  });

  it('runs again for another device, and the old result is disposed', async () => {
    devices.plugged.push(info('videoinput', 'cam-2'));
    await media.start({ microphone: false, camera: true });
    await media.setProcessor('camera', lab.process);
    await media.setDevice('camera', 'cam-2');
    await until(() => lab.outputs.length === 2);
    await until(() => current()?.track === lab.outputs[1]);
    expect(lab.inputs[1]!.getSettings().deviceId).to.equal('cam-2');
    expect(lab.disposed).to.deep.equal([lab.outputs[0]]);
  });

  it('of a camera ends when the camera is switched off, and runs again when it is on', async () => {
    await media.start({ microphone: false, camera: true });
    await media.setProcessor('camera', lab.process);
    await media.setEnabled('camera', false);
    expect([current()?.state, current()?.track, lab.disposed.length]).to.deep.equal(['off', null, 1]);
    expect(await media.setEnabled('camera', true)).to.equal(true);
    expect([current()?.state, current()?.track]).to.deep.equal(['on', lab.outputs[1]]);
  });

  it('of a microphone stays while it is muted, so that the first syllable is heard', async () => {
    await media.start({ microphone: true, camera: false });
    await media.setProcessor('microphone', lab.process);
    await media.setEnabled('microphone', false);
    expect(sent.at(-1)).to.deep.equal({ source: 'microphone', state: 'off', track: null });
    await media.setEnabled('microphone', true);
    expect([lab.inputs.length, lab.disposed.length, sent.at(-1)?.track]).to.deep.equal([
      1,
      0,
      lab.outputs[0],
    ]);
  });

  it('of a microphone that is muted and unmuted before its track is there is starting again', async () => {
    let answer = () => {};
    lab.gate = new Promise<void>((done) => {
      answer = done;
    });
    void media.setProcessor('microphone', lab.process);
    const microphone = () => sent.filter(({ source }) => source === 'microphone').map(({ state }) => state);
    void media.setEnabled('microphone', true);
    await until(() => lab.inputs.length);
    await media.setEnabled('microphone', false);
    expect(microphone().at(-1)).to.equal('off');
    void media.setEnabled('microphone', true);
    await until(() => microphone().at(-1) === 'starting', 'for a state that can be taken back');
    answer();
    await until(() => microphone().at(-1) === 'on');
  });

  it('that fails is reported, and the captured track is sent', async () => {
    lab.refuse = true;
    await media.setProcessor('camera', lab.process);
    await media.start({ microphone: false, camera: true });
    await until(() => current()?.state === 'on');
    expect(failures).to.deep.equal([['camera', 'no model']]);
    expect(current()?.track).to.equal(devices.tracks[0]);
    // The next track is tried again.
    lab.refuse = false;
    await media.setEnabled('camera', false);
    await media.setEnabled('camera', true);
    expect(current()?.track).to.equal(lab.outputs[0]);
  });

  it('whose track ends by itself is reported, and the captured track is sent', async () => {
    await media.start({ microphone: false, camera: true });
    await media.setProcessor('camera', lab.process);
    devices.end(lab.outputs[0]!);
    expect(failures).to.deep.equal([['camera', 'the processed track has ended']]);
    expect([current()?.state, current()?.track]).to.deep.equal(['on', devices.tracks[0]]);
  });

  it('that answers too late is disposed at once', async () => {
    let open = () => {};
    lab.gate = new Promise<void>((done) => {
      open = done;
    });
    await media.start({ microphone: false, camera: true });
    const setting = media.setProcessor('camera', lab.process);
    await until(() => lab.inputs.length === 1);
    await media.setProcessor('camera', null);
    open();
    await setting;
    await until(() => lab.disposed.length === 1);
    expect(current()?.track).to.equal(devices.tracks[0]);
  });

  it('that is taken back while its code is loaded never runs', async () => {
    await media.start({ microphone: false, camera: true });
    const setting = media.setProcessor('camera', lab.process);
    await media.setProcessor('camera', null);
    await setting;
    expect([lab.inputs.length, current()?.track]).to.deep.equal([0, devices.tracks[0]]);
  });

  it('is disposed when everything ends', async () => {
    await media.start({ microphone: true, camera: true });
    await media.setProcessor('camera', lab.process);
    await media.setProcessor('microphone', lab.process);
    media.stop();
    expect(lab.disposed).to.have.length(2);
    expect(devices.live).to.deep.equal([]);
  });
});
