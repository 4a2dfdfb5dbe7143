/** The command line of the package as users get it: the built file that `npx video-room` runs. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  bin: { 'video-room': string };
};

/** Its path. */
export const CLI = join(root, bin['video-room']);
