/**
 * Viewers in one page: a `Room` each, without a user interface, camera or microphone, with real connections to the real party. They
 * decode what they get and draw nothing, so that the machine is not full of drawing.
 */
import { Room } from '../../src/room/room.js';
import { createLog } from '../../src/shared/log.js';
import { createPage } from '../../src/shared/page-lifecycle.js';
import { soundAfterPicture } from '../support/flashes.js';
import { until } from '../support/until.js';

export interface Viewers {
  server: string;
  room: string;
  /** Everyone in the room, with those who were there before. */
  people: number;
  count: number;
}

/** Everyone shows the camera in the size that it has. */
const VIEW = { width: 320, height: 180, visible: true, source: 'camera' } as const;

/** Resolves when all are linked with everyone in the room. */
export async function joinViewers({ server, room, people, count }: Viewers): Promise<void> {
  for (let viewer = 1; viewer <= count; viewer += 1) {
    const one = new Room(
      { room, server, displayName: `Viewer ${viewer}`, stream: new MediaStream() },
      {
        page: createPage(undefined),
        tokenStorage: () => ({ taken: new Set() }),
        log: createLog(console, 'warn'),
      },
    );
    // Sound is only decoded, and kept together with the picture, while it is played.
    const players = new Map<MediaStream, HTMLAudioElement>();
    one.subscribe(({ participants }) => {
      for (const { streams } of participants) {
        const stream = streams.microphone;
        if (!stream || players.has(stream)) continue;
        const player = new Audio();
        player.srcObject = stream;
        players.set(stream, player);
        player.play().catch(() => {});
      }
    });
    await one.join();
    await until(
      () =>
        one.state.participants.length === people - count + viewer - 1 &&
        one.state.participants.every(({ link }) => link === 'live'),
      `for viewer ${viewer} to be linked with everyone`,
    );
    for (const { id } of one.state.participants) one.setView(id, VIEW);
  }
}

/** How much later than the picture the sound of each received camera is, for each flash of so many seconds (ms). */
export function watchSync(seconds: number): Promise<number[][]> {
  const linked = globalThis.watched.connections.filter(
    ({ connectionState }) => connectionState === 'connected',
  );
  // The slots of microphone and camera are the first two.
  const received = linked.map((one) => one.getTransceivers().slice(0, 2));
  const streams = received.map((slots) => new MediaStream(slots.map(({ receiver }) => receiver.track)));
  return soundAfterPicture(streams, seconds);
}
