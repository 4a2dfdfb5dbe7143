/**
 * The behaviour common to all platforms of the party: `partykit dev`, `wrangler dev` and the Node adapter, one after the other,
 * or only the one in `$ENGINE`. No browsers: pages and raw sockets ask, and compare.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ENGINES, type Engine, engineOf, startParty } from '../../demo/party-process.js';
import { type Server, startServer } from '../support/party-process.js';
import { post, RawSocket } from '../support/raw-socket.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';

const engines: readonly Engine[] = process.env.ENGINE ? [engineOf()] : ENGINES;

/** A frame over 1 MiB, which no party reads. */
const HUGE = 'x'.repeat(1_100_000);

interface Member {
  socket: RawSocket;
  id: string;
  sid: string;
  seq: number;
  resume: string;
}

for (const engine of engines) {
  describe(`a party on ${engine}`, { timeout: SUITE_TIMEOUT }, () => {
    const storage = mkdtempSync(join(tmpdir(), 'video-room-homes-'));
    let server: Server;

    before(async () => {
      server = await startServer({}, { engine, persist: storage });
    });
    after(async () => {
      await server?.stop();
      rmSync(storage, { recursive: true, force: true });
    });

    const addressOf = (path: string) => `http://127.0.0.1:${server.port}${path}`;
    const dial = (room: string) => RawSocket.dial(addressOf(`/parties/main/${room}`));
    const hello = async (room: string, sid: string, resume?: string) =>
      (await dial(room)).send({ type: 'hello', v: 2, sid, resume });
    async function member(room: string, sid: string): Promise<Member> {
      const socket = await hello(room, sid);
      await socket.first('welcome');
      const { member, resume } = await socket.send({ type: 'join', name: sid, offers: [] }).first('joined');
      return { socket, id: member.id, sid, seq: member.seq, resume: resume! };
    }
    const heard = (by: Member, type: string, of: Member) =>
      until(
        () => by.socket.frames.some((frame) => frame.type === type && 'id' in frame && frame.id === of.id),
        `${by.sid} to hear that ${of.sid} is ${type}`,
      );

    it('introduces people to each other', async () => {
      const [ada, ben] = [await member('meet', 'ada'), await member('meet', 'ben')];
      ben.socket.send({ type: 'signal', to: ada.id, toSid: 'ada', gen: 0, n: 1, payload: 'b' });
      const { from, fromSid, payload } = await ada.socket.first('signal');
      assert.deepEqual([from, fromSid, payload], [ben.id, 'ben', 'b']);
      for (const { socket } of [ada, ben]) socket.send({ type: 'bye' });
    });

    it('answers 404 for another party, and for a path that is not a room', async () => {
      for (const path of [
        '/parties/other/standup',
        '/parties/main/',
        '/parties/main/standup/more',
        '/party/standup',
      ]) {
        // B16: `wrangler dev` can end over a body that nobody has read.
        const body = engine === 'worker' ? null : 'x';
        assert.equal((await fetch(addressOf(path), { method: 'POST', body })).status, 404, path);
        assert.equal((await RawSocket.dial(addressOf(path))).refused, 404, path);
      }
      for (const name of ['__proto__', 'constructor', 'toString']) {
        // B15: on `partykit dev` its own router fails before the party is asked.
        const status = engine === 'partykit' ? 500 : 404;
        const path = `/parties/${name}/standup`;
        assert.equal((await fetch(addressOf(path))).status, status, path);
        assert.equal((await RawSocket.dial(addressOf(path))).refused, status, path);
      }
      const odd = await dial('%61da');
      assert.deepEqual(await odd.first('error'), { type: 'error', code: 'room-invalid', fatal: true });
      assert.equal(await odd.end(), 4404);
    });

    it('serves the pages, and the script to pages of any origin', async () => {
      const page = await fetch(addressOf('/'));
      assert.match(await page.text(), /"\/video-room.js"/);
      const script = await fetch(addressOf('/video-room.js'), { headers: { origin: 'https://example.org' } });
      assert.equal(script.headers.get('access-control-allow-origin'), '*');
      assert.match(script.headers.get('content-type') ?? '', /javascript/);
      const text = await script.text();
      assert.equal((await fetch(addressOf('/nothing.js'))).status, 404);
      // `partykit dev` has no cache headers.
      if (engine === 'partykit') return;
      assert.match(script.headers.get('cache-control') ?? '', /must-revalidate/);
      const etag = script.headers.get('etag')!;
      const again = await fetch(addressOf('/video-room.js'), { headers: { 'if-none-match': etag } });
      assert.equal(again.status, 304);
      const [chunk] = /chunks\/[\w-]+\.js/.exec(text)!;
      const kept = await fetch(addressOf(`/${chunk}`));
      assert.equal(kept.headers.get('access-control-allow-origin'), '*');
      assert.match(kept.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    });

    it('treats a binary frame like any invalid frame, and reads none of more than 1 MiB', async () => {
      const [ada, eve] = [await member('frames', 'ada'), await member('frames', 'eve')];
      eve.socket.sendRaw(new Uint8Array(100));
      assert.equal((await eve.socket.first('error')).code, 'bad-message');
      eve.socket.sendRaw(HUGE);
      await heard(ada, 'away', eve);
      eve.socket.lose();
      // The room goes on.
      const ben = await member('frames', 'ben');
      for (const { socket } of [ada, ben]) socket.send({ type: 'bye' });
    });

    it('closes a socket after sending the reason', async () => {
      const socket = await hello('closing', 'ada');
      await socket.first('welcome');
      for (let n = 0; n < 5; n++) socket.sendRaw('garbage');
      assert.equal(await socket.end(), 4400);
      assert.deepEqual(socket.frames.at(-1), { type: 'error', code: 'bad-message', fatal: true });
    });

    it('learns from a closing page by HTTP that it leaves', async () => {
      const [ada, ben] = [await member('leaving', 'ada'), await member('leaving', 'ben')];
      assert.equal(await post(addressOf('/parties/main/leaving'), ben.resume), 204);
      await heard(ada, 'left', ben);
      // For a room that never existed the answer is the same, and no room is created.
      assert.equal(await post(addressOf('/parties/main/never'), ben.resume), 204);
      ada.socket.send({ type: 'bye' });
    });

    it('lets everyone resume after it was killed', async () => {
      const room = 'lasting';
      const [ada, ben] = [await member(room, 'ada'), await member(room, 'ben')];
      await server.crash();
      server = await startServer({}, { engine, port: server.port, persist: storage });
      const back = await hello(room, 'ben', ben.resume);
      const { self, roster } = await back.first('welcome');
      assert.deepEqual([self.id, self.seq], [ben.id, ben.seq]);
      assert.deepEqual(
        roster.map(({ id, seq }) => [id, seq]),
        [[ada.id, ada.seq]],
      );
      const again = await hello(room, 'ada', ada.resume);
      assert.equal((await again.first('welcome')).self.seq, ada.seq);
      // The tokens survive the process, and an invented token restores nothing.
      const forged = await hello(room, 'eve', `${ada.resume.slice(0, -4)}AAAA`);
      assert.equal((await forged.first('welcome')).self.seq, undefined);
      for (const socket of [back, again]) socket.send({ type: 'bye' });
      forged.lose();
    });

    it('ends when told to; sockets are closed with a code that means “come back later”', async () => {
      const { socket } = await member('ending', 'ada');
      await server.stop();
      await until(() => socket.isGone, 'the end of the socket');
      // Service restart. On workerd there is no close frame (1006).
      if (engine === 'node') assert.equal(socket.closed, 1012);
      server = await startServer({}, { engine, persist: storage });
    });
  });
}

describe('A party that has ended', () => {
  it('leaves no process behind, not even one that waits for its sockets', async () => {
    // In the group of the party, and deaf to SIGTERM.
    const waiting = `(trap '' TERM; exec sleep 600) </dev/null >/dev/null 2>&1 & echo "waits: $!"; exec "$0" "$@"`;
    let pid = 0;
    const onLine = (line: string) => {
      pid ||= Number(/^waits: (\d+)/.exec(line)?.[1] ?? 0);
    };
    const party = await startParty({
      ...{ engine: 'node', port: 0, persist: false, through: ['sh', '-c', waiting], onLine },
    });
    assert.ok(isAlive(pid));
    await party.stop();
    await until(() => !isAlive(pid), 'for the process that waits');
  });
});

/** A process that has ended may still be listed, until its parent asks for it. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}
