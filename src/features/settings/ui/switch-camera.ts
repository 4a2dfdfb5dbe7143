/** Switches to the camera that looks the other way, and the button for it on our own tile. */
import { type CSSResult, html } from 'lit';
import type { RoomActions } from '../../../room/actions.js';
import { type Facing, facingOf } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import { modelsOf } from '../../../ui/controls/control.js';
import { icon } from '../../../ui/icons.js';
import { otherCamera } from '../index.js';

type Devices = Pick<MediaDevices, 'getUserMedia'>;

/** The id of a camera that looks there, if the browser has one and says so. It is only opened for a moment. */
async function idOf(facingMode: Facing, devices: Devices): Promise<string | undefined> {
  try {
    const stream = await devices.getUserMedia({ video: { facingMode: { exact: facingMode } } });
    const [settings] = stream.getVideoTracks().map((track) => track.getSettings());
    for (const track of stream.getTracks()) track.stop();
    // Browsers that do not know the constraint ignore it.
    return settings?.facingMode === facingMode ? settings.deviceId : undefined;
  } catch {
    // There is none, or the phone opens only one camera at a time.
    return undefined;
  }
}

/** Where nothing says which camera looks the other way, asks the browser for it; if that gives no other camera, takes the next one. */
export async function flipCamera(
  room: Pick<RoomActions, 'state' | 'setDevice'>,
  devices: Devices = navigator.mediaDevices,
): Promise<void> {
  const { devices: known, self } = room.state;
  // We may have left while this code was loaded, or the camera is already being switched.
  if (self.camera !== 'on') return;
  const { list, selected } = known;
  const told = otherCamera(list.camera, selected.camera);
  if (told) return room.setDevice('camera', told.id);
  const track = self.streams.camera?.getVideoTracks()[0];
  const isRear = track && facingOf(track.getSettings().facingMode, track.label) === 'environment';
  const other = await idOf(isRear ? 'user' : 'environment', devices);
  const ids = list.camera.map(({ id }) => id);
  const next = ids[(ids.indexOf(selected.camera ?? '') + 1) % ids.length];
  const id = other && other !== selected.camera ? other : next;
  // We may have left meanwhile.
  if (id && room.state.self.camera !== 'off') await room.setDevice('camera', id);
}

export const styles: CSSResult[] = [];

/** Drawn like the buttons on the tiles of others; nothing if the page has left out this control. */
export const render = (context: UiContext): unknown =>
  modelsOf(
    context.ui.controls.filter((control) => control === 'switch-camera'),
    context,
  ).map(
    ({ label, icon: path }) => html`<button
      type="button"
      class="pin"
      part="tile__switch-camera"
      aria-label=${label}
      title=${label}
      @click=${() => flipCamera(context.room)}
    >${icon(path!)}</button>`,
  );
