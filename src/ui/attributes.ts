/**
 * Converts the values that the page wrote on the tag to options of a room. Owns the rules for valid values. Never throws: an
 * invalid value is reported through `warn`, and its default is used.
 */

import type { RoomErrorCode } from '../protocol/errors.js';
import { readIceServers } from '../protocol/ice-servers.js';
import { canonicalRoom } from '../protocol/room-name.js';
import { roomName, socketUrl } from '../room/address.js';
import type { RoomOptions } from '../room/options.js';
import type { VideoRoomError } from '../shared/errors.js';
import type { Log } from '../shared/log.js';
import type { Control, Layout } from './context.js';

const LAYOUTS: readonly Layout[] = ['auto', 'grid', 'speaker'];
const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The inputs that the page may set; `VideoRoom` documents each. HTML and untyped callers may pass any value. */
export interface Inputs extends Omit<RoomOptions, 'iceServers' | 'secret'> {
  iceServers?: RoomOptions['iceServers'] | null;
  layout: Layout;
  controls: string;
  theme: Theme;
  shareUrl: string;
  withoutShortcuts: boolean;
}

/** Tells the page's author that an attribute's value is not used, or which part of it is not. */
export type WarnAttribute = (attribute: string, refused?: string) => void;

/** A `WarnAttribute` that warns once for each attribute. */
export function attributeWarner(log: () => Log): WarnAttribute {
  const warned = new Set<string>();
  return (attribute, refused) => {
    if (warned.has(attribute)) return;
    const text = 'invalid attribute, not or partly used';
    log().warn(text, { attribute, ...(refused && { refused }) });
    warned.add(attribute);
  };
}

/** Reads a boolean attribute. `"false"` is false too: React before 19 writes that where it means "not there". */
export const flag = (value: string | null): boolean => value !== null && value !== 'false';

/** Reads an attribute that must have a value: an empty one is a bad value, not the default. */
export const named = (value: string | null): string | null => (value === '' ? ' ' : value);

/** Reads an attribute in JSON. Text that is not JSON stays text, which no such property accepts. */
export function jsonAttribute(value: string | null): unknown {
  try {
    return value && JSON.parse(value);
  } catch {
    return value;
  }
}

/** The options of the room. `problemOf` reports a `room` or `server` that is invalid. */
export function readOptions(inputs: Inputs, defaultServer: string, warn: WarnAttribute): RoomOptions {
  const { getToken, stream, iceServers, startAudioOff, startVideoOff, audioOnly, relayOnly, remember } =
    inputs;
  const { maxBitrate, encode } = inputs;
  const valid = <T>(attribute: string, value: T, ok: boolean): T | undefined => {
    if (ok) return value;
    if (value) warn(attribute);
    return undefined;
  };
  const room = string(inputs.room);
  const party = string(inputs.party);
  return {
    room: canonicalRoom(room) ?? room,
    server: string(inputs.server) || defaultServer,
    party: valid('party', party, /^[\w-]+$/.test(party)) ?? 'main',
    displayName: string(inputs.displayName),
    token: string(inputs.token) || undefined,
    getToken: valid('getToken', getToken, typeof getToken === 'function'),
    stream: valid('stream', stream, stream instanceof MediaStream),
    iceServers: iceServersOf(iceServers, warn),
    startAudioOff,
    startVideoOff,
    audioOnly,
    relayOnly,
    maxBitrate: valid('max-bitrate', maxBitrate, typeof maxBitrate === 'number' && maxBitrate > 0),
    encode: valid('encode', encode, encode === 'shared' || encode === 'per-link'),
    remember,
  };
}

/** Why these options do not lead to a room; `undefined` if they do. */
export function problemOf(options: RoomOptions): RoomErrorCode | null {
  try {
    roomName(options.room);
    socketUrl(options);
    return null;
  } catch (error) {
    return (error as VideoRoomError).code;
  }
}

/** The appearance options among the attributes. `known`: all controls that there are, in the default order. */
export function readAppearance(
  inputs: Inputs,
  known: readonly Control[],
  warn: WarnAttribute,
): { layout: Layout; controls: readonly Control[]; withoutShortcuts: boolean } {
  const names = string(inputs.controls).split(/\s+/).filter(Boolean);
  // An unknown name, perhaps from a later version, does not affect the others: only it is ignored.
  const controls = [...new Set(names)].filter((name): name is Control => known.includes(name as Control));
  if (controls.length < names.length) warn('controls');
  // React 19 sets removed values to null.
  if (inputs.theme && !THEMES.includes(inputs.theme)) warn('theme');
  const isLayout = LAYOUTS.includes(inputs.layout);
  if (inputs.layout && !isLayout) warn('layout');
  return {
    layout: isLayout ? inputs.layout : 'auto',
    controls: controls.length ? controls : known,
    withoutShortcuts: inputs.withoutShortcuts,
  };
}

/** The link for inviting others, relative to the page's address; empty if the page sets none, or one that others cannot open. */
export function readShareUrl({ shareUrl }: Pick<Inputs, 'shareUrl'>, warn: WarnAttribute): string {
  const text = string(shareUrl);
  if (!text) return '';
  try {
    const { href } = new URL(text, document.baseURI);
    if (/^https?:/.test(href)) return href;
  } catch {
    // Not an address.
  }
  warn('share-url');
  return '';
}

const string = (value: unknown) => `${value ?? ''}`.trim();

/** Valid servers; the result of a function is read when it is called. */
function iceServersOf(value: Inputs['iceServers'], warn: WarnAttribute): RoomOptions['iceServers'] {
  if (!value || typeof value === 'function') return value || undefined;
  const { servers, refused } = readIceServers(value);
  if (refused.length) warn('ice-servers', refused.join('; '));
  return refused.length && !servers.length ? undefined : servers;
}
