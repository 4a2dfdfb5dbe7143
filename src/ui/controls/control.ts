/** The state, label and action of each control. Other files draw it, as a button or as a menu entry. */

import type { Grant } from '../../protocol/grants.js';
import type { Control, UiContext } from '../context.js';
import { mayUse, type UiFeature } from '../feature.js';
import type { IconName, IconPath } from '../icons.js';

/** A control, ready to be drawn. */
export interface ControlModel {
  readonly name: Control | 'more';
  /** Its name and tooltip: what a press does, so it changes with the state. */
  readonly label: string;
  /** The path of its icon on a square of 24 units; default: the icon with the name of the control. */
  readonly icon?: IconName | IconPath;
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
  /** A number that is always shown, and is no news. */
  readonly count?: number;
  /** Opens a popover with this role, and whether it is open. */
  readonly popup?: 'menu' | 'dialog';
  readonly expanded?: boolean;
  press(): void;
  /** The small button beside it. */
  readonly options?: { readonly label: string; readonly expanded: boolean; press(): void } | undefined;
}

/** A control, as its owner declares it. */
export interface ControlDeclaration {
  readonly name: Control;
  /** Its place in the bar: lower numbers come first. */
  readonly order: number;
  /** Any one of these grants is needed; default: none. */
  readonly grants?: readonly Grant[];
  /** Shown in the lobby too. */
  readonly isInLobby?: boolean;
  /** Whether this browser supports it; default: yes. */
  isSupported?(context: UiContext): boolean;
  /** Its current state. */
  model(context: UiContext): Omit<ControlModel, 'name'>;
}

const TOGGLES = {
  microphone: 'toggleMicrophone',
  camera: 'toggleCamera',
  screen: 'toggleScreenShare',
  hand: 'toggleHand',
} as const;

/** A control that switches one of our sources or our hand. */
const toggle =
  (name: keyof typeof TOGGLES): ControlDeclaration['model'] =>
  ({ room, state, text }) => {
    const source = name === 'hand' ? (state.self.hand ? 'on' : 'off') : state.self[name];
    const isOn = source === 'on';
    const busy = source === 'starting';
    const barred = name === 'microphone' && state.self.muted;
    // Microphone and camera are usually on, so `off` is highlighted. For the others `on` is.
    const isUsual = name === 'microphone' || name === 'camera';
    return {
      label: barred ? text.barred : text[name][isOn ? 'on' : 'off'],
      barred,
      busy,
      look: isUsual ? !isOn && !busy && 'off' : isOn && 'on',
      trouble: isUsual && !!state.deviceErrors[name],
      press: () => void room[TOGGLES[name]](),
    };
  };

const CORE_CONTROLS: readonly ControlDeclaration[] = [
  { name: 'microphone', order: 10, grants: ['publish'], isInLobby: true, model: toggle('microphone') },
  {
    name: 'camera',
    order: 20,
    grants: ['publish'],
    isInLobby: true,
    isSupported: ({ ui }) => !ui.audioOnly,
    model: toggle('camera'),
  },
  { name: 'hand', order: 40, model: toggle('hand') },
  {
    name: 'screen',
    order: 50,
    grants: ['publish'],
    isSupported: ({ ui }) => ui.canShareScreen,
    model: toggle('screen'),
  },
  {
    name: 'leave',
    order: 100,
    model: ({ act, text }) => ({ label: text.leave, look: 'leave', press: act.leave }),
  },
];

/** Every control that there is, in the default order: those of the core, and those of the features. */
export const controlsOf = (features: readonly UiFeature[]): ControlDeclaration[] =>
  [...CORE_CONTROLS, ...features.flatMap(({ controls = [] }) => controls)].sort((a, b) => a.order - b.order);

/** The small button beside a control, if a feature has one for it. */
function optionsOf(name: Control, context: UiContext): ControlModel['options'] {
  const options = context.features.find((one) => one.options?.controls.includes(name))?.options;
  if (!options) return undefined;
  const menu = `${options.menu} ${name}`;
  return {
    label: options.label(context, name),
    expanded: context.ui.menu === menu,
    press: () => context.act.openMenu(menu),
  };
}

/** The controls with these names that the participant may use in this browser, ready to be drawn; with `inLobby` those of the lobby. */
export function modelsOf(names: readonly Control[], context: UiContext, inLobby = false): ControlModel[] {
  const declared = controlsOf(context.features);
  const { grants } = context.state.self;
  return names.flatMap((name) => {
    const control = declared.find((one) => one.name === name);
    const isThere = control && mayUse(control.grants, grants) && (control.isSupported?.(context) ?? true);
    if (!isThere || (inLobby && !control.isInLobby)) return [];
    return [{ name, ...control.model(context), options: optionsOf(name, context) }];
  });
}

/** Splits the controls between the bar and the menu "more", for a box of this `width` in pixels. Leave is always in the bar. */
export function fitControls<T extends { readonly name: ControlModel['name'] }>(
  controls: readonly T[],
  width: number,
): { bar: readonly T[]; more: readonly T[] } {
  const others = controls.filter(({ name }) => name !== 'leave');
  // As in the style sheets, in pixels: the width of Leave with the padding of the bar, and that of each other control.
  const room = Math.floor(width < 368 ? (width - 56) / 44 : (width - 80) / (width <= 420 ? 48 : 52));
  const more = others.length > room ? others.slice(Math.max(0, room - 1)) : [];
  return { bar: controls.filter((control) => !more.includes(control)), more };
}
