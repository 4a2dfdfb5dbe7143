/** The benchmark code inside a page: real connections over a network in memory, so that only our own work differs. */
import { createSlots, SLOTS } from '../../src/mesh/connection/slots.js';
import type { Room } from '../../src/room/room.js';
import { fullMesh, TestCall, TestCamera } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** Resolves with the time of the first picture of `stream` that is drawn. */
function firstFrame(stream: MediaStream): Promise<number> {
  const video = Object.assign(document.createElement('video'), {
    muted: true,
    autoplay: true,
    playsInline: true,
  });
  video.srcObject = stream;
  document.body.append(video);
  return new Promise((done) => {
    video.requestVideoFrameCallback(() => {
      done(performance.now());
      video.srcObject = null;
      video.remove();
    });
  });
}

const later = (ms: number, work: () => void) => setTimeout(work, ms);

/**
 * The baseline: two bare connections with the same slots, camera and codec. The offer is made and gathered beforehand, and
 * signaling is a function call that takes `hop` ms. Resolves with the time from "click" to the newcomer's first picture (ms).
 */
export async function joinBare(hop: number): Promise<number> {
  const cameras = [new TestCamera('#c00'), new TestCamera('#0a0')] as const;
  const [newcomer, member] = [new RTCPeerConnection(), new RTCPeerConnection()];
  for (const connection of [newcomer, member]) {
    connection.createDataChannel('control', { negotiated: true, id: 0 });
  }
  const fill = (connection: RTCPeerConnection, { stream }: TestCamera) => {
    const [microphone, camera] = connection.getTransceivers();
    void microphone!.sender.replaceTrack(stream.getAudioTracks()[0]!);
    void camera!.sender.replaceTrack(stream.getVideoTracks()[0]!);
  };
  createSlots(newcomer);
  fill(newcomer, cameras[0]);
  const gathered = new Promise<void>((done) => {
    newcomer.onicecandidate = ({ candidate }) => candidate || done();
  });
  await newcomer.setLocalDescription();
  await gathered;

  const picture = firstFrame(
    new MediaStream([newcomer.getTransceivers()[SLOTS.indexOf('camera')]!.receiver.track]),
  );
  const clicked = performance.now();
  later(hop, async () => {
    member.onicecandidate = ({ candidate }) => {
      if (candidate) later(hop, () => void newcomer.addIceCandidate(candidate).catch(() => {}));
    };
    await member.setRemoteDescription(newcomer.localDescription!);
    for (const transceiver of member.getTransceivers()) transceiver.direction = 'sendrecv';
    fill(member, cameras[1]);
    await member.setLocalDescription();
    const answer = member.localDescription!;
    later(hop, () => void newcomer.setRemoteDescription(answer));
  });
  const time = (await picture) - clicked;
  for (const connection of [newcomer, member]) connection.close();
  for (const camera of cameras) camera.close();
  return time;
}

/** Ours: a member in a room, a newcomer with a prepared lobby, and `join()`. The party is one more stop within the same hop. */
export async function joinRoom(hop: number): Promise<number> {
  const network = new MemoryNetwork({ delay: hop / 2 });
  const call = new TestCall(network);
  const [ada] = (await call.joined('Ada')) as [Room];
  const grace = call.person('Grace');
  await grace.prepare();
  await until(() => call.open(grace)[0]?.iceGatheringState === 'complete');
  const streams = () => grace.state.participants.find(({ id }) => id === ada.state.self.id)?.streams;
  const clicked = performance.now();
  const joined = grace.join();
  const camera = await new Promise<MediaStream>((done) => {
    const stop = grace.subscribe(() => {
      const stream = streams()?.camera;
      if (!stream) return;
      stop();
      done(stream);
    });
  });
  const time = (await firstFrame(camera)) - clicked;
  await joined;
  call.close();
  return time;
}

/** The signaling cost of one more participant, up to a full mesh: frames and bytes, up and down, all sockets together. */
export async function joinCosts(
  most: number,
): Promise<Record<'people' | 'framesUp' | 'framesDown' | 'bytesUp' | 'bytesDown', number>[]> {
  const network = new MemoryNetwork({ delay: 1 });
  const call = new TestCall(network);
  const rows = [];
  const count = () => ({
    framesUp: network.passed('up').length,
    framesDown: network.passed('down').length,
    bytesUp: network.bytes('up'),
    bytesDown: network.bytes('down'),
  });
  for (let people = 1; people <= most; people += 1) {
    const before = count();
    // Without media: only signaling is counted, and eight encoders would overload the machine.
    const room = call.person(`Person ${people}`, { stream: new MediaStream() });
    await room.prepare();
    await until(() => call.open(room).every(({ iceGatheringState }) => iceGatheringState === 'complete'));
    await room.join();
    await fullMesh(call.rooms);
    const after = count();
    if (people > 1) {
      rows.push({
        people,
        framesUp: after.framesUp - before.framesUp,
        framesDown: after.framesDown - before.framesDown,
        bytesUp: after.bytesUp - before.bytesUp,
        bytesDown: after.bytesDown - before.bytesDown,
      });
    }
  }
  call.close();
  return rows;
}

/**
 * The frames that an idle call of `people` sends to the party in so many minutes, by type. Links carry media, so that all checks
 * see living links.
 */
export async function steadyCosts({
  people,
  minutes,
}: {
  people: number;
  minutes: number;
}): Promise<Record<string, number>> {
  const network = new MemoryNetwork();
  const call = new TestCall(network);
  await call.joined(...Array.from({ length: people }, (_, n) => `Person ${n + 1}`));
  await fullMesh(call.rooms);
  // Wait until the join has settled.
  await new Promise((done) => setTimeout(done, 5_000));
  const before = network.passed('up').length;
  await new Promise((done) => setTimeout(done, minutes * 60_000));
  const counts: Record<string, number> = {};
  for (const { frame } of network.passed('up').slice(before)) {
    const type = frame?.type ?? 'unknown';
    counts[type] = (counts[type] ?? 0) + 1;
  }
  call.close();
  return counts;
}
