/** Draws one state of the gallery at the size of the window, as a still picture. */
import { mountState } from '../../demo/gallery-stage.js';
import { GALLERY_STATES } from '../../demo/gallery-states.js';
import { finished, PASSING } from '../scenarios/finished.js';

// Loads all lazy code before the first drawing, so that no part appears late.
import.meta.glob(['../../src/{features,ui}/**/*.ts'], { eager: true });

// Videos are still pictures: a frame of a video comes when it likes.
const posters = new WeakMap<object, string>();
const streams = new WeakMap<HTMLMediaElement, MediaStream | null>();
HTMLCanvasElement.prototype.captureStream = function () {
  const stream = new MediaStream();
  posters.set(stream, flat(this));
  return stream;
};
/** The painted picture in two colours: gradients would be most of the approved file. */
function flat(painted: HTMLCanvasElement): string {
  const canvas = document.createElement('canvas');
  const { width, height } = Object.assign(canvas, { width: painted.width, height: painted.height });
  const [from, to] = [painted.getContext('2d')!, canvas.getContext('2d')!];
  const colourAt = (x: number, y: number) =>
    `rgb(${[...from.getImageData(x * width, y * height, 1, 1).data.slice(0, 3)].join()})`;
  to.fillStyle = colourAt(0.25, 0.25);
  to.fillRect(0, 0, width, height);
  to.fillStyle = colourAt(0.5, 0.9);
  to.beginPath();
  to.arc(width / 2, height / 2, height / 3, 0, 7);
  to.fill();
  return canvas.toDataURL('image/png');
}
Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
  get(this: HTMLMediaElement) {
    return streams.get(this) ?? null;
  },
  set(this: HTMLMediaElement, stream: MediaStream | null) {
    streams.set(this, stream);
    const poster = stream && posters.get(stream);
    if (poster) this.setAttribute('poster', poster);
    else this.removeAttribute('poster');
  },
});

/** A place in an endless animation: spinners are visible, in the middle of one of their steps. */
const ENDLESS_AT = 750; // ms

/** Nothing moves, except what is stopped at a certain place. Code uses the same font: a system has any monospace font. */
const STILL = new CSSStyleSheet();
STILL.replaceSync(`code { font-family: var(--video-room-font) !important }
:not(.reaction, .spinner), ::before, ::after {
  transition: none !important;
  animation: none !important;
}`);

/** Dynamic imports that have not finished (`box.html`). */
declare const codeInFlight: number;

/** Frames without a change after which nothing more is expected. */
const QUIET_FRAMES = 3;
/** A picture that still changes after so many frames is a mistake of the state. */
const MOST_FRAMES = 300;

/** Stops endless animations, and halfway those that fade out by themselves: on a slow machine they would be over. */
function hold(root: ShadowRoot): void {
  for (const animation of root.getAnimations()) {
    const { iterations, duration } = animation.effect!.getComputedTiming();
    const isEndless = iterations === Infinity;
    if (!isEndless && !PASSING.includes((animation as CSSAnimation).animationName)) continue;
    animation.pause();
    animation.currentTime = isEndless ? ENDLESS_AT : Number(duration) / 2;
  }
}

/** Resolves when what was drawn, and where, has not changed for some frames. */
async function settled(root: ShadowRoot): Promise<void> {
  const picture = () =>
    root.innerHTML +
    [...root.querySelectorAll('*')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join();
    });
  let last = '';
  let quiet = 0;
  for (let frame = 0; quiet < QUIET_FRAMES; frame++) {
    if (frame > MOST_FRAMES) throw new Error('The picture never stands still');
    await new Promise((done) => requestAnimationFrame(done));
    // A spinner that turns is never quiet.
    hold(root);
    const now = picture();
    const isComplete = codeInFlight === 0 && document.fonts.status === 'loaded';
    quiet = isComplete && now === last ? quiet + 1 : 0;
    last = now;
  }
}

let host: HTMLElement | undefined;

/** Draws the state with this name. Resolves when its picture will not change any more. */
async function draw(name: string, theme: 'light' | 'dark'): Promise<void> {
  host?.remove();
  document.documentElement.style.colorScheme = theme;
  const state = GALLERY_STATES.find((one) => one.name === name)!;
  const stage = mountState(state, { width: innerWidth, height: innerHeight });
  host = stage.host;
  host.setAttribute('theme', theme);
  stage.root.adoptedStyleSheets.push(STILL);
  document.body.append(host);
  const { root } = stage;
  // Settled means nothing before everything has come, and animations may begin when it has.
  await finished(stage);
  await settled(root);
  await document.fonts.ready;
  await finished(stage);
  (root.activeElement as HTMLElement | null)?.blur();
  hold(root);
  const pictures = [...root.querySelectorAll('video')].filter(({ poster }) => poster);
  await Promise.all(
    pictures.map(({ poster }) =>
      Object.assign(new Image(), { src: poster })
        .decode()
        .catch(() => {}),
    ),
  );
}

Object.assign(globalThis, { draw, states: GALLERY_STATES.map(({ name }) => name) });
