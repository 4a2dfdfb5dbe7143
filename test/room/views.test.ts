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

  /** The encoding of the camera from one participant to another. */
  const sent = (from: Room, to: Room) =>
    slot(call.between(from, to)!, 'camera')!.sender.getParameters().encodings[0]!;

  it('gets no more of a page than its host allows, and sound in any case', async () => {
    const rooms = ['Ada', 'Grace', 'Kate'].map((name) => call.person(name, { maxBitrate: 200 }));
    for (const room of rooms) await room.join();
    await fullMesh(rooms);
    const [ada, grace, kate] = rooms as [Room, Room, Room];
    // 40 kbit/s of each link are for sound.
    await until(() => sent(ada, grace).maxBitrate! + sent(ada, kate).maxBitrate! <= 120_000);
    ada.update({ maxBitrate: 60 });
    await until(() => !sent(ada, grace).active && !sent(ada, kate).active);
    ada.update({ maxBitrate: undefined });
    await until(() => sent(ada, grace).active && sent(ada, grace).maxBitrate! > 60_000);
  });

  it('who saves data gets small pictures and sends small ones, and with audio only neither gets nor sends any', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    grace.setView(ada.state.self.id, { width: 1280, height: 720, visible: true });
    await until(() => sent(ada, grace).active);
    grace.setDataSaver('audio-only');
    expect(grace.state.dataSaver).to.equal('audio-only');
    await until(() => !sent(ada, grace).active);
    await until(() => grace.state.self.camera === 'off');
    grace.setDataSaver('off');
    await until(() => sent(ada, grace).active);
    grace.setDataSaver('small');
    grace.leave();
    expect(grace.state.dataSaver).to.equal('small');
  });

  it('who hides a tile gets nothing of it, and everything again when it is shown; others are not affected', async () => {
    const rooms = await call.joined('Ada', 'Grace', 'Kate');
    await fullMesh(rooms);
    const [ada, grace, kate] = rooms as [Room, Room, Room];
    grace.setView(ada.state.self.id, { width: 640, height: 360, visible: false });
    await until(() => !sent(ada, grace).active);
    expect(sent(ada, kate).active).to.equal(true);
    grace.setView(ada.state.self.id, { width: 640, height: 360, visible: true });
    await until(() => sent(ada, grace).active);
  });
});
