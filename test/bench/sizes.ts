/** Prints what the script weighs. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzippedSize, scriptFiles, withStaticImports } from '../support/sizes.js';

const root = resolve(import.meta.dirname, '../..');

export function benchSizes(): void {
  if (!existsSync(join(root, 'dist/video-room.js'))) {
    console.log('Sizes are left out: there is no build. Run: npm run build');
    return;
  }
  const first = withStaticImports('video-room.js');
  console.log('The script, bytes after gzip');
  console.table(
    scriptFiles().map((file) => ({
      file,
      bytes: gzippedSize(file),
      loaded: first.has(file) ? 'at once' : 'when needed',
    })),
  );
}
