#!/usr/bin/env node
/**
 * `npx video-room`: keys and access tokens from the command line, and the party on your own server. `keys` and `token` print only
 * their result to standard output; they never write a file and never use the network.
 */
import { canonicalRoom, GRANTS } from '../../src/protocol/party.js';
import { ROLES, type Role } from '../auth/claims.js';
import { type Flags, readFlags } from './flags.js';
import { Mistake, optionWord, optionWords } from './mistake.js';
import { SERVE_HELP, startServing } from './serve.js';
import { withServerPackages } from './server-packages.js';

const KEYS_HELP = `  npx video-room keys [--alg hs256|eddsa|es256]
      Prints a new key. hs256 (the default) is one secret, which the party and your site share. With the others the party gets
      only the public key.
`;

const TOKEN_HELP = `  npx video-room token --room <name> [--name <text>] [--role ${Object.keys(ROLES).join('|')}] [--ttl 10m] [--sub <id>]
                       [--grants <words>] [--eject] [--iss <text>] [--aud <text>] [--key <key>]
      Prints an access token.
      --room    a name, or * for every room
      --name    the name that the others see
      --sub     an id of the person, only for the party
      --role    what the person may do; or name it with --grants: ${GRANTS.join(',')}
      --ttl     how long the token is valid: seconds, or 30s, 10m, 12h; 24h at most
      --eject   the party closes the call of this person when the token expires
      --iss, --aud   what VR_ISS and VR_AUD of the party require
      --key     hs256:<secret>, or a private JWK; default: $VR_KEY, then $VR_KEYS
`;

const HELP = `Usage:

${KEYS_HELP}
${TOKEN_HELP}
${SERVE_HELP}
  npx video-room help
      Prints this text. After a command, --help prints its options.

Exit code: 2 if an argument is wrong, 1 for other failures.
`;

/** A command: the text of its `--help`, and the function that runs it. */
interface Command {
  help: string;
  run(args: string[]): Promise<void>;
}

const KEYS_FLAGS = ['alg'];
const TOKEN_FLAGS = ['room', 'name', 'role', 'ttl', 'sub', 'grants', 'eject', 'iss', 'aud', 'key'];

const COMMANDS: Record<string, Command> = {
  keys: { help: KEYS_HELP, run: async (args) => print(await keys(readFlags(args, KEYS_FLAGS))) },
  token: { help: TOKEN_HELP, run: async (args) => print(await token(readFlags(args, TOKEN_FLAGS))) },
  serve: { help: SERVE_HELP, run: (args) => startServing(args) },
};

const HELP_WORDS = ['help', '--help', '-h'];

const print = (text: string) => console.log(text.trimEnd());

function secondsOf(text: string, most: number): number {
  const [, count, unit = 's'] = /^(\d+)([smh])?$/.exec(text) ?? [];
  const seconds = Number(count) * { s: 1, m: 60, h: 3600 }[unit]!;
  if (!(seconds > 0 && seconds <= most)) throw new Mistake('--ttl is from 1s to 24h.');
  return seconds;
}

async function keys({ alg = 'HS256' }: Flags): Promise<string> {
  const { makeKeys } = await withServerPackages(() => import('../auth/mint.js'));
  const made = await makeKeys(optionWord('alg', alg, ['HS256', 'EdDSA', 'ES256']));
  const forBoth = '# For the party, and for your site, which makes tokens. Keep it secret:';
  if (!made.VR_KEY) return `${forBoth}\nVR_KEYS=${made.VR_KEYS}\n`;
  return `# For the party:\nVR_KEYS=${made.VR_KEYS}\n# For your site, which makes tokens. Keep it secret:\nVR_KEY=${made.VR_KEY}\n`;
}

async function token(flags: Flags): Promise<string> {
  const { room = '', name, role, sub, grants, iss, aud, eject } = flags;
  const key = flags.key ?? process.env.VR_KEY ?? process.env.VR_KEYS;
  if (!key) throw new Mistake('No key: give --key, or set VR_KEY. Make one with: npx video-room keys');
  const canonical = room === '*' ? room : canonicalRoom(room);
  if (!canonical) throw new Mistake('--room is 1 to 64 of a-z 0-9 _ -, or * for every room.');
  // In their own spelling: the party ignores words that it does not know.
  const words = grants === undefined ? undefined : optionWords('grants', grants, GRANTS);
  const claims = { room: canonical, name, sub, grants: words, iss, aud, eject: eject ? true : undefined };
  const { MAX_LIFE, mintToken } = await withServerPackages(() => import('../auth/mint.js'));
  const ttl = secondsOf(flags.ttl ?? '10m', MAX_LIFE);
  const asked = { ...claims, ttl, role: role && optionWord('role', role, Object.keys(ROLES) as Role[]) };
  try {
    return `${await mintToken(key, asked as Parameters<typeof mintToken>[1])}\n`;
  } catch {
    // The message does not repeat the key: the text might contain parts of it.
    throw new Mistake('This key cannot sign: it must be hs256:<secret> or a private JWK.');
  }
}

async function run([name, ...args]: string[]): Promise<void> {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (name === undefined || HELP_WORDS.includes(name)) return print(HELP);
    if (!command) throw new Mistake(`There is no command ${name}.`);
    if (args.some((arg) => arg === '--help' || arg === '-h')) return print(`Usage:\n\n${command.help}`);
    await command.run(args);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    console.error(`${error.message}\nHelp: npx video-room ${command ? `${name} --help` : 'help'}`);
    process.exitCode = error.exitCode;
  }
}

await run(process.argv.slice(2));
