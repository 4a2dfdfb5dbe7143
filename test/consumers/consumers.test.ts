/**
 * The packed package in projects of its users: each installs the tarball, type-checks strictly, builds, and its page is in a real call with
 * a second one. The party of all calls is `npx video-room serve` of such a project.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { codeBlocks } from '../support/documents.js';
import { type Driver, openChromium, type Tab } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { RawSocket } from '../support/raw-socket.js';
import { registryMissing } from '../support/registry.js';
import { until } from '../support/until.js';
import { type InstallOptions, type Project, type Serving, Workshop } from './project.js';

describe('a project that has installed the package', {
  skip: registryMissing(),
  timeout: 900_000,
  concurrency: 2,
}, () => {
  let workshop: Workshop;
  let node: Project;
  let party: Serving;
  let chromium: Driver;

  before(async () => {
    workshop = new Workshop();
    node = await workshop.install('node');
    party = await node.start('start', ['--port', '0'], { VR_ACCESS: 'open' });
    chromium = await openChromium();
  });
  after(async () => {
    await chromium?.close();
    await workshop?.close();
  });

  /** One call at a time: the machine is small, and builds run beside it. */
  let lastCall: Promise<unknown> = Promise.resolve();
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    const call = lastCall.then(run);
    lastCall = call.catch(() => {});
    return call;
  };

  /** Opens the page twice: both are in the call, see each other, and nothing went wrong. */
  const meets = (url: string) =>
    inTurn(async () => {
      const tabs = await Promise.all([chromium.newTab(), chromium.newTab()]);
      try {
        for (const tab of tabs) await tab.open(url);
        for (const tab of tabs) await until(() => sees(tab), 'for the picture of the other');
        for (const tab of tabs) {
          assert.match(await tab.page.title(), /^joined [\w-]+$/, 'the listener was called');
          assert.deepEqual(tab.errors, []);
        }
      } finally {
        await Promise.all(tabs.map((tab) => tab.close()));
      }
    });

  /** Installs, checks, builds and meets. */
  const build = async (name: string, check: boolean, options?: InstallOptions): Promise<Project> => {
    const project = await workshop.install(name, options);
    if (check) await project.script('check');
    await project.script('build', { VITE_SERVER: party.origin, SERVER: party.origin });
    await meets(`${(await project.serve('dist')).origin}/index.html`);
    return project;
  };
  const works = async (name: string, check: boolean, options?: InstallOptions): Promise<void> =>
    void (await build(name, check, options));

  it('with a script tag, from its own `npx video-room serve`', async () => {
    const pages = await startPages();
    try {
      await meets(
        pages.publish(`<!doctype html><title>Script tag</title>
          <script type="module" src="${party.origin}/video-room.js"></script>
          <video-room room="script-tag" without-lobby></video-room>
          <script>
            document.querySelector('video-room').addEventListener('room-joined', ({ detail }) => {
              document.title = 'joined ' + detail.participantId;
            });
          </script>`),
      );
    } finally {
      await pages.close();
    }
  });

  it('with Vite and TypeScript', () => works('vite', true));

  it('with React 19, StrictMode and hydration', () => works('react', true));

  it('with React 18, StrictMode and hydration', () => works('react-18', true, { over: ['react'] }));

  it('with Vue and strict templates', () => works('vue', true));

  it('with Svelte 5', () => works('svelte', true));

  it('with Preact', () => works('preact', true));

  it('with Solid', () => works('solid', true));

  it('with Next, whose server renders the page', async () => {
    const project = await workshop.install('next');
    await project.script('build', { NEXT_PUBLIC_SERVER: party.origin });
    await project.script('check');
    const site = await project.start('start', ['--port', '0']);
    const html = await (await fetch(site.origin)).text();
    assert.match(html, /<video-room room="next" [^>]*without-lobby=""/);
    await meets(site.origin);
    await site.stop();
  });

  it('with esbuild, and nothing that only servers need is in its bundle', async () => {
    const project = await build('esbuild', false);
    const { inputs } = JSON.parse(readFileSync(project.path('meta.json'), 'utf8'));
    const packages = Object.keys(inputs).map((path) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    assert.ok(packages.includes('video-room'));
    assert.deepEqual(
      SERVER_PACKAGES.filter((name) => packages.includes(name)),
      [],
    );
  });

  it('with webpack', () => works('webpack', false));

  it('with an interface of its own, as the documentation shows it', async () => {
    const project = await workshop.install('headless');
    const example = codeBlocks().find(({ source }) => source.endsWith('headless.md'))!;
    mkdirSync(project.path('src'));
    writeFileSync(project.path('src/main.ts'), example.code.replace('https://rtc.example.com', party.origin));
    await project.script('check');
    await project.script('build');
    const site = await project.serve('dist');
    await inTurn(async () => {
      const tabs = await Promise.all([chromium.newTab(), chromium.newTab()]);
      for (const tab of tabs) {
        await tab.open(`${site.origin}/index.html`);
        await tab.page.click('#join');
      }
      for (const tab of tabs) await until(() => tab.evaluate(plays), 'for a picture');
      for (const tab of tabs) assert.deepEqual(tab.errors, []);
      await Promise.all(tabs.map((tab) => tab.close()));
    });
  });

  it('in Node, where every module can be imported on a server', async () => {
    // A server that only renders pages leaves out what only parties need.
    const ssr = await workshop.install('ssr', { options: ['--omit=optional'] });
    for (const name of SERVER_PACKAGES) assert.ok(!existsSync(ssr.path('node_modules', name)), name);
    const { exports } = JSON.parse(readFileSync(ssr.path('node_modules/video-room/package.json'), 'utf8'));
    // The scripts for script tags are for browsers.
    const modules = Object.keys(exports).filter((name) => !/\*|\.json$|\.js$/.test(name));
    const [party, page] = [true, false].map((isParty) =>
      modules
        .filter((name) => name.startsWith('./party') === isParty)
        // Cloudflare's own modules exist in its runtime only.
        .filter((name) => name !== './party/worker')
        .map((name) => `await import('${name.replace('.', 'video-room')}');`),
    );
    assert.ok(party!.length >= 3 && page!.length >= 9, modules.join());
    await ssr.run(process.execPath, '--input-type=module', '--eval', page!.join(''));
    await node.run(process.execPath, '--input-type=module', '--eval', party!.join(''));
  });

  it('with PartyKit, and its own word on who comes in', async () => {
    const project = await workshop.install('partykit');
    await project.script('check');
    const serving = await project.start('start', [
      ...['--port', '0', '--persist', 'false', '--no-hotkeys', '--disable-request-cf-fetch'],
      ...['--var', 'USER_ALLOWED=ada'],
    ]);
    await letsInOnlyAda(serving);
    await serving.stop();
  });

  it('with PartyServer on Cloudflare, and its own word on who comes in', async () => {
    const project = await workshop.install('partyserver');
    await project.script('check');
    await project.script('build');
    const serving = await project.start(
      'start',
      ['--port', '0', '--inspector-port', '0', '--var', 'USER_ALLOWED:ada'],
      { WRANGLER_SEND_METRICS: 'false', CI: 'true' },
    );
    await letsInOnlyAda(serving);
    await serving.stop();
  });
});

