/** The element on difficult pages, as they occur in reality: sandboxes, shortcuts, resets, frames, old libraries. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Frame } from 'puppeteer-core';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { allOf } from '../support/venue.js';

let server: Server;
let pages: Pages;
let chromium: Driver;
const open: Tab[] = [];

/** The element with its usual attributes. */
const element = (room: string, attributes = '') =>
  `<script type="module" src="${server.origin}/video-room.js"></script><video-room room="${room}" ${attributes}></video-room>`;
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

async function tabAt(html: string, headers?: Record<string, string>): Promise<Tab> {
  const tab = await chromium.newTab();
  open.push(tab);
  await tab.open(pages.publish(`<!doctype html><title>page</title><body>${html}`, headers));
  return tab;
}

/** Puppeteer's own wait looks for changes in the document, but ours are in the shadow root. */
const partOf = (frame: Pick<Frame, '$'>, selector: string) =>
  until(() => frame.$(`video-room >>> ${selector}`));

/** The state of the element, in any frame of the page. */
const stateIn = (tab: Tab, frame = 0) =>
  until(async () => {
    const target = frame ? tab.page.frames()[frame]! : tab.page.mainFrame();
    return target.evaluate(() => document.querySelector('video-room')?.state);
  });

const joined = (tab: Tab, frame = 0) =>
  until(async () => (await stateIn(tab, frame)) === 'joined', 'until it is in the call');

before(async () => {
  [server, pages, chromium] = await allOf([startServer(), startPages(), openChromium()]);
});
after(() => Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]));
afterEach(async () => {
  await Promise.all(open.splice(0).map((tab) => tab.close()));
});

