/**
 * The code inside a page of the lab: records when each picture was shown, the state of each link, and losses. It only records;
 * `measure.ts` judges. Times are `Date.now()`, which is the same in all namespaces of a machine.
 */

/** A link state as users see it, or `gone` when the participant is no longer in the room. */
export interface Sighting {
  at: number;
  id: string;
  link: string;
  path: string;
}

/** What one page knows of one other participant. */
export interface PersonRecord {
  /** When each picture of their camera was shown. */
  frames: number[];
  states: Sighting[];
  /** Of all connections to them so far, as the browser counts. */
  packetsLost: number;
  freezes: number;
  /** Samples of their voice that were played, and those that were made up because packets were missing, without silence. */
  samples: number;
  concealed: number;
  /** Numbers of the messages that came from them. */
  messages: number[];
}

export interface Recording {
  people: Record<string, PersonRecord>;
  /** The element's reports about its connection to the party. */
  signaling: { at: number; state: string }[];
  /** Errors, and who left for what reason, as reported by the element. */
  events: { at: number; what: string }[];
  /** When each message was sent; its number is its index. Empty where the element sends none. */
  sent: number[];
}

declare global {
  var lab:
    | {
        recording: Recording;
        /** The same picture and voice once more. */
        media(): MediaStream;
      }
    | undefined;
}

export interface ProbeOptions {
  name: string;
  /** The size of a picture that needs far more than 300 kbit/s; without it they have a camera. */
  film?: Size | undefined;
  /** Height of the element, in CSS pixels. Default: 240. */
  height?: number | undefined;
  relayOnly: boolean;
  camera: Size & { frameRate: number };
}

