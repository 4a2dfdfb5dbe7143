import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { hueOf, initials } from '../../src/ui/tile/avatar.js';
import { participant } from '../support/fake-room.js';
import { until } from '../support/until.js';
import {
  all,
  button,
  clear,
  part,
  SMALL,
  show,
  textOf,
  tileNames,
  uppermost,
  WIDE,
} from './gallery-support.js';

const tile = (root: ParentNode, name: string) =>
  root.querySelector<HTMLElement>(`[part~="tile"][aria-label="${name}"]`)!;

/** Minimum share of the grid that tiles cover: the rest are gaps, and empty cells of the last row. */
const USED = 0.6;
/** Tiles up to this size show initials and no name. */
const STAMP = { width: 84, height: 56 };
const isInside = (one: DOMRect, other: DOMRect) =>
  one.left >= other.left - 1 &&
  one.right <= other.right + 1 &&
  one.top >= other.top - 1 &&
  one.bottom <= other.bottom + 1;
const overlap = (one: DOMRect, other: DOMRect) =>
  one.left < other.right - 1 &&
  other.left < one.right - 1 &&
  one.top < other.bottom - 1 &&
  other.top < one.bottom - 1;

describe('tiles', () => {
  afterEach(clear);

  it('show everyone once, ourselves last', () => {
    const { root } = show('Call: four, hand up and muted');
    expect(tileNames(root)).to.deep.equal(['Ada Lovelace', 'Grace Hopper', 'Mary Jackson', 'You']);
  });

  it('mark a microphone that is off, but not an unknown one', () => {
    const { root } = show('Call: six, links in every state');
    const isMarked = (name: string) => !!tile(root, name).querySelector('[aria-label="Microphone off"]');
    expect(isMarked('Hedy Lamarr')).to.equal(true);
    expect(isMarked('Ada Lovelace'), 'unknown').to.equal(false);
    expect(isMarked('Grace Hopper'), 'on').to.equal(false);
  });

  it('show the link state, and raised hands', () => {
    const { root } = show('Call: six, links in every state');
    expect(textOf(tile(root, 'Ada Lovelace'))).to.contain('Connecting');
    expect(textOf(tile(root, 'Grace Hopper'))).to.contain('Reconnecting');
    expect(textOf(tile(root, 'Mary Jackson'))).to.contain('Unreachable');
    expect(textOf(tile(root, 'Mary Jackson'))).to.contain('Hand raised');
    expect(textOf(tile(root, 'Dorothy Vaughan'))).to.contain('Poor connection');
  });

  it('show a ring around a speaker, and none around a muted participant', () => {
    const { root, room } = show('Call: two');
    expect(tile(root, 'Ada Lovelace').part.contains('speaking')).to.equal(true);
    room.set({ participants: [{ ...room.state.participants[0]!, microphone: 'off' }] });
    expect(tile(root, 'Ada Lovelace').part.contains('speaking')).to.equal(false);
  });

  it('draw the ring as a separate layer, at once: nothing else is repainted', () => {
    const { root, room } = show('Call: two');
    const ring = () => getComputedStyle(tile(root, 'Ada Lovelace'), '::after');
    expect(ring().opacity).to.equal('1');
    expect(ring().willChange).to.equal('opacity');
    expect(ring().transitionDuration).to.equal('0s');
    room.set({ participants: [{ ...room.state.participants[0]!, speaking: false }] });
    expect(ring().opacity).to.equal('0');
  });

  it('clip the picture, not the whole tile', () => {
    const { root } = show('Call: two');
    const style = getComputedStyle(tile(root, 'Ada Lovelace'));
    const video = getComputedStyle(tile(root, 'Ada Lovelace').querySelector('video')!);
    expect(style.overflow).to.equal('visible');
    expect(video.borderRadius).to.equal(style.borderRadius).and.not.equal('0px');
  });

  it('keep their size when a camera goes off', () => {
    const { root, room } = show('Call: two');
    const before = tile(root, 'Ada Lovelace').getBoundingClientRect();
    const video = tile(root, 'Ada Lovelace').querySelector('video')!;
    room.set({ participants: [{ ...room.state.participants[0]!, camera: 'off' }] });
    expect(tile(root, 'Ada Lovelace').getBoundingClientRect()).to.deep.equal(before);
    expect(tile(root, 'Ada Lovelace').querySelector('video') === video).to.equal(true);
    expect(video.hidden).to.equal(true);
  });

  it('keep their video when others leave, speak, are pinned or share a screen', () => {
    const { root, room } = show('Call: four, hand up and muted');
    const [, grace, mary] = room.state.participants;
    const video = tile(root, 'Mary Jackson').querySelector('video');
    room.set({ participants: [grace!, mary!], activeSpeaker: 'mary' });
    room.set({ pinned: ['mary'] });
    room.set({ pinned: [], participants: [{ ...grace!, screen: 'on' }, mary!] });
    expect(tile(root, 'Mary Jackson').querySelector('video') === video).to.equal(true);
    expect(video!.isConnected).to.equal(true);
  });

  it('mirror our camera, but neither our screen nor others', () => {
    const { root } = show('Call: we share our screen, two');
    const scale = (name: string) => getComputedStyle(tile(root, name).querySelector('video')!).scale;
    expect(scale('You')).to.equal('-1 1');
    expect(scale('Your screen')).to.equal('none');
    expect(scale('Ada Lovelace')).to.equal('none');
  });

  it('show avatars instead of the last pictures while we want only sound', () => {
    const { root, room } = show('Call: shared screen');
    const shown = (name: string) => ({
      picture: tile(root, name).querySelector('video')!.checkVisibility(),
      avatar: tile(root, name).querySelector('.avatar') !== null,
    });
    expect(shown('Grace Hopper’s screen')).to.deep.equal({ picture: true, avatar: false });
    room.set({ dataSaver: 'audio-only' });
    for (const name of ['Grace Hopper’s screen', 'Ada Lovelace'])
      expect(shown(name)).to.deep.equal({ picture: false, avatar: true });
    expect(shown('You').picture, 'our own camera').to.equal(true);
  });

  it('show all of a shared screen, large, beside its owner', () => {
    const { root } = show('Call: shared screen');
    const screen = tile(root, 'Grace Hopper’s screen');
    expect(getComputedStyle(screen.querySelector('video')!).objectFit).to.equal('contain');
    const area = ({ width, height }: DOMRect) => width * height;
    const large = area(screen.getBoundingClientRect());
    expect(large).to.be.greaterThan(3 * area(tile(root, 'Grace Hopper').getBoundingClientRect()));
  });

  it('can be pinned and unpinned by their button', () => {
    const { root, room } = show('Call: two');
    const pin = button(root, 'Pin Ada Lovelace')!;
    pin.click();
    expect(room.calls.at(-1)).to.deep.equal(['pin', 'ada', true]);
    expect(pin.ariaLabel).to.equal('Unpin Ada Lovelace');
    pin.click();
    expect(room.calls.at(-1)).to.deep.equal(['pin', 'ada', false]);
  });

  it('can be pinned together: all of them are large, and each can be unpinned', async () => {
    const { root } = show('View: five');
    const areaOf = (name: string) => {
      const { width, height } = tile(root, name).getBoundingClientRect();
      return Math.round(width * height);
    };
    button(root, 'Pin Ada Lovelace')!.click();
    button(root, 'Pin Mary Jackson')!.click();
    // They glide there.
    await until(() => areaOf('Mary Jackson') > 2 * areaOf('Grace Hopper'));
    await until(() => areaOf('Ada Lovelace') === areaOf('Mary Jackson'));
    button(root, 'Unpin Ada Lovelace')!.click();
    await until(() => areaOf('Mary Jackson') > 2 * areaOf('Ada Lovelace'));
    button(root, 'Unpin Mary Jackson')!.click();
    await until(() => areaOf('Mary Jackson') === areaOf('Ada Lovelace'));
    expect(button(root, 'Unpin Mary Jackson')).to.equal(undefined);
  });

  it('float ours over the other in a small box', () => {
    const { root } = show('Call: two', { width: 320, height: 480 });
    const [other, own] = ['Ada Lovelace', 'You'].map((name) => tile(root, name).getBoundingClientRect());
    expect(own!.left).to.be.greaterThan(other!.left);
    expect(own!.right).to.be.lessThan(other!.right);
    expect(own!.bottom).to.be.lessThan(other!.bottom);
  });

  it('float ours over the other even if we joined first', async () => {
    const { root, room } = show('Call: alone', { width: 320, height: 480 });
    room.set({ participants: [participant({ name: 'Grace' })] });
    await until(() => tileNames(root).includes('Grace'));
    expect(uppermost(root, tile(root, 'You').getBoundingClientRect())).to.equal('You');
  });

  it('stay inside the box in every state and size', () => {
    for (const box of [SMALL, { width: 320, height: 480 }, WIDE]) {
      for (const name of [
        'Call: alone',
        'Call: sixteen',
        'Call: shared screen',
        'Call: six, links in every state',
      ]) {
        const { root } = show(name, box);
        const grid = part(root, 'grid')!.getBoundingClientRect();
        for (const element of all(root, '[part~="tile"]')) {
          // It may be on another page.
          if (!element.checkVisibility()) continue;
          const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
          const inside = left >= grid.left && right <= grid.right && top >= grid.top && bottom <= grid.bottom;
          expect(inside && width > 10 && height > 10, `${name} at ${box.width}`).to.equal(true);
        }
      }
    }
  });

  for (const box of [SMALL, { width: 1600, height: 900 }, { width: 3840, height: 2160 }]) {
    for (const count of [1, 2, 5, 16]) {
      it(`of ${count} fill ${box.width} × ${box.height}, without overlaps, with names and controls visible`, async () => {
        const names = Array.from({ length: count - 1 }, (_, index) => `Person ${index + 1}`);
        const { root, room, host } = show('Call: two', box);
        room.set({ participants: names.map((name, index) => person(name, name, index * 22)) });
        const outer = host.getBoundingClientRect();
        const grid = part(root, 'grid')!.getBoundingClientRect();
        expect(tileNames(root)).to.have.members([...names, 'You']);
        // In a small box many have several pages.
        const tiles = all(root, '[part~="tile"]').filter((one) => one.checkVisibility());
        if (count < 16 || box !== SMALL) expect(tiles).to.have.length(count);
        const rects = tiles.map((one) => one.getBoundingClientRect());
        for (const rect of rects) expect(isInside(rect, grid), 'a tile in the grid').to.equal(true);
        expect(isInside(grid, outer), 'the grid in the box').to.equal(true);
        // Two in a small box: ours floats over the other, inside it.
        const floats = count === 2 && box === SMALL;
        rects.forEach((one, index) => {
          for (const other of rects.slice(index + 1))
            expect(overlap(one, other), 'tiles on top of each other').to.equal(floats);
        });
        const area = ({ width, height }: DOMRect) => width * height;
        const used = rects.reduce((sum, rect) => sum + area(rect), 0) / area(grid);
        // A participant alone sees how to invite others, in the rest of it.
        expect(used, 'of the grid in use').to.be.greaterThan(count === 1 ? USED / 6 : USED);
        expect(area(grid) / area(outer), 'of the box for tiles').to.be.greaterThan(0.6);
        for (const one of tiles) {
          const rect = one.getBoundingClientRect();
          if (rect.width <= STAMP.width || rect.height <= STAMP.height) continue;
          const name = part(one, 'tile__name')!;
          // Tiles fade in.
          await until(
            () => name.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
            one.ariaLabel!,
          );
          expect(textOf(name)).to.equal(one.ariaLabel);
          expect(isInside(name.getBoundingClientRect(), rect), 'name').to.equal(true);
        }
        const controls = all(root, '[part~="controls"] button').filter((one) => one.checkVisibility());
        expect(controls.length).to.be.greaterThan(2);
        for (const one of controls) {
          const rect = one.getBoundingClientRect();
          expect(isInside(rect, outer) && rect.width >= 24 && rect.height >= 24, one.ariaLabel!).to.equal(
            true,
          );
          // Points outside the window cannot be checked.
          const seen = root.elementFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
          expect(!seen || seen.closest('button') === one, `${one.ariaLabel} is uncovered`).to.equal(true);
        }
      });
    }
  }

  it('invite others when we are alone', () => {
    const { root, asked } = show('Call: alone');
    expect(textOf(part(root, 'empty'))).to.contain('example.org/calls/standup');
    button(root, 'Copy link')!.click();
    expect(asked).to.deep.equal([['copyLink']]);
    expect(!!button(root, 'Link copied')).to.equal(true);
  });

  it('help users to copy the link by hand where the browser blocks copying', () => {
    const { root, show: draw } = show('Call: alone');
    draw({ copyFailed: true });
    const field = part(root, 'empty__link') as HTMLInputElement;
    field.focus();
    expect(field.value.slice(field.selectionStart!, field.selectionEnd!)).to.equal(
      'https://example.org/calls/standup',
    );
    expect(textOf(part(root, 'empty'))).to.match(/Press (Ctrl\+C|⌘C) to copy the link\./);
    expect(part(root, 'empty__copy') === null).to.equal(true);
  });

  it('offer no link where none leads to this page', () => {
    const { root, show: draw } = show('Call: alone');
    draw({ shareUrl: '' });
    expect(textOf(part(root, 'empty'))).to.equal('You’re the only one here');
  });

  it('mirror our own picture, unless it is not from our front camera', () => {
    const { root, show: draw } = show('Call: two');
    const video = root.querySelector('.self video')!;
    expect(getComputedStyle(video).scale).to.equal('-1 1');
    draw({ unmirrored: true });
    expect(getComputedStyle(video).scale).to.equal('none');
  });

  it('set their stream once: a browser restarts whenever it is set', () => {
    const [camera, microphone, other] = [new MediaStream(), new MediaStream(), new MediaStream()];
    const { root, room } = show('Call: two');
    const ada = (streams: { camera?: MediaStream; microphone?: MediaStream }, speaking = false) =>
      room.set({ participants: [participant({ id: 'ada', name: 'Ada', camera: 'on', streams, speaking })] });
    ada({ camera, microphone });
    const given: [string, unknown][] = [];
    for (const kind of ['video', 'audio']) {
      const element = tile(root, 'Ada').querySelector<HTMLMediaElement>(kind)!;
      expect(element.srcObject === (kind === 'video' ? camera : microphone), kind).to.equal(true);
      let has = element.srcObject;
      Object.defineProperty(element, 'srcObject', {
        get: () => has,
        set: (stream) => {
          has = stream;
          given.push([kind, stream?.id]);
        },
      });
    }
    for (const speaking of [true, false, true]) ada({ camera, microphone }, speaking);
    expect(given).to.deep.equal([]);
    ada({ camera, microphone: other });
    expect(given).to.deep.equal([['audio', other!.id]]);
    ada({ microphone: other });
    expect(given.slice(1)).to.deep.equal([['video', undefined]]);
    ada({ camera, microphone: other });
    tile(root, 'Ada').querySelector('video')!.srcObject = null;
    ada({ camera, microphone: other }, true);
    expect(given.at(-1), 'taken away, and wanted again').to.deep.equal(['video', camera!.id]);
  });

  it('play each voice once, separate from the tiles', () => {
    const microphone = new MediaStream();
    const screenAudio = new MediaStream();
    const { root, room } = show('Call: shared screen');
    room.set({
      participants: [
        participant({ id: 'ada', screen: 'on', screenAudio: 'on', streams: { microphone, screenAudio } }),
      ],
    });
    const sounds = () =>
      (all(root, 'audio') as unknown as HTMLAudioElement[]).map(({ srcObject }) => srcObject);
    expect(sounds()).to.deep.equal([microphone, screenAudio]);
    // A screen share without sound has nothing to play, nor has a link that has not said what is on.
    for (const state of ['off', 'unknown'] as const) {
      room.set({
        participants: [
          participant({ id: 'ada', screen: 'on', screenAudio: state, streams: { microphone, screenAudio } }),
        ],
      });
      expect(sounds(), state).to.deep.equal([microphone]);
    }
    for (const video of all(root, 'video')) expect((video as HTMLVideoElement).muted).to.equal(true);
  });
});

describe('initials and colours', () => {
  it('take the first letters of the first and last word', () => {
    expect(initials('Ada Lovelace')).to.equal('AL');
    expect(initials('  ada  king of lovelace ')).to.equal('AL');
    expect(initials('Plato')).to.equal('P');
    expect(initials('')).to.equal('');
  });

  it('never cut an emoji in half', () => {
    expect(initials('🦊 Fox')).to.equal('🦊F');
  });

  it('depend only on the id', () => {
    expect(hueOf('ada')).to.equal(hueOf('ada'));
    expect(hueOf('ada')).to.not.equal(hueOf('adb'));
    expect(hueOf('')).to.be.within(0, 359);
  });
});
