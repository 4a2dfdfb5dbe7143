/** A participant in a real browser: actions, and what they see and hear, through the element's public API. */
import type { LinkStats } from '../../src/mesh/quality/stats.js';
import type { Participant, Phase, Source } from '../../src/room/state.js';
import type { Tab } from './drivers.js';
import { PATIENCE, until } from './until.js';

/**
 * Silence or a dark camera counts once this much else has arrived from the participant: two seconds at full rate. Fake
 * microphones beep once a second.
 */
const FRAMES_MEANWHILE = 40;
const PACKETS_MEANWHILE = 100;

/** Methods without arguments that need to be serialized. */
type Switch = 'toggleMicrophone' | 'toggleCamera' | 'toggleScreenShare' | 'toggleHand';
/** A participant without the fields that cannot leave the page. */
export type Seen = Omit<Participant, 'streams'>;

export class Person {
  constructor(
    readonly name: string,
    readonly tab: Tab,
  ) {}

  /** Opens a page with the element and joins. */
  async enter(url: string): Promise<void> {
    await this.tab.open(url);
    await this.join();
  }

  /** Joins from the open page; rejects with the code of the error. */
  join(): Promise<void> {
    return this.tab.evaluate(async (name) => {
      await customElements.whenDefined('video-room');
      const element = document.querySelector('video-room')!;
      element.displayName = name;
      await element.join();
    }, this.name);
  }

  leave(): Promise<void> {
    return this.tab.evaluate(() => document.querySelector('video-room')!.leave());
  }

  switch(method: Switch, on: boolean): Promise<boolean> {
    return this.tab.evaluate(({ method, on }) => document.querySelector('video-room')![method](on), {
      method,
      on,
    });
  }

  state(): Promise<Phase> {
    return this.tab.evaluate(() => document.querySelector('video-room')!.state);
  }

  /** The others, as this participant sees them. */
  others(): Promise<Seen[]> {
    return this.tab.evaluate(() =>
      document.querySelector('video-room')!.participants.map(({ streams: _, ...seen }) => seen),
    );
  }

  /** Waits until this participant sees another one as described. */
  sees(name: string, what: Partial<Seen>, timeout = PATIENCE): Promise<Seen> {
    const wanted = Object.entries(what) as [keyof Seen, unknown][];
    return until(
      async () => {
        const seen = (await this.others()).filter((other) => other.name === name);
        const found = seen.find((other) => wanted.every(([key, value]) => other[key] === value));
        if (found) return found;
        throw new Error(`sees ${JSON.stringify(seen)}`);
      },
      `for ${this.name} to see ${name} as ${JSON.stringify(what)}`,
      timeout,
    );
  }

  /** Waits until the others are exactly these, in any order. */
  async isWith(names: string[], timeout = PATIENCE): Promise<void> {
    const wanted = [...names].sort().join();
    await until(
      async () => {
        const others = await this.others();
        const seen = others.map(({ name }) => name).sort();
        if (seen.join() === wanted) return true;
        throw new Error(
          `sees ${others.map(({ name, link, verification }) => `${name} (${link}, ${verification})`)}`,
        );
      },
      `for ${this.name} to be with ${wanted || 'nobody'}`,
      timeout,
    );
  }

  /** What has arrived over the link from a participant. */
  async statsOf(name: string): Promise<LinkStats | undefined> {
    const id = (await this.others()).find((other) => other.name === name)?.id;
    const stats = await this.tab.evaluate(() => document.querySelector('video-room')!.getStats());
    return id === undefined ? undefined : stats?.[id];
  }

  /** What has arrived from each of the others so far: pictures of their camera, and sound that is not silence. */
  counts(): Promise<Record<string, { pictures: number; packets: number; sound: number }>> {
    return this.tab.evaluate(async () => {
      const element = document.querySelector('video-room')!;
      const stats = await element.getStats();
      return Object.fromEntries(
        element.participants.map(({ id, name }) => {
          const { camera, microphone } = stats[id]?.sources ?? {};
          return [
            name,
            {
              pictures: camera?.framesDecoded ?? 0,
              packets: camera?.packetsReceived ?? 0,
              sound: microphone?.totalAudioEnergy ?? 0,
            },
          ];
        }),
      );
    });
  }

  /** Waits for new pictures of their camera. */
  async watches(name: string, timeout = PATIENCE): Promise<void> {
    await this.#grows(name, 'camera', 'framesDecoded', 3, timeout);
  }

