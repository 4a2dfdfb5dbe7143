/**
 * A call over TURN only, with a real coturn that shares a secret with the party: it only accepts current credentials from the
 * party. The lab does the same across separate networks (`test/lab/minted.ts`); this test needs no root.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readIceServers } from '../../src/protocol/ice-servers.js';
import { allocate } from '../lab/allocate.js';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { RawSocket } from '../support/raw-socket.js';
import {
  assertTakesOnly,
  type Credentials,
  hasTurnServer,
  turnServerCommand,
} from '../support/turn-server.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

const HOST = '127.0.0.1';
const SECRET = 'shared-with-the-party';
const skip = hasTurnServer()
  ? false
  : 'There is no turnserver on this machine: install coturn (apt-get install coturn).';

/** A free port. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

describe('a call over TURN only, with credentials from the party', { timeout: SUITE_TIMEOUT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vrturn-'));
  let port: number;
  let turn: ChildProcess;
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  const ask = (one: Credentials) => allocate({ host: HOST, port, ...one });

  before(async () => {
    if (skip) return;
    port = await freePort();
    // Both ends of each path are on this machine, which coturn forbids by default.
    const [command, ...args] = turnServerCommand({ host: HOST, port, folder, secret: SECRET });
    turn = spawn(command!, [...args, '--allow-loopback-peers'], { stdio: 'ignore' });
    const answers = () => ask({ username: '1:nobody', credential: 'x' }).then((code) => code === 401);
    await until(answers, 'for the TURN server to listen');
    const urls = `turn:${HOST}:${port}?transport=udp`;
    [server, pages, chromium] = await allOf([
      startServer({ VR_TURN_URLS: urls, VR_TURN_SECRET: SECRET }),
      startPages(),
      openChromium(),
    ]);
  });
  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
    if (turn && turn.exitCode === null) {
      turn.kill();
      await once(turn, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('connects participants who may use nothing else', { skip }, async () => {
    const url = pages.publish(`<!doctype html><title>relay</title><body>
      <script type="module" src="${server.origin}/video-room.js"></script>
      <video-room room="relay" server="${server.origin}" relay-only style="block-size: 500px"></video-room>`);
    const [ada, ben] = [
      new Person('Ada', await chromium.newTab()),
      new Person('Ben', await chromium.newTab()),
    ];
    await ada.enter(url);
    await ben.enter(url);
    const path = 'relayed';
    await Promise.all([ada.sees('Ben', { path }), ben.sees('Ada', { path })]);
    await Promise.all([ada.watches('Ben'), ben.watches('Ada')]);
    await Promise.all([ada.tab.close(), ben.tab.close()]);
  });

  it('refuses credentials that have expired, are made with another secret, or were changed to last longer', {
    skip,
  }, async (t) => {
    const socket = await RawSocket.dial(`${server.origin}/parties/main/relay`);
    const { ice } = await socket.send({ type: 'hello', v: 2, sid: 'eve' }).first('welcome');
    socket.lose();
    const [made] = readIceServers(ice.servers).servers.filter(
      (one) => one.username && one.credential,
    ) as Credentials[];
    assert.ok(made, 'the party gives credentials to a visitor');
    await assertTakesOnly(made, SECRET, ask, (text) => t.diagnostic(text));
  });
});