/** The packages that package.json calls optional. */
const SERVER_PACKAGES = ['jose', 'ws', '@noble/hashes', 'partyserver'];

/** Whether a page shows one other participant, over a live link, with a camera that is on. */
function sees(tab: Tab): Promise<boolean> {
  return tab.evaluate(() => {
    const others = document.querySelector('video-room')?.participants ?? [];
    return others.length === 1 && others[0]!.link === 'live' && others[0]!.camera === 'on';
  });
}

/** Whether a page plays a picture. */
function plays(): boolean {
  return Array.from(document.querySelectorAll('video')).some(
    ({ videoWidth, paused }) => videoWidth > 2 && !paused,
  );
}

/** The party of a project obeys its `authorize`. */
async function letsInOnlyAda({ port }: Serving): Promise<void> {
  const hello = async (user: string) => {
    const url = `http://127.0.0.1:${port}/parties/main/standup`;
    return (await RawSocket.dial(url, { 'x-user': user })).send({ type: 'hello', v: 2, sid: user });
  };
  const ada = await hello('ada');
  assert.ok((await ada.first('welcome')).self.grants?.includes('kick'));
  const { member } = await ada.send({ type: 'join', name: 'x', offers: [] }).first('joined');
  assert.equal(member.name, 'ada of standup');
  const eve = await hello('eve');
  assert.equal((await eve.first('error')).code, 'forbidden');
}