/** Of a picture, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Puts the element on the page, with a small picture, and starts recording. Runs in the page, so it must be self-contained. */
export async function installProbe({ name, film, height, relayOnly, camera }: ProbeOptions): Promise<void> {
  const connections: RTCPeerConnection[] = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...options);
      connections.push(this);
    }
  };
  await customElements.whenDefined('video-room');
  // Fully configured before it is inserted: an element that may prompt starts at once, with the attributes it has by then.
  const element = document.createElement('video-room');
  Object.assign(element, { room: 'lab', displayName: name, relayOnly });
  // The real device interface instead of a canvas: only pages with camera access see all addresses of the machine.
  // Nothing has to be filtered from the tone of a fake microphone, and four pages fill a small machine.
  const devices = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    video: camera,
  });
  const picture = film && project(film);
  const media = () => {
    const copy = devices.clone();
    return picture
      ? new MediaStream([...copy.getAudioTracks(), ...picture.captureStream(15).getVideoTracks()])
      : copy;
  };
  element.stream = media();
  if (height) element.style.height = `${height}px`;
  document.body.append(element);

  /**
   * Like a film from a hand-held camera: a fine pattern that turns and comes near, with grain. The picture of a fake camera takes
   * at most 170 kbit/s.
   */
  function project({ width, height }: Size): HTMLCanvasElement {
    const grainy = (width: number, height: number) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const pen = canvas.getContext('2d')!;
      const image = pen.createImageData(width, height);
      const pixels = new Uint32Array(image.data.buffer);
      for (let i = 0; i < pixels.length; i += 1) pixels[i] = 0xff000000 | (Math.random() * 2 ** 24);
      pen.putImageData(image, 0, 0);
      return canvas;
    };
    const [scene, grain] = [grainy(128, 128), grainy(256, 256)];
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const pen = canvas.getContext('2d')!;
    // The same film in each size.
    const zoom = width / 640;
    setInterval(() => {
      const seconds = performance.now() / 1000;
      pen.setTransform(zoom, 0, 0, zoom, width / 2, height / 2);
      pen.rotate(Math.sin(seconds) / 4);
      pen.scale(8 + Math.sin(seconds * 1.3), 8 + Math.sin(seconds * 1.3));
      pen.drawImage(scene, -64, -64);
      pen.setTransform(3 * zoom, 0, 0, 3 * zoom, -Math.random() * 120 * zoom, -Math.random() * 120 * zoom);
      pen.globalAlpha = 0.1;
      pen.drawImage(grain, 0, 0);
      pen.globalAlpha = 1;
    }, 67);
    return canvas;
  }

  const recording: Recording = { people: {}, signaling: [], events: [], sent: [] };
  globalThis.lab = { recording, media };
  const videos = new Map<string, HTMLVideoElement>();
  const names = new Map<string, string>();
  const counters = new Map<string, number>();

  const show = (name: string, stream: MediaStream | undefined) => {
    let video = videos.get(name);
    if (!video) {
      video = Object.assign(document.createElement('video'), {
        muted: true,
        autoplay: true,
        playsInline: true,
      });
      video.width = 160;
      document.body.append(video);
      videos.set(name, video);
      const shown = video;
      let received = false;
      const note = (_at: number, { rtpTimestamp }: { rtpTimestamp?: number }) => {
        // Chromium also draws black when a connection ends; received pictures carry their time.
        received ||= rtpTimestamp !== undefined;
        if (!received || rtpTimestamp !== undefined) recording.people[name]!.frames.push(Date.now());
        shown.requestVideoFrameCallback(note);
      };
      shown.requestVideoFrameCallback(note);
    }
    const present = (video.srcObject as MediaStream | null)?.getTracks()[0];
    const track = stream?.getTracks()[0];
    // A rebuilt link has another track; setting the same one again would interrupt the picture.
    if (track && track !== present) {
      video.srcObject = new MediaStream([track]);
      video.play().catch(() => {});
    }
  };

  const look = () => {
    const at = Date.now();
    const { signaling, participants } = element;
    if (recording.signaling.at(-1)?.state !== signaling) recording.signaling.push({ at, state: signaling });
    for (const { id, name, link, path, streams } of participants) {
      recording.people[name] ??= {
        frames: [],
        states: [],
        packetsLost: 0,
        freezes: 0,
        samples: 0,
        concealed: 0,
        messages: [],
      };
      const { states } = recording.people[name];
      const last = states.at(-1);
      if (last?.link !== link || last.path !== path || last.id !== id) states.push({ at, id, link, path });
      names.set(id, name);
      show(name, streams.camera);
    }
    for (const [name, { states }] of Object.entries(recording.people)) {
      const last = states.at(-1);
      if (last && last.link !== 'gone' && !participants.some((other) => other.name === name))
        states.push({ ...last, at, link: 'gone' });
    }
  };

  /** Counters restart with each connection, so add up their increases. */
  const rise = (key: string, value: number) => {
    const before = counters.get(key) ?? 0;
    counters.set(key, value);
    return value >= before ? value - before : value;
  };
  const count = async () => {
    for (const [id, { sources }] of Object.entries((await element.getStats()) ?? {})) {
      const person = recording.people[names.get(id) ?? ''];
      if (!person) continue;
      for (const [source, stats] of Object.entries(sources)) {
        person.packetsLost += rise(`${id} ${source} lost`, Math.max(0, stats.packetsLost ?? 0));
        person.freezes += rise(`${id} ${source} freezes`, stats.freezeCount ?? 0);
      }
    }
  };

  /** How much of each voice was made up, without silence. */
  const listen = async () => {
    const nameOfTrack = new Map(
      element.participants.map(({ name, streams }) => [streams.microphone?.getTracks()[0]?.id, name]),
    );
    for (const connection of connections.filter(({ connectionState }) => connectionState === 'connected')) {
      for (const row of (await connection.getStats()).values()) {
        const person = recording.people[nameOfTrack.get(row.trackIdentifier) ?? ''];
        if (row.type !== 'inbound-rtp' || !person) continue;
        const { id, totalSamplesReceived = 0, concealedSamples = 0, silentConcealedSamples = 0 } = row;
        const key = `${connections.indexOf(connection)} ${id}`;
        person.samples += rise(`${key} samples`, totalSamplesReceived);
        person.concealed += rise(`${key} concealed`, concealedSamples - silentConcealedSamples);
      }
    }
  };

  const talker = element as unknown as { sendData?(value: unknown): unknown };
  const say = async () => {
    if (typeof talker.sendData !== 'function' || element.state !== 'joined') return;
    await talker.sendData({ lab: recording.sent.push(Date.now()) - 1 });
  };
  element.addEventListener('data-received' as never, (event: CustomEvent) => {
    const { from, value } = event.detail;
    recording.people[names.get(from?.id ?? from) ?? '']?.messages.push(value.lab);
  });

  const tell = (what: string) => void recording.events.push({ at: Date.now(), what });
  element.addEventListener('participant-left', ({ detail: { participant, reason } }) =>
    tell(`${participant.name} left (${reason})`),
  );
  element.addEventListener('room-left', ({ detail }) => tell(`left the room (${detail.reason})`));
  element.addEventListener('room-error', ({ detail }) => tell(`error ${detail.code}`));

  setInterval(look, 50);
  setInterval(() => void count().catch(() => {}), 1_000);
  setInterval(() => void listen().catch(() => {}), 1_000);
  setInterval(() => void say().catch(() => {}), 200);
}
