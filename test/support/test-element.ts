/** A `<video-room>` whose rooms, clock and page the test controls. Everything else is real. */

import type { RoomErrorCode } from '../../src/protocol/errors.js';
import type { Feature } from '../../src/room/feature.js';
import type { RoomOptions } from '../../src/room/options.js';
import type { LogContext } from '../../src/shared/log.js';
// Loaded, so that a call is drawn with the next update.
import '../../src/ui/call-view.js';
import type { UiPlatform } from '../../src/ui/platform.js';
import { VideoRoom } from '../../src/ui/video-room.js';
import { FakeRoom } from './fake-room.js';

/** Time and frames that advance when told to. */
export class FakeClock {
  #now = 0;
  #last = 0;
  readonly #timers = new Map<number, { at: number; run: () => void }>();
  #frames: FrameRequestCallback[] = [];

  readonly setTimeout = ((run: () => void, delay = 0) => {
    this.#timers.set(++this.#last, { at: this.#now + delay, run });
    return this.#last;
  }) as unknown as typeof setTimeout;

  readonly clearTimeout = ((timer: number) => void this.#timers.delete(timer)) as typeof clearTimeout;

  readonly requestAnimationFrame = (callback: FrameRequestCallback): number => this.#frames.push(callback);

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [timer, { at, run }] of [...this.#timers]) {
      if (at > this.#now || !this.#timers.delete(timer)) continue;
      run();
    }
  }

  /** Draws one frame. */
  frame(): void {
    for (const callback of this.#frames.splice(0)) callback(this.#now);
  }
}

/** A page that the test hides and shows. */
export class FakePage extends EventTarget {
  hidden = false;
  readonly allows = () => true;

  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event(hidden ? 'hidden' : 'visible'));
  }
}

/** Everything that a test can inspect or hold back; shared by the elements of one test. */
export class TestPlatform implements UiPlatform {
  readonly rooms: FakeRoom[] = [];
  readonly warnings: (LogContext | undefined)[] = [];
  /** What was logged for developers as an error. */
  readonly errors: (LogContext | undefined)[] = [];
  readonly clock = new FakeClock();
  readonly page = new FakePage();
  readonly log = {
    debug() {},
    info() {},
    warn: (_text: string, context?: LogContext) => void this.warnings.push(context),
    error: (_text: string, context?: LogContext) => void this.errors.push(context),
  };
  /** The devices that are already permitted. */
  permitted: string[] = [];
  /** How often permissions were queried. */
  lookups = 0;
  missing: RoomErrorCode | null = null;
  /** Called for each room before the element has it. */
  prepareRoom: (room: FakeRoom) => void = () => {};

  createRoom(options: RoomOptions, features?: readonly Feature[]): FakeRoom {
    const room = new FakeRoom(options, {}, features);
    this.prepareRoom(room);
    this.rooms.push(room);
    return room;
  }
  obstacle(): RoomErrorCode | null {
    return this.missing;
  }
  async granted(devices: readonly string[]): Promise<boolean> {
    this.lookups++;
    return devices.every((device) => this.permitted.includes(device));
  }
  /** The newest room. */
  get room(): FakeRoom {
    return this.rooms.at(-1)!;
  }
}

export class TestVideoRoom extends VideoRoom {
  /** Given to the elements created next. */
  static platform = new TestPlatform();
  readonly platform = TestVideoRoom.platform;

  protected override createPlatform(): UiPlatform {
    return this.platform;
  }
}
customElements.define('test-video-room', TestVideoRoom);

/** Puts an element with these attributes on the page; `true` stands for an attribute without a value. */
export async function mount(
  attributes: Record<string, string | true> = {},
  platform = new TestPlatform(),
  tag = 'test-video-room',
): Promise<{ element: TestVideoRoom; platform: TestPlatform; room: FakeRoom }> {
  TestVideoRoom.platform = platform;
  const element = document.createElement(tag) as TestVideoRoom;
  const all: Record<string, string | true> = {
    room: 'standup',
    server: 'https://rtc.example',
    ...attributes,
  };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value === true ? '' : value);
  element.style.cssText = 'display:block;width:640px;height:480px';
  document.body.append(element);
  await element.updateComplete;
  return { element, platform, room: platform.room };
}

/** Removes everything from the page, for good. */
export function unmountAll(): void {
  for (const element of document.querySelectorAll<TestVideoRoom>('test-video-room, waving-video-room')) {
    element.remove();
    element.platform.clock.advance(100);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'test-video-room': TestVideoRoom;
  }
}