  /** Waits for a picture of their screen; a static screen sends few. */
  async watchesScreenOf(name: string): Promise<void> {
    await until(
      async () => (await this.statsOf(name))?.sources.screen?.framesDecoded,
      `for a picture of ${name}'s screen at ${this.name}`,
      PATIENCE,
    );
  }

  /** Waits for new sound, not mere silence. */
  async hears(name: string, timeout = PATIENCE): Promise<void> {
    await this.#grows(name, 'microphone', 'totalAudioEnergy', 0, timeout);
  }

  /** Waits until only silence arrives from them, while {@link FRAMES_MEANWHILE} pictures do. */
  async hearsNothingOf(name: string): Promise<void> {
    const meanwhile = () => this.#grows(name, 'camera', 'framesDecoded', FRAMES_MEANWHILE);
    await this.#stays(name, 'microphone', 'totalAudioEnergy', meanwhile);
  }

  /** Waits until no picture of their camera arrives, while {@link PACKETS_MEANWHILE} packets of their voice do. */
  async seesNothingOf(name: string): Promise<void> {
    const meanwhile = () => this.#grows(name, 'microphone', 'packetsReceived', PACKETS_MEANWHILE);
    await this.#stays(name, 'camera', 'framesDecoded', meanwhile);
  }

  /**
   * Waits until their picture stays the same for that long: Firefox keeps sending the last picture of a camera that is off, once
   * a second (153). Its fake camera changes color with every picture.
   */
  async seesStillOf(name: string): Promise<void> {
    await until(
      async () => {
        const before = await this.#pictureOf(name);
        await this.#grows(name, 'microphone', 'packetsReceived', PACKETS_MEANWHILE);
        const now = await this.#pictureOf(name);
        return before.every((value, at) => Math.abs(value - now[at]!) < 4);
      },
      `for ${name}'s picture to stay as it is at ${this.name}`,
      PATIENCE,
    );
  }

  /** The next picture of their camera: 16 × 9 pixels, four numbers each. */
  #pictureOf(name: string): Promise<number[]> {
    return this.tab.evaluate(async (name) => {
      const one = document.querySelector('video-room')!.participants.find((one) => one.name === name)!;
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = one.streams.camera!;
      await video.play();
      await new Promise((done) => video.requestVideoFrameCallback(done));
      const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 9 });
      const pen = canvas.getContext('2d')!;
      pen.drawImage(video, 0, 0, 16, 9);
      video.srcObject = null;
      return [...pen.getImageData(0, 0, 16, 9).data];
    }, name);
  }

  /** Waits for a period in which a counter does not move; packets on their way at first do not count. */
  async #stays(
    name: string,
    source: Source,
    counter: 'framesDecoded' | 'totalAudioEnergy',
    meanwhile: () => Promise<void>,
  ): Promise<void> {
    const count = async () => (await this.statsOf(name))?.sources[source]?.[counter];
    await until(
      async () => {
        // Firefox may drop the statistics of a source that sends nothing any more.
        const before = await count();
        await meanwhile();
        const now = await count();
        if (now === before) return true;
        throw new Error(`went from ${before} to ${now}`);
      },
      `for ${counter} of ${name}'s ${source} to stay as it is at ${this.name}`,
      PATIENCE,
    );
  }

  /** Waits for a counter to grow by more than `least`. */
  async #grows(
    name: string,
    source: Source,
    counter: 'framesDecoded' | 'totalAudioEnergy' | 'packetsReceived',
    least: number,
    timeout = PATIENCE,
  ): Promise<void> {
    const look = async () => (await this.statsOf(name))?.sources[source] ?? {};
    const { [counter]: before = 0 } = await look();
    await until(
      async () => {
        const { [counter]: now = 0, packetsReceived } = await look();
        if (now > before + least) return true;
        throw new Error(`${before}, then ${now}; ${packetsReceived} packets came`);
      },
      `for ${counter} of ${name}'s ${source} to grow at ${this.name}`,
      timeout,
    );
  }
}

/** Waits until all of them see and hear each other. `timeout`: for each step (ms). */
export async function allMeet(people: readonly Person[], timeout = PATIENCE): Promise<void> {
  const meet = async (person: Person, name: string) => {
    await person.sees(name, { link: 'live' }, timeout);
    await Promise.all([person.watches(name, timeout), person.hears(name, timeout)]);
  };
  const names = (person: Person) => people.filter((other) => other !== person).map(({ name }) => name);
  await Promise.all(people.map((person) => person.isWith(names(person), timeout)));
  await Promise.all(people.flatMap((person) => names(person).map((name) => meet(person, name))));
}
