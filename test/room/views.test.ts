import { expect } from 'chai';
import { slot } from '../../src/mesh/connection/slots.js';
import type { Room } from '../../src/room/room.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

describe('A viewer', () => {
  let call: TestCall;
  beforeEach(() => {
    call = new TestCall(new MemoryNetwork());
  });
  afterEach(() => call.close());

  /** The bitrate limit of the camera from one participant to another. */
  const limit = (from: Room, to: Room) =>
    slot(call.between(from, to)!, 'camera')!.sender.getParameters().encodings[0]!.maxBitrate;

  it('who saves data gets small pictures and sends small ones, and with audio only neither gets nor sends any', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    grace.setView(ada.state.self.id, { width: 1280, height: 720, visible: true });
    await until(() => limit(ada, grace)! > 60_000);
    grace.setDataSaver('audio-only');
    expect(grace.state.dataSaver).to.equal('audio-only');
    await until(() => limit(ada, grace) === 60_000);
    await until(() => grace.state.self.camera === 'off');
    grace.setDataSaver('off');
    await until(() => limit(ada, grace)! > 60_000);
    grace.setDataSaver('small');
    grace.leave();
    expect(grace.state.dataSaver).to.equal('small');
  });

  it('who hides a tile gets next to nothing of it, and everything again when it is shown; others are not affected', async () => {
    const rooms = await call.joined('Ada', 'Grace', 'Kate');
    await fullMesh(rooms);
    const [ada, grace, kate] = rooms as [Room, Room, Room];
    grace.setView(ada.state.self.id, { width: 640, height: 360, visible: false });
    await until(() => limit(ada, grace) === 60_000);
    expect(limit(ada, kate)).to.be.greaterThan(60_000);
    grace.setView(ada.state.self.id, { width: 640, height: 360, visible: true });
    await until(() => limit(ada, grace)! > 60_000);
  });
});
