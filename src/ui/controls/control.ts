/** What each control is, says and does; how it is drawn, as a button or as an entry of the menu, is decided elsewhere. */
import type { Control, UiContext } from '../context.js';

/** A control, ready to be drawn. */
export interface ControlModel {
  readonly name: Control | 'more';
  /** Its name, which stays the same; the icon is called as the control is. */
  readonly label: string;
  /** What a press does now, where the label does not say it. */
  readonly action?: string;
  /** For toggles. */
  readonly pressed?: boolean;
  /** Waiting for its owner's word. */
  readonly busy?: boolean;
  /** `off` is tinted red, `on` is accented; everything else is quiet. */
  readonly look?: 'off' | 'on' | 'leave' | false;
  /** Does not work until something is done about it. */
  readonly trouble?: boolean;
  /** A moderator keeps it from working. */
  readonly barred?: boolean;
  /** How much of it is new. */
  readonly badge?: number;
  /** Opens a popover of this role, and has it open. */
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

/** A control as it is now. */
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
  // Microphone and camera are usually on: their absence is what stands out. Of the others, their presence.
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

/** The grant that a control takes; those of a moderator, any one of them. */
const NEEDED: Partial<Record<Control, string>> = {
  microphone: 'publish',
  camera: 'publish',
  screen: 'publish',
  devices: 'publish',
  chat: 'chat',
  host: 'kick mute lock end',
};

/** Whether somebody with these grants has that control. */
export const hasControl = (name: Control, grants: readonly string[]): boolean =>
  !NEEDED[name] || NEEDED[name].split(' ').some((grant) => grants.includes(grant));

/** Pixels, as in the stylesheet: what stands in the bar, and what it takes. */
const CONTROL = 52;
const NARROW_CONTROL = 48;
const LEAVE_AND_PADDING = 80;

/** Which controls stand in the bar and which wait behind "more", in a box `width` pixels wide. Leave always stands. */
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
