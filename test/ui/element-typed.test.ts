/** What the compiler must know about the tag. Wrong types fail the type check; running it only proves that the class is real. */
import { expect } from 'chai';
import { VideoRoom, type VideoRoomError } from '../../src/element.js';
import type { Participant, Phase } from '../../src/room/state.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

describe('types of <video-room>', () => {
  it('knows the tag by its name', () => {
    const element = document.createElement('video-room');
    holds<Equal<typeof element, VideoRoom>>();
    const found = document.querySelector('video-room');
    holds<Equal<typeof found, VideoRoom | null>>();
    expect(VideoRoom).to.be.a('function');
  });

  it('knows what each event carries', () => {
    const listen = (element: VideoRoom) => {
      element.addEventListener('participant-joined', ({ detail }) => {
        holds<Equal<typeof detail.participant, Participant>>();
      });
      element.addEventListener('room-left', ({ detail }) => {
        // @ts-expect-error: there is no such reason
        detail.reason === 'bored';
      });
      // Events of every element and of other elements are unchanged.
      element.addEventListener('click', (event) => holds<Equal<typeof event, PointerEvent>>());
      element.addEventListener('of-somebody-else', (event) => holds<Equal<typeof event, Event>>());
      element.removeEventListener('room-left', () => {});
    };
    expect(listen).to.be.a('function');
  });

  it('knows properties and methods', () => {
    const use = async (element: VideoRoom) => {
      holds<Equal<typeof element.state, Phase>>();
      holds<Equal<typeof element.participants, readonly Participant[]>>();
      const shared = await element.toggleScreenShare(true);
      holds<Equal<typeof shared, boolean>>();
      // @ts-expect-error: outputs cannot be set
      element.state = 'joined';
      // @ts-expect-error: no such layout
      element.layout = 'mosaic';
      await element.join().catch((error: VideoRoomError) => error.code);
    };
    expect(use).to.be.a('function');
  });
});
