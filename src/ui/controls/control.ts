/** What each control is, says and does; how it is drawn, as a button or as an entry of the menu, is decided elsewhere. */
import type { SourceState } from '../../room/state.js';
import type { Control, UiContext } from '../context.js';
import type { IconName } from '../icons.js';

/** A control, ready to be drawn. */
export interface ControlModel {
  readonly name: Control | 'more';
  readonly icon: IconName;
  /** Its name, which stays the same. */
  readonly label: string;
  /** What a press does now. */
  readonly action: string;
  /** For toggles. */
  readonly pressed?: boolean;
  /** Waiting for its owner's word. */
  readonly busy?: boolean;
  /** `off` is tinted red, `on` is accented; everything else is quiet. */
  readonly look?: 'off' | 'on' | 'leave';
  /** Does not work until something is done about it. */
  readonly trouble?: boolean;
  /** Opens a popover of this role. */
  readonly popup?: 'menu' | 'dialog';
  readonly expanded?: boolean;
  press(): void;
}

/** A device that is usually on: its absence is what stands out. */
function device(
  name: 'microphone' | 'camera',
  { room, state, text }: UiContext,
  source: SourceState = state.self[name],
): ControlModel {
  const isOn = source === 'on';
  const isStarting = source === 'starting';
  return {
    name,
    icon: isOn || isStarting ? name : `${name}Off`,
    label: text[name].name,
    action: isOn ? text[name].on : text[name].off,
    pressed: isOn,
    busy: isStarting,
    look: isOn || isStarting ? undefined : 'off',
    trouble: !!state.deviceErrors[name],
    press: () => void (name === 'camera' ? room.toggleCamera() : room.toggleMicrophone()),
  };
}

/** A control as it is now; `null` where the browser cannot do it. */
export function controlOf(name: Control, context: UiContext): ControlModel | null {
  const { room, state, ui, act, text } = context;
  switch (name) {
    case 'microphone':
    case 'camera':
      return device(name, context);
    case 'screen': {
      const isOn = state.self.screen === 'on';
      return ui.canShareScreen
        ? {
            name,
            icon: name,
            label: text.screen.name,
            action: isOn ? text.screen.on : text.screen.off,
            pressed: isOn,
            busy: state.self.screen === 'starting',
            look: isOn ? 'on' : undefined,
            press: () => void room.toggleScreenShare(),
          }
        : null;
    }
    case 'hand': {
      const isOn = state.self.hand;
      return {
        name,
        icon: name,
        label: text.hand.name,
        action: isOn ? text.hand.on : text.hand.off,
        pressed: isOn,
        look: isOn ? 'on' : undefined,
        press: () => void room.toggleHand(),
      };
    }
    case 'devices':
      return {
        name,
        icon: name,
        label: text.devices,
        action: text.devices,
        popup: 'dialog',
        expanded: ui.menu === 'devices',
        press: () => act.openMenu('devices'),
      };
    case 'leave':
      return { name, icon: name, label: text.leave, action: text.leave, look: 'leave', press: act.leave };
    default:
      return name satisfies never;
  }
}

/** Pixels, as in the stylesheet: what stands in the bar, and what it takes. */
const CONTROL = 44;
const NARROW_CONTROL = 40;
const LEAVE = 60;
const GAP = 8;
const PADDING = 20;

/** Which controls stand in the bar and which wait behind "more", in a box `width` pixels wide. Leave always stands. */
export function fitControls(
  controls: readonly Control[],
  width: number,
): { bar: readonly Control[]; more: readonly Control[] } {
  const size = (width <= 420 ? NARROW_CONTROL : CONTROL) + GAP;
  const others = controls.filter((name) => name !== 'leave');
  const room = width - PADDING - (controls.length > others.length ? LEAVE : 0);
  if (others.length * size <= room) return { bar: controls, more: [] };
  const kept = others.slice(0, Math.max(0, Math.floor(room / size) - 1));
  return {
    bar: controls.filter((name) => name === 'leave' || kept.includes(name)),
    more: others.slice(kept.length),
  };
}
