/** The party as npm users run it: from the built package, in a PartyKit project of their own. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type PartyProcess, startParty } from '../../demo/party-process.js';
import { RawSocket } from '../support/raw-socket.js';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');
const { compatibilityDate } = JSON.parse(readFileSync(join(root, 'partykit.json'), 'utf8'));

/** A folder with a project whose party is this module. */
function writeProject(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vrproject-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/video-room'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"name":"embedder","private":true,"type":"module"}');
  writeFileSync(
    join(folder, 'partykit.json'),
    JSON.stringify({ name: 'embedder', main: 'server.ts', compatibilityDate }),
  );
  writeFileSync(join(folder, 'server.ts'), code);
  return folder;
}

const PROJECTS = {
  plain: `export { default } from 'video-room/party';`,
  own: `import { party } from 'video-room/party';
    export default party({
      async authorize(request, room, env) {
        const user = request.headers.get('x-user');
        return user === env.USER_ALLOWED && { sub: user, name: user + ' of ' + room, role: 'host' };
      },
    });`,
};

describe('the party of the package, in a project of one’s own', { timeout: SUITE_TIMEOUT }, () => {
  const folders: string[] = [];
  const parties: PartyProcess[] = [];
  let plain: PartyProcess;
  let own: PartyProcess;

  before(async () => {
    const start = async (code: string, vars: Record<string, string>) => {
      const project = writeProject(code);
      folders.push(project);
      const party = await startParty({ project, port: 0, persist: false, vars });
      parties.push(party);
      return party;
    };
    plain = await start(PROJECTS.plain, { VR_CAPACITY: '3' });
    own = await start(PROJECTS.own, { USER_ALLOWED: 'ada' });
  });
  after(async () => {
    await Promise.allSettled(parties.map((party) => party.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const hello = async (party: PartyProcess, sid: string, headers: Record<string, string> = {}) => {
    const url = `http://127.0.0.1:${party.port}/parties/main/standup`;
    return (await RawSocket.dial(url, headers)).send({ type: 'hello', v: 2, sid });
  };

  it('introduces people to each other', async () => {
    const [ada, ben] = [await hello(plain, 'ada'), await hello(plain, 'ben')];
    const { self, limits } = await ada.first('welcome');
    assert.equal(limits.capacity, 3);
    for (const one of [ada, ben]) await one.send({ type: 'join', name: 'x', offers: [] }).first('joined');
    ben.send({ type: 'signal', to: self.id, toSid: 'ada', gen: 0, n: 1, payload: 'b' });
    const { from, payload } = await ada.first('signal');
    assert.deepEqual([from, payload], [(await ben.first('welcome')).self.id, 'b']);
    for (const one of [ada, ben]) one.send({ type: 'bye' });
  });

  it('asks the host’s own authorize, and lets in nobody else', async () => {
    const ada = await hello(own, 'ada', { 'x-user': 'ada' });
    assert.ok((await ada.first('welcome')).self.grants?.includes('kick'));
    const { member } = await ada.send({ type: 'join', name: 'x', offers: [] }).first('joined');
    assert.equal(member.name, 'ada of standup');
    ada.send({ type: 'bye' });
    const eve = await hello(own, 'eve', { 'x-user': 'eve' });
    assert.deepEqual(await eve.first('error'), { type: 'error', code: 'forbidden', fatal: true });
  });
});
