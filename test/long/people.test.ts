/** Inviting others and the list of people, in two browsers on the real `partykit dev`: a host with a private room, and two guests. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import decodeQR from 'qr/decode.js';
import { makeKeys, mintToken } from '../../party/auth/mint.js';
import { type Driver, openChromium, openFirefox } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

describe('inviting others, and the list of people', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let firefox: Driver;
  let guestPage: string;
  let ada: Person;
  let ben: Person;
  let eve: Person;

  before(async () => {
    const { VR_KEYS, VR_KEY } = await makeKeys('EdDSA');
    [server, pages, chromium, firefox] = await allOf([
      startServer({ VR_ACCESS: 'token', VR_KEYS: VR_KEYS! }),
      startPages(),
      openChromium(),
      openFirefox(),
    ]);
    const page = async (role: 'host' | 'member', attributes = '') => {
      const token = await mintToken(VR_KEY!, { room: 'standup', ttl: 600, role });
      return pages.publish(`<script type="module" src="${server.origin}/video-room.js"></script>
        <video-room room="standup" secret-from="hash" token="${token}" ${attributes} style="block-size: 500px"></video-room>`);
    };
    guestPage = await page('member');
    ada = new Person('Ada', await chromium.newTab());
    ben = new Person('Ben', await firefox.newTab());
    eve = new Person('Eve', await chromium.newTab());
    await ada.enter(await page('host', `share-url="${guestPage}"`));
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), firefox?.close(), pages?.close(), server?.stop()]);
  });

  /** Presses the button with this name. */
  const press = (person: Person, label: string) =>
    until(
      () =>
        person.tab.evaluate((label) => {
          const buttons = document.querySelector('video-room')!.shadowRoot!.querySelectorAll('button');
          const found = [...buttons].find(
            (one) => (one.ariaLabel ?? one.textContent!.trim()) === label && one.getClientRects().length > 0,
          );
          found?.click();
          return !!found;
        }, label),
      `for ${person.name} to press ${label}`,
      PATIENCE,
    );

  /** The link that a phone reads from the QR code on this page: from its pixels. */
  const scan = async (person: Person): Promise<string> => {
    const drawn = () =>
      person.tab.evaluate(async () => {
        const svg = document
          .querySelector('video-room')!
          .shadowRoot!.querySelector('[part~=invite__qr]') as SVGElement | null;
        if (!svg) return null;
        const copy = svg.cloneNode(true) as SVGElement;
        const size = 300;
        copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
        copy.setAttribute('width', `${size}`);
        copy.setAttribute('height', `${size}`);
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
        await image.decode();
        const context = Object.assign(document.createElement('canvas'), {
          width: size,
          height: size,
        }).getContext('2d')!;
        context.fillStyle = '#fff';
        context.fillRect(0, 0, size, size);
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, size, size);
        // One channel is enough, and is smaller on its way.
        return { size, levels: [...data.filter((_, index) => index % 4 === 0)] };
      });
    const { size, levels } = await until(drawn, 'for the code', PATIENCE);
    const data = Uint8Array.from(levels.flatMap((level) => [level, level, level, 255]));
    return decodeQR({ width: size, height: size, data });
  };

  /** The rows of a section of the list, as screen readers read them. */
  const rows = (person: Person, section: string): Promise<string[]> =>
    person.tab.evaluate((section) => {
      const root = document.querySelector('video-room')!.shadowRoot!;
      return [...root.querySelectorAll(`[part~=${section}] li`)].map((row) =>
        [...row.querySelectorAll('bdi, [role=img]')]
          // The microphones of test browsers beep.
          .map((one) => (one.ariaLabel ?? one.textContent)?.replace('Speaking', 'Microphone on'))
          .join(', '),
      );
    }, section);

  const reads = (person: Person, section: string, wanted: string[]) =>
    until(
      async () => {
        const seen = await rows(person, section);
        if (`${seen}` === `${wanted}`) return true;
        throw new Error(`reads ${JSON.stringify(seen)}`);
      },
      `for ${person.name} to read ${JSON.stringify(wanted)}`,
      PATIENCE,
    );

  it('has a QR code that leads into the same private room', async () => {
    await press(ada, 'Invite');
    const link = await scan(ada);
    assert.match(link.slice(guestPage.length), /^#video-room-key=[\w-]{22}$/);
    assert.ok(link.startsWith(guestPage), 'the link is that of share-url');
    await press(ada, 'Close');
    await ben.enter(link);
    await ada.sees('Ben', { link: 'live', verification: 'verified' });
    await ben.sees('Ada', { link: 'live', verification: 'verified' });
  });

  it('invites at any time, also when others are here', async () => {
    await press(ada, 'Invite');
    await eve.enter(await scan(ada));
    await press(ada, 'Close');
    await Promise.all([ada, ben].map((person) => person.sees('Eve', { link: 'live' })));
    await Promise.all(['Ada', 'Ben'].map((name) => eve.sees(name, { link: 'live' })));
  });

  it('lists who is here and what each has on, while people are muted', async () => {
    await press(ada, 'People: 3');
    const all = 'Camera on, Microphone on';
    await reads(ada, 'people__here', [`Ada (you), ${all}`, `Ben, ${all}`, `Eve, ${all}`]);
    await ben.switch('toggleMicrophone', false);
    await reads(ada, 'people__here', [`Ada (you), ${all}`, 'Ben, Camera on, Microphone off', `Eve, ${all}`]);
    await press(ada, 'Actions for Eve');
    await press(ada, 'Mute for everyone');
    await reads(ada, 'people__here', [
      `Ada (you), ${all}`,
      'Ben, Camera on, Microphone off',
      'Eve, Camera on, Muted by the host',
    ]);
  });

  it('reads as a list with names in the accessibility tree', async () => {
    const root = (await ada.tab.page.$('video-room >>> [part~=people]'))!;
    interface Node {
      readonly role: string;
      readonly name?: string;
      readonly children?: readonly Node[];
    }
    const told = ['region', 'heading', 'button', 'list', 'listitem', 'image', 'StaticText'];
    const lines = ({ role, name, children = [] }: Node, depth = 0): string[] => {
      const isTold = told.includes(role);
      const inside = role === 'heading' || role === 'button' ? [] : children;
      return [
        ...(isTold ? [`${'  '.repeat(depth)}${role}${name ? ` "${name}"` : ''}`] : []),
        ...inside.flatMap((child) => lines(child, depth + Number(isTold))),
      ];
    };
    const tree = (await ada.tab.page.accessibility.snapshot({ root, interestingOnly: false })) as Node;
    // How good a connection is, is known some seconds later.
    const settled = lines(tree)
      .filter((line) => !line.endsWith('connection"'))
      .map((line) => line.replace('"Speaking"', '"Microphone on"'));
    assert.deepEqual(settled, [
      'region "People"',
      '  heading "People"',
      '  button "Close"',
      '  button "Invite"',
      '  heading "In the call 3"',
      '  list',
      '    listitem',
      '      StaticText "Ada (you)"',
      '      image "Camera on"',
      '      image "Microphone on"',
      '    listitem',
      '      StaticText "Ben"',
      '      image "Camera on"',
      '      image "Microphone off"',
      '      button "Actions for Ben"',
      '    listitem',
      '      StaticText "Eve"',
      '      image "Camera on"',
      '      image "Muted by the host"',
      '      button "Actions for Eve"',
    ]);
  });

  it('lists hands in the order in which they went up, on every page', async () => {
    await eve.switch('toggleHand', true);
    await reads(ada, 'people__hands', ['Eve']);
    // Hands that go up at the same time have no order: Ben raises his when he has seen that of Eve.
    await ben.sees('Eve', { hand: true });
    await ben.switch('toggleHand', true);
    await reads(ada, 'people__hands', ['Eve', 'Ben']);
    await press(ben, 'People: 3');
    await reads(ben, 'people__hands', ['Eve', 'Ben (you)']);
    await eve.switch('toggleHand', false);
    await reads(ada, 'people__hands', ['Ben']);
    await eve.switch('toggleHand', true);
    await reads(ada, 'people__hands', ['Ben', 'Eve']);
  });

  it('forgets who has left', async () => {
    await eve.leave();
    await reads(ada, 'people__hands', ['Ben']);
    await reads(ada, 'people__here', [
      'Ada (you), Camera on, Microphone on',
      'Ben, Camera on, Microphone off',
    ]);
    await press(ada, 'People: 2');
  });

  it('wrote no error to the console', () => {
    for (const { name, tab } of [ada, ben, eve]) assert.deepEqual(tab.errors, [], `the console of ${name}`);
  });
});
