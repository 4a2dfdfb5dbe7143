/** The state, label and action of each control. Other files draw it, as a button or as a menu entry. */
import type { Control, UiContext } from '../context.js';

/** A control, ready to be drawn. */
export interface ControlModel {
  readonly name: Control | 'more';
  /** Its name, which never changes; the icon has the name of the control. */
  readonly label: string;
  /** The effect of a press, if the label does not say it. */
  readonly action?: string;
  /** For toggles. */
  readonly pressed?: boolean;
  /** Waiting for confirmation by its owner. */
  readonly busy?: boolean;
  /** `off` is tinted red, `on` is accented; all others are neutral. */
  readonly look?: 'off' | 'on' | 'leave' | false;
  /** Does not work until the user fixes a problem. */
  readonly trouble?: boolean;
  /** Blocked by a moderator. */
  readonly barred?: boolean;
  /** Number of new items. */
  readonly badge?: number;
  /** Opens a popover with this role, and whether it is open. */
  readonly popup?: 'menu' | 'dialog';
  readonly expanded?: boolean;
  press(): void;
}

const TOGGLES = {
  microphone: 'toggleMicrophone',
  camera: 'toggleCamera',
  screen: 'toggleScreenShare',
  hand: 'toggleHand',
} as const;

/** The current state of a control. */
export function controlOf(name: Control, context: UiContext): ControlModel {
  const { room, state, ui, act, text } = context;
  if (name === 'leave') {
    return { name, label: text.leave, look: name, press: act.leave };
  }
  if (name === 'chat') {
    return {
      name,
      label: ui.unread ? text.unread(ui.unread) : text.chat,
      badge: ui.unread,
      look: !!ui.chat && 'on',
      expanded: !!ui.chat,
      press: () => act.openChat(!ui.chat),
    };
  }
  if (name === 'devices' || name === 'host') {
    return {
      name,
      label: text[name],
      popup: name === 'host' ? 'menu' : 'dialog',
      expanded: ui.menu === name || (name === 'host' && ui.menu === 'end'),
      press: () => act.openMenu(name),
    };
  }
  const source = name === 'hand' ? (state.self.hand ? 'on' : 'off') : state.self[name];
  const isOn = source === 'on';
  const busy = source === 'starting';
  const barred = name === 'microphone' && state.self.muted;
  // Microphone and camera are usually on, so `off` is highlighted. For the others `on` is.
  const isUsual = name === 'microphone' || name === 'camera';
  return {
    name,
    label: text[name].name,
    action: barred ? text.barred : text[name][isOn ? 'on' : 'off'],
    barred,
    pressed: isOn,
    busy,
    look: isUsual ? !isOn && !busy && 'off' : isOn && 'on',
    trouble: isUsual && !!state.deviceErrors[name],
    press: () => void room[TOGGLES[name]](),
  };
}

/** The grant that a control needs; for moderation, any one of the moderators' grants. */
const NEEDED: Partial<Record<Control, string>> = {
  microphone: 'publish',
  camera: 'publish',
  screen: 'publish',
  devices: 'publish',
  chat: 'chat',
  host: 'kick mute lock end',
};

/** Whether a participant with these grants has that control. */
export const hasControl = (name: Control, grants: readonly string[]): boolean =>
  !NEEDED[name] || NEEDED[name].split(' ').some((grant) => grants.includes(grant));

/** Sizes in pixels, as in the style sheet: the fixed controls of the bar, and their widths. */
const CONTROL = 52;
const NARROW_CONTROL = 48;
const LEAVE_AND_PADDING = 80;

/** Splits the controls between the bar and the menu "more", for a box of this `width` in pixels. Leave is always in the bar. */
export function fitControls(
  controls: readonly Control[],
  width: number,
): { bar: readonly Control[]; more: readonly Control[] } {
  const size = width <= 420 ? NARROW_CONTROL : CONTROL;
  const others: Control[] = controls.filter((name) => name !== 'leave');
  const room = Math.floor((width - LEAVE_AND_PADDING) / size);
  if (others.length <= room) return { bar: controls, more: [] };
  const more = others.slice(Math.max(0, room - 1));
  return { bar: controls.filter((name) => !more.includes(name)), more };
}
