/** What has to be there before a deploy to Cloudflare can work, in words for the person who typed it. Runs nothing by itself. */

export interface DeployQuestions {
  /** The environment of `npm run deploy`. */
  env: NodeJS.ProcessEnv;
  /** What follows `npm run deploy --`. */
  args: readonly string[];
  /** `vars` of wrangler.jsonc. */
  vars: Readonly<Record<string, unknown>>;
  /** Whether wrangler knows an account. Asked only when the environment has no token. */
  isLoggedIn(): boolean;
  /** Names of the secrets that the deployed Worker has; none if there is no Worker yet. */
  secrets(): readonly string[];
}

/** Any of these says who may come in. */
const ACCESS = ['VR_ACCESS', 'VR_KEYS'];

/** The `VR_*` variables of the environment: they become secrets of the Worker, which later deploys keep. */
export function secretsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[0].startsWith('VR_') && !!entry[1],
    ),
  );
}

/** What is missing and what to do about it; `undefined`: nothing. */
export function whatIsMissing({ env, args, vars, isLoggedIn, secrets }: DeployQuestions): string | undefined {
  if (!env.CLOUDFLARE_API_TOKEN && !isLoggedIn()) {
    return (
      'You are not logged in to Cloudflare. Run: npx wrangler login\n' +
      'Where there is no browser, such as in CI, set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID instead.'
    );
  }
  const named = [...Object.keys(secretsOf(env)), ...Object.keys(vars), ...args.flatMap(nameOfVar)];
  if (ACCESS.some((name) => named.includes(name))) return undefined;
  const kept = secrets();
  if (ACCESS.some((name) => kept.includes(name))) return undefined;
  return (
    'Nothing says who may come in, so the party would refuse everyone. Say it once; later deploys keep it:\n' +
    '  VR_ACCESS=open npm run deploy     everyone who knows the name of a room\n' +
    '  VR_KEYS=… npm run deploy          everyone who has a token; npx video-room keys makes the key'
  );
}

/** `--var VR_ACCESS:open` comes as two words, or as one. */
const nameOfVar = (word: string) => /^(?:--var=)?(VR_\w+):/.exec(word)?.[1] ?? [];
