/**
 * The speaker's picture in the browser's own small window, where there is no window for a whole call: in Safari, and in frames.
 */
import type { Participant, RoomState } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';

export const canOpenVideo = ({ host, state }: UiContext): boolean =>
  host.ownerDocument.pictureInPictureEnabled && !!speakerOf(state);

/** Whom the window shows: who speaks, or else the first with a picture. */
function speakerOf({ participants, activeSpeaker }: RoomState): Participant | undefined {
  const visible = participants.filter(({ camera, streams }) => camera === 'on' && streams.camera);
  return visible.find(({ id }) => id === activeSpeaker) ?? visible[0];
}

/** The size that we ask the others for, in CSS pixels. */
const SIZE = 'inline-size:480px;block-size:270px';

/** Opens the window; call it at once after a press. It follows the speaker, and closes when the call ends. */
export async function openVideo({ host, room, act, state }: UiContext): Promise<void> {
  const { ownerDocument } = host;
  const life = new AbortController();
  const video = ownerDocument.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  // It is in the document, but not seen. The tile beside it has the size that the speaker is asked for.
  const box = ownerDocument.createElement('div');
  box.style.cssText = 'position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)';
  box.ariaHidden = 'true';
  video.style.cssText = SIZE;
  const tiles = ownerDocument.createElement('div');
  box.append(video, tiles);

  const follow = (state: RoomState) => {
    const speaker = speakerOf(state);
    const stream = speaker?.streams.camera;
    // Without a picture the window shows nothing: the last picture would look as if it were live.
    if (video.srcObject !== stream) video.srcObject = stream ?? null;
    const tile = ownerDocument.createElement('div');
    Object.assign(tile.dataset, { participant: speaker?.id, source: 'camera' });
    tile.style.cssText = SIZE;
    // What the page shows of the others stays as it is.
    tiles.replaceChildren(...(speaker ? [tile] : []));
    act.measureTiles(tiles);
  };
  const close = () => {
    if (ownerDocument.pictureInPictureElement) void ownerDocument.exitPictureInPicture().catch(() => {});
  };
  const end = () => {
    life.abort();
    box.remove();
    act.measureTiles(null);
    act.show({ pip: undefined });
  };

  host.shadowRoot?.append(box);
  video.srcObject = speakerOf(state)?.streams.camera ?? null;
  try {
    await video.play();
    await video.requestPictureInPicture();
  } catch {
    box.remove();
    return;
  }
  video.addEventListener('leavepictureinpicture', end, { once: true });
  let last: string | undefined;
  room.subscribe((next) => {
    // The window changes only when the speaker's stream or the people do. A link that is rebuilt brings a new stream.
    const key = [speakerOf(next)?.streams.camera?.id, ...next.participants.map(({ id }) => id)].join();
    if (key !== last) follow(next);
    last = key;
  }, life.signal);
  act.show({ pip: { close } });
  follow(room.state);
  // The call may have ended before the window was open.
  if (!/^join/.test(room.state.phase)) close();
}
