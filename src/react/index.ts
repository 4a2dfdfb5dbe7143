/**
 * `video-room/react`: the tag as a component for React 18 and 19, and its types for JSX. Owns how props become attributes, properties and
 * listeners. On a server it renders the tag with its attributes by their right names; the tag is registered in the browser, once
 * everything that has no attribute is set on it.
 */
'use client';
import {
  createElement,
  type DetailedHTMLProps,
  type ForwardRefExoticComponent,
  forwardRef,
  type HTMLAttributes,
  type RefAttributes,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { define } from '../define.js';
import { features } from '../features/index.js';
import type {
  PrefixedListeners,
  SettableProperty,
  VideoRoomAttributes,
  VideoRoomListener,
  VideoRoomProperties,
} from '../frameworks/tag.js';
import { CORE_EVENTS, type VideoRoomEventMap } from '../room/events.js';
import { attributeNames } from '../ui/controllers/secrecy.js';
import { VideoRoom as VideoRoomElement } from '../ui/video-room.js';

export type { VideoRoomElement };

type EventName = keyof VideoRoomEventMap;
/** `room-joined` is `RoomJoined`. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `onRoomJoined` and so on, one for each event of the element. */
export type VideoRoomEventProps = {
  [K in EventName as `on${Pascal<K>}`]?: VideoRoomListener<K> | undefined;
};

/** `room-joined` is `onRoomJoined`. */
function propOf(event: EventName): string {
  const words = event.split('-').map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `on${words.join('')}`;
}

type OwnProps = VideoRoomProperties & VideoRoomEventProps;
type HtmlProps = Omit<HTMLAttributes<VideoRoomElement>, keyof OwnProps | 'dangerouslySetInnerHTML'>;

/** The element's properties, a listener for each of its events, and what every HTML element takes. */
export interface VideoRoomProps extends VideoRoomProperties, VideoRoomEventProps, HtmlProps {}

const EVENTS: readonly EventName[] = [...CORE_EVENTS, ...features.flatMap(({ events = [] }) => events)];
/** Each event, and the prop that listens to it. */
const LISTENERS = Object.fromEntries(EVENTS.map((name) => [name, propOf(name)])) as Record<
  EventName,
  keyof VideoRoomEventProps
>;
const LISTENER_PROPS = new Set<string>(Object.values(LISTENERS));
const ATTRIBUTES = attributeNames(VideoRoomElement.properties);

/** React 18 says on a server that there is no layout. */
const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** What is not in the markup: it has no attribute, or a value that none can hold. */
const isObject = (name: string, value: unknown): boolean =>
  ATTRIBUTES.get(name) === null || typeof value === 'function';

/** Attributes of HTML for which "false" is a value. */
const isEnumerated = (name: string) =>
  name.startsWith('aria-') ||
  name.startsWith('data-') ||
  ['contentEditable', 'draggable', 'spellCheck'].includes(name);

/** What the tag is rendered with: React before 19 leaves names and values of a custom element's attributes as they are. */
function markupOf(props: VideoRoomProps): Record<string, unknown> {
  const markup: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    if (LISTENER_PROPS.has(name)) continue;
    // As "false" it would be there all the same.
    const given = value === false && !isEnumerated(name) ? undefined : value;
    const attribute = ATTRIBUTES.get(name);
    if (!ATTRIBUTES.has(name)) markup[name === 'className' ? 'class' : name] = given;
    else if (attribute && !isObject(name, value))
      markup[attribute] = given && typeof given === 'object' ? JSON.stringify(given) : given;
  }
  return markup;
}

/** `<VideoRoom room="standup" server="https://rtc.example" onRoomJoined={…} />`. Its `ref` is the element. */
export const VideoRoom: ForwardRefExoticComponent<VideoRoomProps & RefAttributes<VideoRoomElement>> =
  forwardRef<VideoRoomElement, VideoRoomProps>(function VideoRoom(props, forwarded) {
    const ref = useRef<VideoRoomElement>(null);
    const current = useRef<VideoRoomProps>({});
    const heard = useRef<VideoRoomElement>(undefined);

    useBrowserLayoutEffect(() => {
      const element = ref.current;
      if (!element) return;
      const previous = current.current;
      current.current = props;
      for (const name of ATTRIBUTES.keys() as Iterable<SettableProperty>) {
        const [value, before] = [props[name], previous[name]];
        if (value === before) continue;
        if (isObject(name, value)) Object.assign(element, { [name]: value });
        // Now there is an attribute, which React has set already, or nothing.
        else if (isObject(name, before) && value === undefined) Object.assign(element, { [name]: undefined });
      }
      if (heard.current === element) return;
      heard.current = element;
      // For as long as there is this element: what it says of its end comes after it was taken off the page.
      for (const [event, prop] of Object.entries(LISTENERS))
        element.addEventListener(event, (heard) =>
          (current.current[prop] as ((event: Event) => void) | undefined)?.(heard),
        );
      define();
    });
    useImperativeHandle(forwarded, () => ref.current!, []);

    return createElement('video-room', { ...markupOf(props), ref });
  });

/** The tag itself in JSX: attributes by their names in HTML. React 19 also takes the listeners. */
export type VideoRoomTagProps = DetailedHTMLProps<HTMLAttributes<VideoRoomElement>, VideoRoomElement> &
  VideoRoomAttributes &
  PrefixedListeners<'on'> & { class?: string | undefined };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'video-room': VideoRoomTagProps;
    }
  }
}
