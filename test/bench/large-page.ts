/**
 * Many light participants in one page: a `Room` each without a user interface, with real connections to the real party. Their
 * connections to each other carry no media, so that one machine can run them all; those to everyone else do.
 */
import { Room } from '../../src/room/room.js';
import { createLog } from '../../src/shared/log.js';
import { createPage } from '../../src/shared/page-lifecycle.js';
import { until } from '../support/until.js';

export interface LightPeople {
  server: string;
  room: string;
  count: number;
  /** How many of them have a camera: 160 × 90 at 10 pictures per second. */
  cameras: number;
}

/** Their view of everyone else: a small tile. */
const SMALL_TILE = { width: 160, height: 90, visible: true, source: 'camera' } as const;

const ufrag = (description: RTCSessionDescription | null) =>
  /^a=ice-ufrag:(\S+)/m.exec(description?.sdp ?? '')?.[1];

/** Resolves when all have joined and are linked with everyone in the room. */
export async function joinLightPeople({ server, room, count, cameras }: LightPeople): Promise<void> {
  const sound = new AudioContext();
  const voice = new MediaStreamAudioDestinationNode(sound);
  // Without a source no packets would come of it, not even those of silence.
  const tone = new OscillatorNode(sound);
  tone.connect(new GainNode(sound, { gain: 0 })).connect(voice);
  tone.start();
  const connections: RTCPeerConnection[] = [];
  const people: Room[] = [];
  for (let person = 0; person < count; person += 1) {
    const tracks = voice.stream.getTracks().map((track) => track.clone());
    const stream = new MediaStream([...tracks, ...(person < cameras ? paintedCamera(person) : [])]);
    const one = new Room(
      { room, server, displayName: `Light ${person + 1}`, stream },
      {
        createConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration);
          connections.push(connection);
          return connection;
        },
        page: createPage(undefined),
        tokenStorage: () => ({ taken: new Set() }),
        log: createLog(console, 'warn'),
      },
    );
    people.push(one);
    await one.join();
    await until(
      () =>
        one.state.participants.every(({ link }) => link === 'live') && one.state.participants.length > person,
      `for Light ${person + 1} to be linked with everyone`,
    );
    await silenceBetween(connections);
    for (const { id, name } of one.state.participants)
      one.setView(id, { ...SMALL_TILE, visible: !name.startsWith('Light') });
  }
}

/** Removes all tracks from connections whose other end is in this page, too. */
async function silenceBetween(connections: readonly RTCPeerConnection[]): Promise<void> {
  const open = connections.filter(({ connectionState }) => connectionState === 'connected');
  const ours = new Set(open.map((one) => ufrag(one.currentLocalDescription)));
  const inside = open.filter((one) => ours.has(ufrag(one.currentRemoteDescription)));
  const senders = inside.flatMap((one) => one.getSenders()).filter(({ track }) => track);
  await Promise.all(senders.map((sender) => sender.replaceTrack(null)));
}

function paintedCamera(person: number): MediaStreamTrack[] {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
  const pen = canvas.getContext('2d')!;
  let picture = 0;
  setInterval(() => {
    pen.fillStyle = `hsl(${(person * 90 + picture++ * 3) % 360} 70% 50%)`;
    pen.fillRect(0, 0, 160, 90);
  }, 100);
  return canvas.captureStream(10).getTracks();
}
