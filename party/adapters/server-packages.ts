/** Loads modules whose packages may be missing (`npm install --omit=optional`), and says which packages to install. */
import { Mistake } from './mistake.js';

/** Imports such a module; rejects with a {@link Mistake} if a package is not installed. */
export async function withServerPackages<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const sentence = 'The packages for servers are not installed: npm install ws jose @noble/hashes';
    throw new Mistake(sentence, 1, { cause });
  }
}
