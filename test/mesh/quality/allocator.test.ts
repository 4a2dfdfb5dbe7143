import { expect } from 'chai';
import { allocate, LEAST, type LinkWish, SOUND } from '../../../src/mesh/quality/allocator.js';
import fc from '../../support/property.js';

const video = fc.record({ need: fc.integer({ min: 0, max: 2_500_000 }), isFirst: fc.boolean() });
const link: fc.Arbitrary<LinkWish<'camera' | 'screen'>> = fc.record(
  {
    most: fc.integer({ min: 0, max: 5_000_000 }),
    sound: fc.integer({ min: 0, max: 100_000 }),
    videos: fc.record({ camera: video, screen: video }, { requiredKeys: [] }),
  },
  { requiredKeys: ['most', 'videos'] },
);
const links = fc.array(link, { maxLength: 15 });
const total = fc.integer({ min: 0, max: 20_000_000 });

const sum = (shares: object) => Object.values(shares).reduce((all: number, one: number) => all + one, 0);
const camera = (need: number, isFirst = false, most = 5_000_000): LinkWish => ({
  most,
  videos: { camera: { need, isFirst } },
});

describe('The uplink', () => {
  it('is never exceeded: neither in all, nor on a link, nor beyond what a video needs', () => {
    fc.assert(
      fc.property(links, total, (wishes, most) => {
        const shares = allocate(wishes, most);
        const sound = sum(wishes.map((wish) => wish.sound ?? SOUND));
        expect(sum(shares.map(sum))).to.be.at.most(Math.max(0, most - sound));
        for (const [index, wish] of wishes.entries()) {
          expect(sum(shares[index]!)).to.be.at.most(Math.max(0, wish.most - (wish.sound ?? SOUND)));
          for (const [name, share] of Object.entries(shares[index]!)) {
            const { need } = wish.videos[name as 'camera']!;
            expect(share).to.be.within(0, need);
            expect(share === 0 || share >= Math.min(LEAST, need) - 1).to.equal(true);
          }
        }
      }),
    );
  });

  it('serves nobody less because they want more, and wastes nothing', () => {
    fc.assert(
      fc.property(
        links,
        total,
        fc.nat(),
        fc.integer({ min: 1, max: 1_000_000 }),
        (wishes, most, at, more) => {
          const index = at % Math.max(1, wishes.length);
          const wish = wishes[index]?.videos.camera;
          if (!wish) return;
          const greedy = wishes.with(index, {
            ...wishes[index]!,
            videos: { ...wishes[index]!.videos, camera: { ...wish, need: wish.need + more } },
          });
          const [before, after] = [allocate(wishes, most), allocate(greedy, most)];
          // A video below the least that is useful is not sent at all.
          const slack = LEAST * 2;
          expect(after[index]!.camera ?? 0).to.be.at.least((before[index]!.camera ?? 0) - slack);
        },
      ),
    );
  });

  it('serves a link no less when there is more in all', () => {
    fc.assert(
      fc.property(links, total, fc.integer({ min: 1, max: 1_000_000 }), (wishes, most, more) => {
        const [before, after] = [allocate(wishes, most), allocate(wishes, most + more)];
        for (const [index, shares] of before.entries())
          expect(sum(after[index]!)).to.be.at.least(sum(shares) - 2 * LEAST);
      }),
    );
  });

  it('is shared equally among equals, and what one cannot use goes to the others', () => {
    const shares = allocate([camera(800_000), camera(800_000), camera(100_000)], 1_220_000);
    expect(shares.map(sum)).to.deep.equal([500_000, 500_000, 100_000]);
  });

  it('goes to screens and large videos first, but everyone has a small picture before', () => {
    const shares = allocate([camera(500_000, true), camera(500_000), camera(500_000)], 500_000);
    expect(shares.map(sum)).to.deep.equal([260_000, 60_000, 60_000]);
  });

  it('is not narrowed for the others by a narrow link', () => {
    const shares = allocate([camera(500_000, false, 100_000), camera(500_000), camera(500_000)], 1_200_000);
    expect(shares.map(sum)).to.deep.equal([60_000, 500_000, 500_000]);
  });

  it('is not left unused because it is too little for everyone', () => {
    // Seven voices leave less than a picture for each.
    const wishes = Array.from({ length: 7 }, () => camera(500_000));
    const shares = allocate(wishes, 7 * SOUND + 7 * LEAST - 3_000).map(sum);
    expect(shares.filter((share) => share >= LEAST)).to.have.length(6);
  });

  it('is not kept for a link that carries no picture anyway', () => {
    const wishes = [camera(500_000, false, SOUND + 10_000), camera(500_000), camera(500_000)];
    const shares = allocate(wishes, 3 * SOUND + 55_000);
    expect(shares.map(sum)).to.deep.equal([0, 27_500, 27_500]);
  });

  it('starves nobody of a picture while another has more than a small one', () => {
    fc.assert(
      fc.property(links, total, (wishes, most) => {
        const shares = allocate(wishes, most);
        for (const [index, { most: room, sound = SOUND, videos }] of wishes.entries()) {
          for (const [name, wish] of Object.entries(videos)) {
            const isStarved = wish.need >= LEAST && !shares[index]![name as 'camera'];
            // Its link carries more than what the others on it get at first.
            if (!isStarved || room - sound < 2 * 60_000) continue;
            for (const [other, its] of shares.entries())
              for (const [which, share = 0] of Object.entries(its))
                if (!wishes[other]!.videos[which as 'camera']!.isFirst) expect(share).to.be.at.most(60_000);
          }
        }
      }),
    );
  });

  it('carries sound alone when it has room for nothing else', () => {
    const shares = allocate([camera(500_000), camera(500_000)], 2 * SOUND + 20_000);
    expect(shares.map(sum)).to.deep.equal([0, 0]);
  });
});
