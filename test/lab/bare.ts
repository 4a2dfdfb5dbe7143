/**
 * The baseline for an uplink that becomes narrow: bare connections between the same pages, over the same network, with limits that never
 * change. One page sends its picture to all others, and everybody's voice is sent as in the call. Owns connections and what they record;
 * `cases.ts` judges.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.js';
import type { Call, Guest } from './call.js';
import type { Undo } from './network.js';

/** What every link is limited to, all the time. */
export interface FixedLimits {
  lines: number;
  frameRate: number;
  /** Of the picture (bits per second). */
  maxBitrate: number;
}

/** What one viewer got while the uplink was narrow. */
export interface BareView {
  readonly viewer: string;
  /** When each picture was shown. */
  readonly frames: readonly number[];
  /** Share of the voice that was made up, 0 to 1. */
  readonly concealed: number;
}

/** Counters of the voice that one viewer hears. */
interface Heard {
  readonly samples: number;
  readonly concealed: number;
}

declare global {
  var bareLinks:
    | {
        links: { connection: RTCPeerConnection; sender: RTCRtpSender | undefined }[];
        frames: number[];
        stop(): void;
      }
    | undefined;
}

/** Time after which bandwidth estimates have settled, and that all links have to come up (ms). */
const SETTLE = 8_000;

/** Replaces the call: everybody's element is removed. Resolves with what came in the time in which the uplink was narrow. */
export async function bareUplink(
  { guests }: Call,
  sender: Guest,
  limits: FixedLimits,
  { happens, lasts }: { happens(): Undo; lasts: number },
): Promise<{ views: BareView[]; faultAt: number; end: number }> {
  const viewers = guests.filter((guest) => guest !== sender);
  await Promise.all(guests.map(({ tab }) => tab.evaluate(leaveCall)));
  for (const [index, { tab }] of viewers.entries()) {
    const offer = await sender.tab.evaluate(openBare, undefined);
    const answer = await tab.evaluate(openBare, offer);
    await sender.tab.evaluate(finishBare, { index, answer, limits });
  }
  const pictures = () =>
    Promise.all(viewers.map(({ tab }) => tab.evaluate(() => globalThis.bareLinks!.frames)));
  await until(
    async () => (await pictures()).every(({ length }) => length),
    'for pictures over bare connections',
  );
  await sleep(SETTLE);
  const heard = () => Promise.all(viewers.map(({ tab }) => tab.evaluate(hear)));
  const before = await heard();
  const faultAt = Date.now();
  const undo = happens();
  await sleep(lasts);
  const [after, frames, end] = [await heard(), await pictures(), Date.now()];
  undo();
  await Promise.all(guests.map(({ tab }) => tab.evaluate(() => globalThis.bareLinks!.stop())));
  const views = viewers.map(({ name }, index): BareView => {
    const samples = after[index]!.samples - before[index]!.samples;
    const concealed = after[index]!.concealed - before[index]!.concealed;
    return { viewer: name, frames: frames[index]!, concealed: concealed / Math.max(1, samples) };
  });
  return { views, faultAt, end };
}

function leaveCall(): void {
  document.querySelector('video-room')?.remove();
}

/** Runs in the page. Without an offer it makes one, with our picture; else the answer. Both have all candidates. */
async function openBare(offer: string | undefined): Promise<string> {
  globalThis.bareLinks ??= {
    links: [],
    frames: [],
    stop() {
      for (const { connection } of this.links) connection.close();
      for (const player of document.querySelectorAll('.bare')) player.remove();
      globalThis.bareLinks = undefined;
    },
  };
  const { links, frames } = globalThis.bareLinks;
  const stream = globalThis.lab!.media();
  const connection = new RTCPeerConnection();
  for (const track of stream.getAudioTracks()) connection.addTrack(track, stream);
  const [picture] = stream.getVideoTracks();
  links.push({
    connection,
    sender: picture && offer === undefined ? connection.addTrack(picture, stream) : undefined,
  });
  connection.ontrack = ({ track }) => {
    const player = document.createElement(track.kind === 'video' ? 'video' : 'audio') as HTMLVideoElement;
    // Sound is only decoded while it is played.
    Object.assign(player, { className: 'bare', autoplay: true, playsInline: true, width: 160 });
    player.muted = track.kind === 'video';
    player.srcObject = new MediaStream([track]);
    document.body.append(player);
    if (track.kind !== 'video') return;
    const note = () => {
      frames.push(Date.now());
      player.requestVideoFrameCallback(note);
    };
    player.requestVideoFrameCallback(note);
  };
  if (offer !== undefined) await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  await connection.setLocalDescription();
  await new Promise<void>((done) => {
    const look = () => connection.iceGatheringState === 'complete' && done();
    connection.onicegatheringstatechange = look;
    look();
  });
  return connection.localDescription!.sdp;
}

/** Runs in the page of the one who sends the picture. */
async function finishBare({
  index,
  answer,
  limits: { lines, frameRate, maxBitrate },
}: {
  index: number;
  answer: string;
  limits: FixedLimits;
}): Promise<void> {
  const { connection, sender } = globalThis.bareLinks!.links[index]!;
  await connection.setRemoteDescription({ type: 'answer', sdp: answer });
  const parameters = sender!.getParameters();
  const { height = lines } = sender!.track!.getSettings();
  const scaleResolutionDownBy = Math.max(1, height / lines);
  Object.assign(parameters.encodings[0]!, { maxBitrate, maxFramerate: frameRate, scaleResolutionDownBy });
  await sender!.setParameters(parameters);
}

/** Runs in the page of a viewer. */
async function hear(): Promise<Heard> {
  const total = { samples: 0, concealed: 0 };
  for (const { connection } of globalThis.bareLinks!.links) {
    for (const row of (await connection.getStats()).values()) {
      if (row.type !== 'inbound-rtp' || row.kind !== 'audio') continue;
      total.samples += row.totalSamplesReceived ?? 0;
      total.concealed += (row.concealedSamples ?? 0) - (row.silentConcealedSamples ?? 0);
    }
  }
  return total;
}
