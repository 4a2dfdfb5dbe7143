/** The package's types, as strict TypeScript projects see them that use the call or the party. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { SUITE_TIMEOUT } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');
const declarations = join(root, 'dist/npm');

/** What a project has installed besides this package. */
type Installed = readonly string[];

/** What the compiler says about a project of one file, with nothing installed but what it names. */
function compile(code: string, installed: Installed, types: readonly string[] = []): string {
  const project = mkdtempSync(join(tmpdir(), 'video-room-types-'));
  try {
    for (const name of ['video-room', ...installed]) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(name === 'video-room' ? root : join(root, 'node_modules', name), link, 'junction');
    }
    const compilerOptions = {
      target: 'ES2022',
      module: 'NodeNext',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(project, 'package.json'), '{"name":"consumer","private":true,"type":"module"}');
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    writeFileSync(join(project, 'main.ts'), code);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', project],
      { encoding: 'utf8' },
    );
    return stdout + stderr;
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

const PROJECTS: [what: string, installed: Installed, types: readonly string[], code: string][] = [
  [
    'a call whose options may be undefined',
    [],
    [],
    `import { Room, type RoomOptions } from 'video-room/room';
     declare const known: { token?: string; name: string | undefined; getToken: (() => Promise<string>) | undefined };
     const options: RoomOptions = { room: 'standup', server: 'rtc.example', token: known.token, displayName: known.name, getToken: known.getToken };
     export const room = new Room(options);
     room.update({ getToken: undefined });`,
  ],
  [
    'an element whose properties may be undefined',
    [],
    [],
    `import { VideoRoom } from 'video-room';
     export function set(element: VideoRoom, stream?: MediaStream, secret?: string): void {
       element.stream = stream;
       element.secret = secret;
       element.getToken = undefined;
       element.iceServers = undefined;
     }`,
  ],
  [
    'a PartyKit project with its own word on who comes in',
    ['partykit', '@cloudflare/workers-types'],
    [],
    `import type * as Party from 'partykit/server';
     import { type Admission, type Authorize, party } from 'video-room/party';
     const people = new Map<string, Admission>();
     const authorize: Authorize<Request> = async (request, room, env) => {
       if (env.CLOSED) return null;
       if (room === 'hall') return true;
       return people.get(request.headers.get('x-user') ?? '');
     };
     export default party({ authorize }) satisfies Party.Worker;
     party({ authorize: undefined }) satisfies Party.Worker;`,
  ],
  [
    'a Node program with its own word on who comes in',
    ['@types/node'],
    ['node'],
    `import { serve } from 'video-room/party/node';
     declare const data: string | undefined;
     const party = await serve({ port: undefined, data, authorize: (request) => request.headers.has('cookie') || undefined });
     await party.close();`,
  ],
];

describe('the types of the package', { timeout: SUITE_TIMEOUT }, () => {
  for (const [what, installed, types, code] of PROJECTS) {
    it(`suit ${what}`, () => assert.equal(compile(code, installed, types), ''));
  }

  it('import no package that the manifest does not name', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = new Set([
      ...Object.keys({
        ...manifest.dependencies,
        ...manifest.optionalDependencies,
        ...manifest.peerDependencies,
      }),
    ]);
    const foreign = readdirSync(declarations, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.d.ts'))
      .flatMap((file) => {
        const text = readFileSync(join(declarations, file), 'utf8');
        // Not those in comments, which say how this package is imported.
        const imports = text.matchAll(
          /^(?![ /]*\*).*(?:\bfrom\s+|\bimport\s*\(?\s*)["']([^."'][^"']*)["']/gm,
        );
        return Array.from(imports, ([, specifier]) => [file, specifier!] as const);
      })
      .filter(([, specifier]) => {
        const [scope, name] = specifier.split('/');
        const builtin = specifier.startsWith('node:') || builtinModules.includes(specifier);
        return !builtin && !named.has(scope!.startsWith('@') ? `${scope}/${name}` : scope!);
      });
    assert.deepEqual(foreign, []);
  });
});
