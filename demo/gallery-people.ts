/** People and pictures for the gallery: painted, so that it needs neither camera nor server. */
import type { Participant, RoomState } from '../src/room/state.js';
import { participant } from '../test/support/fake-room.js';

const streams = new Map<string, MediaStream | undefined>();

/** Pixels of a painted camera. */
const WIDTH = 480;
const HEIGHT = 270;

function paintPerson(context: CanvasRenderingContext2D, hue: number): void {
  const light = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
  light.addColorStop(0, `oklch(.78 .07 ${hue})`);
  light.addColorStop(0.6, `oklch(.5 .07 ${hue + 30})`);
  light.addColorStop(1, `oklch(.28 .05 ${hue + 60})`);
  context.fillStyle = light;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = `oklch(.36 .07 ${hue + 140})`;
  context.beginPath();
  context.ellipse(WIDTH / 2, HEIGHT * 1.06, 105, 110, 0, 0, 7);
  context.fill();
  context.fillStyle = `oklch(${0.55 + (hue % 90) / 300} .07 55)`;
  context.beginPath();
  context.ellipse(WIDTH / 2, HEIGHT * 0.45, 46, 58, 0, 0, 7);
  context.fill();
  context.fillStyle = `oklch(.3 .05 ${hue})`;
  context.beginPath();
  context.ellipse(WIDTH / 2, HEIGHT * 0.37, 51, 46, 0, Math.PI, 2 * Math.PI);
  context.fill();
}

function paintScreen(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#e9ecf2';
  context.fillRect(0, 0, WIDTH, 26);
  context.fillRect(0, 26, 92, HEIGHT);
  context.fillStyle = '#2862f0';
  context.fillRect(116, 48, 150, 14);
  context.fillStyle = '#c9d0da';
  for (let line = 0; line < 9; line++) context.fillRect(116, 78 + line * 19, 340 - ((line * 67) % 130), 7);
}

/** A painted camera or screen; one stream per kind, shared by all who look alike. `isUpright`: the camera of a phone. */
export function painted(look: number | 'screen', isUpright = false): MediaStream | undefined {
  const key = `${look} ${isUpright}`;
  if (!streams.has(key)) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, isUpright ? { width: HEIGHT, height: WIDTH } : { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext('2d')!;
    // Painted across and larger, so that it fills the picture.
    if (isUpright)
      context.setTransform(WIDTH / HEIGHT, 0, 0, WIDTH / HEIGHT, (HEIGHT - WIDTH * (WIDTH / HEIGHT)) / 2, 0);
    const paint = () => (look === 'screen' ? paintScreen(context) : paintPerson(context, look));
    paint();
    streams.set(key, canvas.captureStream?.(2));
    // A captured canvas sends a frame only when it is painted again.
    setInterval(paint, 500);
  }
  return streams.get(key);
}

/** Somebody with a camera of their own colour. */
export function person(id: string, name: string, hue: number, patch: Partial<Participant> = {}): Participant {
  const camera = patch.camera ?? 'on';
  const streams = {
    ...(camera === 'on' && { camera: painted(hue) }),
    ...(patch.screen === 'on' && { screen: painted('screen') }),
  };
  return participant({ id, name, camera, streams, ...patch });
}

/** A name of 40 characters, and two that are hard on initials. */
export const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff-Ngo';
export const EMOJI_NAME = '👩🏽‍🚀 Astro 🪐';

/** The devices of somebody at a desk. */
export const devices: RoomState['devices'] = {
  list: {
    microphone: [
      { id: 'm1', label: 'Built-in Microphone' },
      { id: 'm2', label: 'USB Podcast Microphone with a rather long name' },
    ],
    camera: [{ id: 'c1', label: 'FaceTime HD Camera' }],
    speaker: [{ id: 's1', label: '' }],
  },
  selected: { microphone: 'm1', camera: 'c1', speaker: null },
};
