/**
 * The call on the front page: the real interface with painted people who talk, clap and write. It needs neither camera nor server,
 * and everything in it can be pressed.
 */
import type { Message } from '../src/features/index.js';
import type { Participant } from '../src/room/state.js';
import { rootFontSize, scaleOf } from '../src/ui/scale.js';
import { painted, person } from './gallery-people.js';
import { mountState } from './gallery-stage.js';
import gracePicture from './people/grace.webp?inline';
import hedyPicture from './people/hedy.webp?inline';
import katherinePicture from './people/katherine.webp?inline';
import myPicture from './people/me.webp?inline';

/** Time between two things that happen (ms). */
const PACE = 2_600;

/** Pixels of a camera. */
const WIDTH = 640;
const HEIGHT = 320;

/** A camera that films a picture: people who sit still move a little. */
async function filmed(address: string, phase: number): Promise<MediaStream | undefined> {
  const picture = Object.assign(new Image(), { src: address });
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d')!;
  const still = matchMedia('(prefers-reduced-motion)').matches;
  const film = () => {
    const at = still ? 0 : performance.now() / 1_000 + phase;
    const larger = 1.04;
    const x = Math.sin(at / 1.3) * 3;
    const y = Math.sin(at / 0.9) * 2;
    context.drawImage(
      picture,
      x - (WIDTH * (larger - 1)) / 2,
      y - (HEIGHT * (larger - 1)) / 2,
      WIDTH * larger,
      HEIGHT * larger,
    );
  };
  film();
  setInterval(() => document.hidden || film(), 80);
  return canvas.captureStream?.(12);
}

const messageOf = (from: Participant, text: string): Message => ({
  id: text,
  from: from.id,
  name: from.name,
  text,
  at: Date.now(),
  private: false,
});

/** Who speaks at each step, and what else happens. */
const STEPS: readonly { speaker: string; hand?: string; claps?: string }[] = [
  { speaker: 'katherine' },
  { speaker: 'katherine', hand: 'hedy' },
  { speaker: 'grace', hand: 'hedy' },
  { speaker: 'hedy' },
  { speaker: 'hedy', claps: 'grace' },
  { speaker: 'me' },
];

/** Puts the call into `place` and keeps its size. Resolves with what ends it. */
export async function mountDemoCall(place: HTMLElement): Promise<() => void> {
  const cameras = await Promise.all([gracePicture, katherinePicture, hedyPicture, myPicture].map(filmed));
  const [grace, katherine, hedy, myself] = [
    ['grace', 'Grace'],
    ['katherine', 'Katherine'],
    ['hedy', 'Hedy'],
    ['me', 'You'],
  ].map(([id, name], index) => {
    const camera = cameras[index];
    return person(id!, name!, index * 90, { streams: camera ? { camera } : {} });
  }) as [Participant, Participant, Participant, Participant];
  const { host, room, show } = mountState(
    {
      name: 'A demo of a call',
      state: () => ({
        phase: 'joined',
        signaling: 'connected',
        roomId: 'design-review',
        self: myself,
        participants: [grace, katherine, hedy],
        messages: [
          messageOf(grace, 'The new drawings are in the folder.'),
          messageOf(katherine, 'They look wonderful. Can you share your screen?'),
        ],
      }),
      ui: { draftName: 'You' },
    },
    { width: place.clientWidth, height: place.clientHeight },
  );
  host.style.cssText = 'inline-size:100%;block-size:100%';
  place.replaceChildren(host);

  // Everything of one's own works at once: there is nobody to confirm it.
  const toggle = (name: 'microphone' | 'camera' | 'screen') => async (force?: boolean) => {
    const on = force ?? room.state.self[name] !== 'on';
    const { self } = room.state;
    const streams = { ...self.streams, screen: painted('screen')! };
    room.set({ self: { ...self, [name]: on ? 'on' : 'off', streams } });
    return on;
  };
  room.toggleMicrophone = toggle('microphone');
  room.toggleCamera = toggle('camera');
  room.toggleScreenShare = toggle('screen');
  room.toggleHand = async (force) => {
    const hand = force ?? !room.state.self.hand;
    room.set({ self: { ...room.state.self, hand } });
    return hand;
  };
  room.leave = () => place.dispatchEvent(new Event('left'));

  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    const scale = scaleOf(rootFontSize(document), { width, height });
    show({ width: width / scale, height: height / scale, scale });
  });
  observer.observe(host);

  let step = 0;
  const still = matchMedia('(prefers-reduced-motion)');
  const advance = () => {
    if (document.hidden || (still.matches && step > 0)) return;
    const { speaker, hand, claps } = STEPS[step++ % STEPS.length]!;
    const { self, participants } = room.state;
    const speaks = (one: Participant): Participant => ({
      ...one,
      speaking: one.id === speaker && one.microphone === 'on',
      hand: one.id === self.id ? one.hand : one.id === hand,
    });
    room.set({
      activeSpeaker: speaker === self.id ? null : speaker,
      self: speaks(self),
      participants: participants.map(speaks),
      reactions: claps ? [{ key: `${step}`, from: claps, emoji: '👏' }] : [],
    });
  };
  advance();
  const timer = setInterval(advance, PACE);
  return () => {
    clearInterval(timer);
    observer.disconnect();
    host.remove();
  };
}
