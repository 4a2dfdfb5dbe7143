#!/usr/bin/env node
/**
 * `npx video-room`: keys and access tokens from the command line, and the party on one's own server. `keys` and `token` print what
 * they made and nothing else to standard output; they never write a file and never dial anywhere.
 */
import { canonicalRoom, GRANTS } from '../src/protocol/index.js';
import { ROLES, type Role } from './claims.js';
import { type Flags, Mistake, readFlags } from './flags.js';
import { makeKeys, mintToken } from './mint.js';
import { SERVE_HELP, startServing } from './serve.js';
import { MAX_LIFE } from './token.js';

const HELP = `Usage:

  npx video-room keys [--alg hs256|eddsa|es256]
      A new key. hs256 (the default) is one secret, for the party and for whoever makes tokens; of the others the
      party gets the public key only.

  npx video-room token --room <name> [--name <text>] [--role ${Object.keys(ROLES).join('|')}] [--ttl 10m] [--sub <id>]
                       [--grants <words>] [--eject] [--iss <text>] [--aud <text>] [--key <key>]
      A token that lets somebody in. --key is hs256:<secret> or a private JWK; without it $VR_KEY is used, or $VR_KEYS.
      --ttl: seconds, or as 30s, 10m, 12h; 24h at most. --grants: of ${GRANTS.join(',')}.

${SERVE_HELP}`;

const FLAGS = {
  keys: ['alg'],
  token: ['room', 'name', 'role', 'ttl', 'sub', 'grants', 'eject', 'iss', 'aud', 'key'],
};

function secondsOf(text: string): number {
  const [, count, unit = 's'] = /^(\d+)([smh])?$/.exec(text) ?? [];
  const seconds = Number(count) * { s: 1, m: 60, h: 3600 }[unit]!;
  if (!(seconds > 0 && seconds <= MAX_LIFE)) throw new Mistake('--ttl is from 1s to 24h.');
  return seconds;
}

function oneOf<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const word = words.find((word) => word.toLowerCase() === text.toLowerCase());
  if (!word) throw new Mistake(`--${flag} is one of ${words.join(', ').toLowerCase()}.`);
  return word;
}

async function keys({ alg = 'HS256' }: Flags): Promise<string> {
  const made = await makeKeys(oneOf('alg', alg, ['HS256', 'EdDSA', 'ES256']));
  const forBoth = '# For the party, and for whoever makes tokens. Keep it secret:';
  if (!made.VR_KEY) return `${forBoth}\nVR_KEYS=${made.VR_KEYS}\n`;
  return `# For the party:\nVR_KEYS=${made.VR_KEYS}\n# For whoever makes tokens. Keep it secret:\nVR_KEY=${made.VR_KEY}\n`;
}

async function token(flags: Flags): Promise<string> {
  const { room = '', name, role, sub, grants, iss, aud, eject } = flags;
  const key = flags.key ?? process.env.VR_KEY ?? process.env.VR_KEYS;
  if (!key) throw new Mistake('No key: give --key, or set VR_KEY. Make one with: npx video-room keys');
  const canonical = room === '*' ? room : canonicalRoom(room);
  if (!canonical) throw new Mistake('--room is 1 to 64 of a-z 0-9 _ -, or * for every room.');
  const words = grants?.split(/[\s,]+/).filter(Boolean);
  for (const word of words ?? []) oneOf('grants', word, GRANTS);
  const claims = { room: canonical, name, sub, grants: words, iss, aud, eject: eject ? true : undefined };
  const ttl = secondsOf(flags.ttl ?? '10m');
  const asked = { ...claims, ttl, role: role && oneOf('role', role, Object.keys(ROLES) as Role[]) };
  try {
    return `${await mintToken(key, asked as Parameters<typeof mintToken>[1])}\n`;
  } catch {
    // What is wrong with it is not said: the text might have parts of it.
    throw new Mistake('This key cannot sign: it must be hs256:<secret> or a private JWK.');
  }
}

async function run([command, ...args]: string[]): Promise<void> {
  try {
    if (command === 'keys') console.log((await keys(readFlags(args, FLAGS.keys))).trimEnd());
    else if (command === 'token') console.log((await token(readFlags(args, FLAGS.token))).trimEnd());
    else if (command === 'serve') await startServing(args);
    else if (command === undefined || /^(--?)?h(elp)?$/.test(command)) console.log(HELP.trimEnd());
    else throw new Mistake(`There is no ${command}.`);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = 1;
  }
}

await run(process.argv.slice(2));