describe('a page around the element', () => {
  it('that sandboxes it without allow-forms lets people join by button and by Enter, and write', async () => {
    for (const way of ['click', 'Enter']) {
      const name = `sandboxed-${way.toLowerCase()}`;
      const other = new Person('Grace', await tabAt(element(name)));
      await other.join();
      const tab = await tabAt(
        `<iframe sandbox="allow-scripts allow-same-origin" allow="camera; microphone" width="900" height="600" srcdoc="${escaped(element(name))}"></iframe>`,
      );
      const frame = await until(() => tab.page.frames()[1]);
      const input = await partOf(frame, 'input');
      if (way === 'Enter') await input.press('Enter');
      else await (await partOf(frame, '[part~=lobby__join]')).click();
      await joined(tab, 1);
      // The state changes before it is drawn.
      const press = (part: string) =>
        until(() =>
          frame.evaluate((part) => {
            const root = document.querySelector('video-room')!.shadowRoot!;
            const found = root.querySelector<HTMLElement>(`[part~=${part}]`);
            found?.click();
            return !!found;
          }, part),
        );
      await press('control-chat');
      await (await partOf(frame, 'textarea')).type('hello');
      await press('chat__send');
      await until(
        () =>
          other.tab.evaluate(
            () => !!document.querySelector('video-room')!.shadowRoot!.textContent?.includes('hello'),
          ),
        'until the message is there',
      );
    }
  });

  it('with shortcuts of its own gets no key that is typed into the element', async () => {
    const tab = await tabAt(`${element('shortcuts')}<script>
      heard = [];
      for (const target of [window, document, document.body])
        for (const capture of [false, true])
          target.addEventListener('keydown', (event) => {
            const { tagName, isContentEditable } = event.target;
            if (/^(INPUT|TEXTAREA|SELECT)$/.test(tagName) || isContentEditable) return;
            heard.push(event.key);
            if (event.key.length === 1) event.preventDefault();
          }, capture);
    </script>`);
    const input = await partOf(tab.page, 'input');
    await input.type('some frank notes');
    const typed = () =>
      tab.evaluate(() => [
        document.querySelector('video-room')!.shadowRoot!.querySelector('input')!.value,
        (globalThis as unknown as { heard: string[] }).heard.join(),
      ]);
    assert.deepEqual(await typed(), ['some frank notes', '']);
    await input.press('Tab');
    await tab.page.keyboard.press('x');
    assert.match((await typed())[1]!, /x/);
  });

  for (const reset of ['all: unset', 'all: revert', 'all: initial', 'all: unset !important']) {
    it(`that resets everything with "${reset}" has a call with tiles`, async () => {
      const tab = await tabAt(
        `<style>* { ${reset} } body { display: block; padding: 20px }</style>${element('reset')}`,
      );
      await tab.page.setViewport({ width: 1000, height: 800 });
      await new Person('Ada', tab).join();
      const boxes = () =>
        tab.evaluate(() => {
          const root = document.querySelector('video-room')!.shadowRoot!;
          const boxOf = (selector: string) => root.querySelector(selector)!.getBoundingClientRect();
          const tile = boxOf('[part~=tile]');
          const bar = boxOf('[part~=controls]');
          const stage = boxOf('[part~=stage]');
          return {
            tile: tile.height,
            bar: bar.bottom - stage.bottom,
            width: stage.width,
            height: stage.height,
          };
        });
      // Tiles grow to their size.
      await until(async () => {
        const seen = await boxes();
        const isWhole = seen.tile > 200 && seen.width > 500 && seen.height > 300 && seen.bar <= 0;
        assert.ok(isWhole, JSON.stringify(seen));
        return true;
      }, 'for a call with tiles');
    });
  }

  it('can still set its size and hide it', async () => {
    const tab = await tabAt(
      `<style>video-room { width: 500px; height: 333px; border-radius: 3px }</style>${element('sized')}<button></button>`,
    );
    const [size, radius] = await tab.evaluate(async () => {
      await customElements.whenDefined('video-room');
      const one = document.querySelector('video-room')!;
      await one.updateComplete;
      const frame = one.shadowRoot!.firstElementChild!;
      const { width, height } = frame.getBoundingClientRect();
      return [`${width} ${height}`, getComputedStyle(frame).borderRadius];
    });
    assert.deepEqual([size, radius], ['500 333', '3px']);
    for (const style of ['display: none', 'visibility: hidden']) {
      const isSeen = await tab.evaluate((style) => {
        const one = document.querySelector('video-room')!;
        one.setAttribute('style', style);
        return one.shadowRoot!.querySelector('button')!.checkVisibility({ checkVisibilityCSS: true });
      }, style);
      assert.equal(isSeen, false, style);
    }
  });

  it('with its own text styles does not change ours, but sets font, color scheme and direction', async () => {
    const styles = `text-transform: uppercase; text-indent: 50px; word-spacing: 20px; letter-spacing: 9px; text-shadow: 0 0 9px red;
      white-space: pre; cursor: wait; text-align: right; font: italic 900 40px/3 serif; font-variant: small-caps; list-style: square;
      text-decoration: underline; hyphens: auto; user-select: none; quotes: none; line-break: anywhere; tab-size: 99; writing-mode: vertical-rl;
      color: red; -webkit-text-stroke: 3px red; text-emphasis: dot; word-break: break-all; text-wrap: nowrap; caret-color: red`;
    const lookOf = (tab: Tab) =>
      tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        const one = document.querySelector('video-room')!;
        await one.updateComplete;
        const parts = ['h2', 'p', 'input', '[part~=lobby__join]'].map(
          (name) => one.shadowRoot!.querySelector(name)!,
        );
        return parts.map((part) => {
          const style = getComputedStyle(part);
          const names = [
            'text-transform',
            'text-indent',
            'word-spacing',
            'letter-spacing',
            'text-shadow',
            'white-space',
            'cursor',
            'text-align',
            'font-style',
            'font-weight',
            'font-size',
            'font-variant',
            'line-height',
            'hyphens',
            'user-select',
            'word-break',
            'tab-size',
            'writing-mode',
            'color',
            '-webkit-text-stroke-width',
            'text-emphasis',
            'caret-color',
            'text-wrap',
            'direction',
            'color-scheme',
          ];
          return names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ');
        });
      });
    const plain = await lookOf(await tabAt(`<div>${element('texts')}</div>`));
    assert.deepEqual(await lookOf(await tabAt(`<div style="${styles}">${element('texts')}</div>`)), plain);
    const told = await lookOf(
      await tabAt(
        `<div dir="rtl" style="color-scheme: dark; --video-room-font: serif">${element('texts')}</div>`,
      ),
    );
    assert.match(told[0]!, /direction: rtl; color-scheme: dark/);
  });

  const others = {
    'a frame': `<iframe width="700" height="500" srcdoc="<body>"></iframe><button onclick="there = document.querySelector('iframe').contentDocument">Open</button>`,
    'a pop-up': `<button onclick="there = open('about:blank', '', 'popup,width=700,height=500').document">Open</button>`,
    'a picture-in-picture window': `<button onclick="documentPictureInPicture.requestWindow({ width: 700, height: 500 }).then(({ document }) => { there = document; })">Open</button>`,
  };
  for (const [kind, opener] of Object.entries(others)) {
    it(`that moves it into ${kind} and back keeps its styles, and the call`, async () => {
      const room = `moved-${Object.keys(others).indexOf(kind)}`;
      const tab = await tabAt(`${opener}<script>var there</script>${element(room)}`);
      const other = new Person('Grace', await tabAt(element(room)));
      await other.join();
      const ada = new Person('Ada', tab);
      await ada.join();
      await ada.sees('Grace', { link: 'live' });
      await tab.page.bringToFront();
      await tab.page.click('button');
      await until(() => tab.evaluate(() => !!(globalThis as unknown as { there?: Document }).there));
      const looks = () =>
        tab.evaluate(() => {
          const one = (globalThis as unknown as { one: HTMLElement & { state: string } }).one;
          const root = one.shadowRoot!;
          const tile = root.querySelector('[part~=tile]')!;
          const view = one.ownerDocument.defaultView!;
          return [
            one.state,
            view === window,
            view.getComputedStyle(tile).position,
            view.getComputedStyle(root.querySelector('[part~=control]')!).borderRadius,
            root.querySelector('video')!.paused,
          ].join(' ');
        });
      const move = (there: boolean) =>
        tab.evaluate((there) => {
          const page = globalThis as unknown as { one: Element; there: Document };
          page.one ??= document.querySelector('video-room')!;
          (there ? page.there : document).body.append(page.one);
        }, there);
      for (const there of [true, false, true]) {
        await move(there);
        await until(
          async () => (await looks()) === `joined ${!there} absolute 99px false`,
          `moved ${there}`,
        ).catch(async (error) => {
          throw new Error(`${await looks()}`, { cause: error });
        });
      }
      // Parts loaded later have their styles there too.
      await tab.evaluate(async () => {
        const { one } = globalThis as unknown as { one: HTMLElement };
        one.shadowRoot!.querySelector<HTMLElement>('[part~=control-settings], [part~=control-more]')!.click();
      });
      await until(() =>
        tab.evaluate(() => {
          const { one } = globalThis as unknown as { one: HTMLElement };
          const popover = one.shadowRoot!.querySelector('[part~=popover]');
          return (
            !!popover && one.ownerDocument.defaultView!.getComputedStyle(popover).position === 'absolute'
          );
        }),
      );
      if (kind === 'a frame') {
        // The size is observed there.
        await tab.evaluate(() => document.querySelector('iframe')!.setAttribute('width', '300'));
        await until(() =>
          tab.evaluate(() => {
            const { one } = globalThis as unknown as { one: HTMLElement };
            return !!one.shadowRoot!.querySelector('[part~=control-more]');
          }),
        );
      }
      await other.sees('Ada', { link: 'live' });
      await ada.tab.evaluate(() => {
        const { one } = globalThis as unknown as { one: HTMLElement & { leave(): void } };
        one.leave();
      });
    });
  }

  it('that creates the element in a frame from the start shows it with styles', async () => {
    const tab = await tabAt(
      `<script type="module" src="${server.origin}/video-room.js"></script><iframe width="700" height="500" srcdoc="<body>"></iframe>`,
    );
    const display = await until(() =>
      tab.evaluate(async () => {
        await customElements.whenDefined('video-room');
        const one = document.createElement('video-room');
        one.room = 'framed';
        const inside = document.querySelector('iframe')!.contentDocument!;
        inside.body.append(one);
        await one.updateComplete;
        return inside.defaultView!.getComputedStyle(one.shadowRoot!.querySelector('[part~=lobby]')!).display;
      }),
    );
    assert.equal(display, 'grid');
    assert.deepEqual(tab.errors, []);
  });

  it('of another origin, without clipboard access, shows the link and the keys that copy it', async () => {
    const framed = pages
      .publish(`<!doctype html>${element('copied', 'without-lobby')}`)
      .replace('localhost', '127.0.0.1');
    const tab = await tabAt(
      `<iframe allow="camera; microphone" width="900" height="600" src="${framed}"></iframe>`,
    );
    await joined(tab, 1);
    const frame = tab.page.frames()[1]!;
    // A locator clicks when the button has stopped moving: tiles glide to their places.
    await frame.locator('video-room >>> [part~=empty__copy]').click();
    const shown = () =>
      frame.evaluate(() => {
        const root = document.querySelector('video-room')!.shadowRoot!;
        const field = root.querySelector<HTMLInputElement>('[part~=empty__link]')!;
        return [
          root.activeElement === field && field.value.slice(field.selectionStart!, field.selectionEnd!),
          root.querySelector('[part~=empty]')!.textContent,
        ];
      });
    await until(async () => {
      const [selected, text] = await shown();
      assert.equal(selected, framed);
      assert.match(`${text}`, /Press (Ctrl\+C|⌘C) to copy the link\./);
      return true;
    }, 'for the selected link');
  });

  it('that has it in a frame without an address offers no link, unless it provides one', async () => {
    const tab = await tabAt(
      `<iframe allow="camera; microphone" width="900" height="600" srcdoc="${escaped(element('srcdoc', 'without-lobby'))}"></iframe>`,
    );
    await joined(tab, 1);
    const textOf = () =>
      tab.page
        .frames()[1]!
        .evaluate(
          () =>
            document.querySelector('video-room')!.shadowRoot!.querySelector('[part~=empty]')?.textContent ??
            '',
        );
    await until(async () => (await textOf()).includes('only one here'));
    assert.doesNotMatch(await textOf(), /Copy link|about:/);
    await tab.page
      .frames()[1]!
      .evaluate(() =>
        document.querySelector('video-room')!.setAttribute('share-url', 'https://page.example/call'),
      );
    await until(async () => (await textOf()).includes('page.example/call'));
  });

  it('that shows it, or an ancestor, in full screen has it without round corners', async () => {
    const tab = await tabAt(
      `<style>body { margin: 0 } div, video-room { width: 100%; height: 100% }</style><div>${element('full')}</div>`,
    );
    const radius = () =>
      tab.evaluate(
        () =>
          getComputedStyle(document.querySelector('video-room')!.shadowRoot!.firstElementChild!).borderRadius,
      );
    await until(async () => (await radius()) === '14px');
    for (const what of ['video-room', 'div']) {
      await tab.evaluate((what) => document.querySelector(what)!.requestFullscreen(), what);
      await until(async () => (await radius()) === '0px', what);
      await tab.evaluate(() => document.exitFullscreen());
      await until(async () => (await radius()) === '14px');
    }
  });

  it('with Prototype.js has calls like any other', async () => {
    const library = `<script>
      const text = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']'; };
      Array.prototype.toJSON = text;
      Object.prototype.toJSON = function () { return '{}'; };
      Array.from = function (iterable) { return iterable && iterable.length ? [].concat(iterable) : []; };
      Array.prototype.entries = Array.prototype.toArray = function () { return [].concat(this); };
      Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
      Array.prototype.clone = Array.prototype.compact = function () { return this; };
    </script>`;
    const [ada, grace] = [
      new Person('Ada', await tabAt(library + element('prototype'))),
      new Person('Grace', await tabAt(element('prototype'))),
    ];
    await grace.join();
    await ada.join();
    await Promise.all([
      ada.sees('Grace', { link: 'live' }),
      grace.sees('Ada', { link: 'live', microphone: 'on' }),
    ]);
    await ada.tab.evaluate(async () => {
      const one = document.querySelector('video-room')!;
      await one.sendMessage('from an old page');
      await one.sendData({ list: [1, [2]] });
    });
    await until(
      () =>
        grace.tab.evaluate(
          () => !!document.querySelector('video-room')!.shadowRoot!.textContent?.includes('from an old page'),
        ),
      'until the message is there',
    );
  });

  it('with ICE servers that no browser accepts has calls, and gets a warning', async () => {
    const bad = JSON.stringify([{ urls: 'stun.example.org:3478' }, { urls: 'stun:host:3478?transport=udp' }]);
    const people = [];
    for (const name of ['Ada', 'Grace']) {
      people.push(new Person(name, await tabAt(element('ice', `ice-servers='${bad}'`))));
      await people.at(-1)!.join();
    }
    const [ada, grace] = people as [Person, Person];
    await Promise.all([ada.sees('Grace', { link: 'live' }), grace.sees('Ada', { link: 'live' })]);
  });

  it('lets users give up while the server cannot be reached, and says so', async () => {
    const tab = await tabAt(
      `<script type="module" src="${server.origin}/video-room.js"></script><video-room room="dead" server="http://localhost:9"></video-room>`,
    );
    const textOf = () =>
      tab.evaluate(() => document.querySelector('video-room')!.shadowRoot!.textContent!.replace(/\s+/g, ' '));
    // The gate opens by itself here, because devices are permitted.
    await until(async () => (await textOf()).includes('can’t reach the server'));
    assert.doesNotMatch(await textOf(), /No one is here/);
    // Within the page: an attempt fails with the next dial, and then there is nothing to cancel.
    const shown = await tab.evaluate(async () => {
      const call = document.querySelector('video-room')!;
      const press = (part: string) => call.shadowRoot!.querySelector<HTMLElement>(`[part~=${part}]`)?.click();
      press('lobby__join');
      await call.updateComplete;
      const text = call.shadowRoot!.textContent!;
      press('lobby__cancel');
      return { text, state: call.state };
    });
    assert.match(shown.text, /can’t reach the server/);
    assert.match(shown.text, /Joining….*Cancel/s);
    assert.equal(shown.state, 'lobby');
    await until(async () => !(await textOf()).includes('Joining…'));
    const code = await tab.evaluate(() =>
      document
        .querySelector('video-room')!
        .join()
        .catch((error: { code: string }) => error.code),
    );
    assert.equal(code, 'server-unreachable');
    await until(async () => /can’t reach the server.*attempt \d/.test(await textOf()));
  });
});
