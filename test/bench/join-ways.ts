/** The compared ways to join: the element, bare connections, and PeerJS; each with its own signaling server behind the same latency. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Tab } from '../support/drivers.js';
import type { Pages } from '../support/pages.js';
import { until } from '../support/until.js';
import { type BarePairInput, PAIR_PAGE, prepareBareNewcomer, waitAsBareMember } from './bare-pair.js';
import { CAMERA } from './camera.js';
import { runPeerJs } from './peerjs-page.js';

export interface JoinWay {
  readonly name: string;
  /** Opens a page that is in the call and waits for others. */
  member(tab: Tab, room: string): Promise<void>;
  /** Opens a page with everything prepared; one press of the button at `joinButton` joins the call. */
  lobby(tab: Tab, room: string): Promise<void>;
  readonly joinButton: string;
  /** Address of a page that joins by itself; only for ways that can. */
  cold?(room: string): string;
}

/** Timeout for a page to get ready (ms). */
const PATIENCE = 30_000;

/** The parameters that the element negotiates, so that the others use the same. */
export interface Shape {
  mLines: string[];
  codec: string;
}

/** `script`: origin of the script; `server`: origin of the party. */
export function elementWay(pages: Pages, script: string, server: string): JoinWay {
  const publish = (room: string, more: string) =>
    pages.publish(
      `<!doctype html><meta charset="utf-8"><title>Somebody's site</title><h1>Our team</h1>
       <script type="module" src="${script}/video-room.js"></script>
       <video-room room="${room}" server="${server}" display-name="Somebody" ${more}></video-room>`,
    );
  const inPhase = (tab: Tab, phase: string) =>
    until(
      () => tab.evaluate((phase) => document.querySelector('video-room')?.state === phase, phase),
      `for the element to be ${phase}`,
      PATIENCE,
    );
  return {
    name: 'element',
    joinButton: '>>> [part~="lobby__join"]',
    async member(tab, room) {
      await tab.open(publish(room, 'without-lobby'));
      await inPhase(tab, 'joined');
    },
    async lobby(tab, room) {
      await tab.open(publish(room, ''));
      await inPhase(tab, 'lobby');
      await until(
        () =>
          tab.evaluate(
            () =>
              watched.camera !== undefined &&
              watched.connections.some((one) => one.localDescription && one.iceGatheringState === 'complete'),
          ),
        'for the lobby to be prepared',
        PATIENCE,
      );
    },
    cold: (room) => publish(room, 'without-lobby'),
  };
}

/** `port` is the relay's. */
export function bareWay(pages: Pages, port: number, shape: Shape): JoinWay {
  const page = pages.publish(PAIR_PAGE);
  const input = (room: string): BarePairInput => ({
    relay: `ws://localhost:${port}/${room}`,
    camera: CAMERA,
    ...shape,
  });
  return {
    name: 'bare',
    joinButton: '#join',
    async member(tab, room) {
      await tab.open(page);
      await tab.evaluate(waitAsBareMember, input(room));
    },
    async lobby(tab, room) {
      await tab.open(page);
      await tab.evaluate(prepareBareNewcomer, input(room));
    },
  };
}

/** `port` is PeerServer's. */
export function peerJsWay(pages: Pages, port: number): JoinWay {
  const library = createRequire(import.meta.url).resolve('peerjs/dist/peerjs.min.js');
  const script = pages.publish(readFileSync(library, 'utf8'), { 'content-type': 'text/javascript' });
  const publish = (role: 'member' | 'lobby' | 'cold', member: string) =>
    pages.publish(
      `${PAIR_PAGE}<script src="${script}"></script>
       <script>(${runPeerJs})(${JSON.stringify({ port, camera: CAMERA, role, member })})</script>`,
    );
  const open = async (tab: Tab, url: string) => {
    await tab.open(url);
    await until(
      () => tab.evaluate(() => 'ready' in document.body.dataset),
      'for PeerJS to be ready',
      PATIENCE,
    );
  };
  return {
    name: 'PeerJS',
    joinButton: '#join',
    member: (tab, room) => open(tab, publish('member', room)),
    lobby: (tab, room) => open(tab, publish('lobby', room)),
    cold: (room) => publish('cold', room),
  };
}
