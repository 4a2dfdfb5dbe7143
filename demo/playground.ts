/** Every attribute as a control, every event in a list, one element or two: to try things out and to see them break. */
import type { VideoRoom } from '../src/element.js';

const ATTRIBUTES: readonly [name: string, kind: 'text' | 'flag' | readonly string[]][] = [
  ['room', 'text'],
  ['server', 'text'],
  ['party', 'text'],
  ['display-name', 'text'],
  ['token', 'text'],
  ['without-lobby', 'flag'],
  ['without-sounds', 'flag'],
  ['start-audio-off', 'flag'],
  ['start-video-off', 'flag'],
  ['audio-only', 'flag'],
  ['layout', ['', 'auto', 'grid', 'speaker']],
  ['controls', 'text'],
  ['ice-servers', 'text'],
  ['share-url', 'text'],
  ['relay-only', 'flag'],
  ['max-bitrate', 'text'],
  ['encode', 'text'],
  ['without-shortcuts', 'flag'],
  ['remember', 'flag'],
  ['theme', ['', 'auto', 'light', 'dark']],
  ['lang', 'text'],
  ['dir', ['', 'ltr', 'rtl']],
];
const EVENTS = [
  'room-joined',
  'room-left',
  'participant-joined',
  'participant-updated',
  'participant-left',
  'microphone-changed',
  'camera-changed',
  'screen-share-changed',
  'active-speaker-changed',
  'connection-state-changed',
  'quality-changed',
  'device-error',
  'processor-error',
  'room-error',
  'before-leave',
  'before-screen-share',
] as const;
/** Longest list of events that is kept. */
const MOST_EVENTS = 500;

const find = <T extends Element>(selector: string) => document.querySelector<T>(selector)!;
const values = new Map<string, string>([['room', 'playground']]);
const elements: VideoRoom[] = [];

function addElement(): void {
  const element = document.createElement('video-room');
  const number = elements.push(element);
  for (const name of EVENTS) {
    element.addEventListener(name, (event) => note(number, name, (event as CustomEvent).detail));
  }
  apply(element);
  find('.elements').append(element);
}

function apply(element: Element): void {
  for (const [name] of ATTRIBUTES) {
    const value = values.get(name);
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  const written = [...values].map(([name, value]) =>
    value ? ` ${name}="${value.replaceAll('"', '&quot;')}"` : ` ${name}`,
  );
  find('#markup').textContent = `<video-room${written.join('')}></video-room>`;
}

/** One line in the list; streams are shown as what they are. */
function note(element: number, name: string, detail: unknown): void {
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB', {
    fractionalSecondDigits: 3,
  } as Intl.DateTimeFormatOptions);
  const text = JSON.stringify(detail, (_key, value) => (value instanceof MediaStream ? '(a stream)' : value));
  line.append(time, ` ${elements.length > 1 ? `#${element} ` : ''}${name} ${text ?? ''}`);
  const list = find('#events');
  list.prepend(line);
  while (list.children.length > MOST_EVENTS) list.lastChild!.remove();
}

function addField(name: string, kind: (typeof ATTRIBUTES)[number][1]): void {
  const label = document.createElement('label');
  const input = document.createElement(Array.isArray(kind) ? 'select' : 'input');
  if (kind === 'flag') (input as HTMLInputElement).type = 'checkbox';
  if (input instanceof HTMLSelectElement)
    input.append(...(kind as string[]).map((value) => new Option(value)));
  input.value = kind === 'flag' ? 'on' : (values.get(name) ?? '');
  input.addEventListener('change', () => {
    const on = kind === 'flag' ? (input as HTMLInputElement).checked : input.value !== '';
    if (on) values.set(name, kind === 'flag' ? '' : input.value);
    else values.delete(name);
    elements.forEach(apply);
  });
  label.append(name, input);
  find('#attributes').append(label);
}

function addButton(place: string, text: string, work: () => unknown): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = text;
  button.addEventListener('click', async () => {
    try {
      const result = await work();
      if (result !== undefined) note(1, `${text} →`, result);
    } catch (error) {
      note(1, `${text} ✗`, String(error));
    }
  });
  find(place).append(button);
}

addElement();
for (const [name, kind] of ATTRIBUTES) addField(name, kind);
find<HTMLFormElement>('#attributes').addEventListener('submit', (event) => event.preventDefault());
find('#clear').addEventListener('click', () => find('#events').replaceChildren());

const first = () => elements[0]!;
for (const method of [
  'join',
  'leave',
  'toggleMicrophone',
  'toggleCamera',
  'toggleScreenShare',
  'toggleHand',
  'getStats',
  'report',
] as const) {
  addButton('#methods', method, () => first()[method]());
}
addButton('#page', 'Two elements', () => void (elements.length < 2 && addElement()));
addButton('#page', 'Move', () => void find('.elements').append(first()));
addButton('#page', 'Remove and put back', () => {
  first().remove();
  setTimeout(() => find('.elements').prepend(first()), 1000);
});
